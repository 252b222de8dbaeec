// Writes chunks of a Windows event log: documents become binary XML with templates, name and
// template tables and checksums, as the log service writes them.
//
// It makes the evidence of rules and tests: what is written here reads back as the same document,
// except that an array reads back as repeated members (unnamed <Data> stays as it is) and an empty
// text as null. Values have the type of their node: integers are 64 bits wide, GUIDs are text.
//
// Ownership: copies what it is given. One thread.
#pragma once

#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/record_sketch.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::evtx {

enum class WriteResult : std::uint8_t {
  kWritten,
  kChunkFull,  // nothing was changed; go on with a new chunk
  kTooLarge,   // would not fit an empty chunk either
  kNoXmlForm,  // see SketchRecord
};

class ChunkWriter {
 public:
  // `first_id` is the id of the chunk's first record; the others follow without gaps.
  explicit ChunkWriter(std::uint64_t first_id = 1);

  // `written` is a FILETIME.
  WriteResult Append(std::uint64_t written, const doc::Node& root);
  // Appends a record of which the caller wrote the binary XML, for what Append never writes. It
  // begins at content_offset() of the chunk.
  WriteResult AppendRaw(std::uint64_t written, std::string_view binary_xml);
  std::uint32_t content_offset() const;

  std::uint64_t record_count() const { return record_offsets_.size(); }
  std::uint64_t next_id() const { return first_id_ + record_count(); }
  // Where each record begins.
  const std::vector<std::uint32_t>& record_offsets() const { return record_offsets_; }

  // The finished chunk, 64 KiB. The writer may go on afterwards.
  std::string Finish() const;

 private:
  // What a record added to the chunk, to take it back when it does not fit.
  struct Mark {
    std::size_t size = 0;
    std::array<std::uint32_t, 64> name_heads = {};
    std::array<std::uint32_t, 32> template_heads = {};
    std::vector<std::string> names;
    std::string template_key;
  };

  void Begin(std::uint64_t written);
  WriteResult End();
  void Instance(const RecordSketch& sketch);
  void Definition(const RecordSketch& sketch, std::uint32_t template_id);
  void Outline(const RecordSketch& sketch);
  void Name(std::string_view name);
  void Value(std::uint8_t* type, const doc::Node& value, std::string* out) const;

  template <class T>
  void Put(T value);
  void Patch(std::size_t at, std::uint32_t value);

  std::uint64_t first_id_;
  std::string bytes_;  // from the chunk's first byte; the header is filled in by Finish
  std::vector<std::uint32_t> record_offsets_;
  std::array<std::uint32_t, 64> name_heads_ = {};  // newest name of each hash bucket
  std::array<std::uint32_t, 32> template_heads_ = {};
  std::unordered_map<std::string, std::uint32_t> names_;      // offset of each name block
  std::unordered_map<std::string, std::uint32_t> templates_;  // definition of each outline
  Mark mark_;
  bool value_too_large_ = false;
};

// A whole log in memory: header block and chunks.
class LogWriter {
 public:
  // Starts a new chunk when one is full; kChunkFull does not occur.
  WriteResult Append(std::uint64_t written, const doc::Node& root);

  // The file. The writer may go on afterwards.
  std::string Finish() const;

 private:
  ChunkWriter chunk_;
  std::string chunks_;
};

}  // namespace tocsin::evtx
