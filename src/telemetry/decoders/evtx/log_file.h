// A whole Windows event log: its chunks, and a walk over all records for tests and tools. (The
// engine reads chunks one by one and decodes them on its workers.)
//
// The file header is not trusted: a log that was copied while in use says "dirty", counts no
// chunks or carries a wrong checksum. Chunks are taken where they are.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/evtx/chunk_decoder.h"
#include "telemetry/decoders/evtx/fault.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

namespace tocsin::evtx {

struct FileHeader {
  bool magic_matches = false;
  bool crc_matches = false;
  bool dirty = false;
  bool full = false;
  std::uint16_t major_version = 0;
  std::uint16_t minor_version = 0;
  std::uint16_t chunk_count = 0;
};
// All false and zero when the bytes are fewer than a header.
FileHeader ReadFileHeader(std::string_view file);

struct ChunkSlot {
  std::uint64_t offset = 0;
  std::string_view bytes;     // up to 64 KiB
  bool magic_matches = true;  // false: damaged; there may be records in it all the same
};

// The chunks of a log, or of bytes carved from one, in order. Slots that were never written (all
// zero) are passed over. A chunk whose magic is wrong is handed out marked, and the walk goes on at
// the next magic, wherever that is; so it does when a chunk ends early. Linear in the file.
class ChunkWalker {
 public:
  // Borrows `file`.
  explicit ChunkWalker(std::string_view file);

  bool Next(ChunkSlot* slot);

 private:
  std::string_view file_;
  std::size_t at_ = 0;
};

struct Summary {
  std::uint64_t chunks = 0;      // with the right magic
  std::uint64_t bad_chunks = 0;  // with a wrong one
  std::uint64_t header_crc_mismatches = 0;
  std::uint64_t records_crc_mismatches = 0;
  std::uint64_t records = 0;                                // decoded
  std::array<std::uint64_t, kFaultCount> bad_records = {};  // by reason
  std::uint64_t salvaged = 0;                               // of the bad ones, those with a tree
  std::size_t work_max = 0;                                 // of one chunk, see limits.h

  std::uint64_t bad_record_count() const;
};

// Calls `visit` with each record and each damaged stretch. What a record points to is gone after
// the call for its chunk's last record: `arena`, which must hold nothing else, is reset between
// chunks.
Summary ForEachRecord(std::string_view file, Arena& arena,
                      const std::function<void(const ChunkSlot&, const Record&)>& visit);

}  // namespace tocsin::evtx
