// Where telemetry comes from. An input hands out raw batches: bytes cut at record borders, with
// the place of each record, so that any later stage can name the evidence and so that results do
// not depend on how the bytes were cut.
//
// Ownership: a RawBatch owns its bytes (they may be shared with a memory map) and is moved to the
// worker that decodes it. Threads: an Input is used by one thread; a RawBatch by one thread at a
// time.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// One readable thing: a file, a member of an archive ("logs.zip!a/b.evtx"), standard input.
struct InputIdTag;
using InputId = Id<InputIdTag>;

// How the bytes of a batch fall into records.
enum class Framing : std::uint8_t {
  kRecords,     // each RawRecord is one textual record (a JSON value, a line)
  kEvtxChunks,  // each RawRecord is one 64 KiB chunk of a Windows event log: many records
};

struct RawRecord {
  std::uint64_t offset = 0;  // of the first byte within the (unpacked) input
  std::uint64_t number = 0;  // from 1: ordinal of the record (kRecords) or chunk within its input
  std::string_view bytes;    // into the batch's memory
  bool torn = false;         // parts of it are missing, or came too late to be joined
};

struct RawBatch {
  std::uint64_t sequence = 0;  // from 0 over the whole run, in input order
  InputId input;
  Framing framing = Framing::kRecords;
  std::vector<RawRecord> records;
  // Where the input lies: its folder, or the archive and the folder within. Logs that do not name
  // their machine are told apart by it.
  std::string place;
  Time written;  // when the content was last written: completes times without a year
  std::shared_ptr<const void> memory;  // keeps every RawRecord::bytes alive
};

// What became of one readable thing; final once the input has moved past it.
struct InputReport {
  std::string name;              // as the user would type it; archive members after '!'
  std::uint64_t bytes_read = 0;  // as stored on disk
  std::uint64_t bytes_unpacked = 0;
  std::uint64_t records = 0;  // kRecords: textual records handed out; else chunks
  // What is wrong with this input, or why it was not read. Without context: the name is above.
  std::optional<Error> error;
  bool skipped = false;  // nothing is missing for it: no telemetry, or read before; see `error`
};

class Input {
 public:
  virtual ~Input() = default;

  // The next batch, or nullopt after the last. Faults of single inputs are kept in reports();
  // they never end the run. Only one input's records are in a batch.
  virtual std::optional<RawBatch> Next() = 0;

  // One entry for each InputId handed out so far and for each thing skipped, index = InputId.
  virtual const std::vector<InputReport>& reports() const = 0;

  // Bytes on disk known to lie ahead in all, for progress; 0 when unknown.
  virtual std::uint64_t total_bytes() const = 0;
};

}  // namespace tocsin
