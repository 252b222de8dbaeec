// Records of one 64 KiB chunk of a Windows event log.
//
// A chunk decodes on its own, also when it is cut short or its header is damaged. Records are
// found by walking from header to header; where that fails, by looking for the next signature
// whose two sizes agree. Each stretch that held a record and gave none is reported as a Record with
// damage, so records and damaged records together account for the chunk.
//
// Ownership: borrows the chunk and the arena. A record's tree, and what the decoder caches (names,
// templates), live in the arena: reset it only after the decoder is gone.
// Threads: one. Cost: linear in the output; memory and work are bounded by limits.h.
// Errors: an enum and an offset, no text; see fault.h.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/interpreter.h"
#include "telemetry/decoders/evtx/limits.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::evtx {

struct Record {
  std::uint64_t id = 0;       // counts in this log; exported logs keep another EventRecordID
  std::uint64_t written = 0;  // FILETIME: when the log service wrote it, not when it happened
  std::uint32_t offset = 0;   // of the record in its chunk
  std::uint32_t size = 0;     // of the record; of the stretch that was skipped when damaged
  doc::Node root;             // {"Event": {...}}; null when nothing could be read
  Damage damage;              // what is wrong; id and written may be garbage then

  bool ok() const { return damage.ok(); }
  // A record that was torn (its last part was never written, or its size is wrong) may still give
  // a tree. Its early values are evidence; its late ones may be zeros.
  bool salvaged() const { return !ok() && !root.is_null(); }
};

// What the chunk's header says, and whether it holds. Nothing of this keeps records from being
// decoded.
struct ChunkHeader {
  bool magic_matches = false;
  std::uint64_t first_record_id = 0;
  std::uint64_t last_record_id = 0;
  std::uint32_t free_space = 0;  // offset where records end
  std::uint32_t header_crc = 0;
  std::uint32_t records_crc = 0;
};

// Nothing when the chunk is shorter than its header.
std::optional<ChunkHeader> ReadChunkHeader(std::string_view chunk);
// Two passes over the bytes in question; decoding does not need them.
bool HeaderCrcMatches(std::string_view chunk, const ChunkHeader& header);
bool RecordsCrcMatches(std::string_view chunk, const ChunkHeader& header);

class ChunkDecoder {
 public:
  ChunkDecoder(std::string_view chunk, Arena& arena);

  // The next record or damaged stretch; false at the end of the chunk.
  bool Next(Record* record);

  // Budget used so far, in the units of kWorkMax.
  std::size_t work() const { return memory_.used(); }

 private:
  // The record header at at_, as far as it makes sense.
  struct Candidate {
    std::uint64_t id = 0;
    std::uint64_t written = 0;
    std::uint32_t size = 0;
    bool sizes_agree = false;
    Fault fault = Fault::kNone;
  };
  Candidate Inspect(std::uint32_t at) const;
  bool IsRecord(std::uint32_t at) const;  // a signature and two sizes that agree
  bool ContinuesAt(std::uint32_t at) const;
  void Skip(Fault fault, std::uint32_t search_from, Record* record);

  std::string_view chunk_;
  BudgetedArena memory_;
  Interpreter interpreter_;
  std::uint32_t at_ = 0;
  std::uint32_t limit_ = 0;   // where the header says that records end
  bool limit_known_ = false;  // false: the header is not to be trusted
  bool seen_ = false;         // a record was found
  std::uint64_t last_id_ = 0;
};

}  // namespace tocsin::evtx
