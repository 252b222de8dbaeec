#include "telemetry/decoders/evtx/log_file.h"

#include "telemetry/decoders/evtx/crc32.h"
#include "telemetry/decoders/evtx/format.h"

#include <algorithm>
#include <numeric>

namespace tocsin::evtx {

FileHeader ReadFileHeader(std::string_view file) {
  FileHeader header;
  if (file.size() < kChunkHeaderBytes) return header;
  const char* const bytes = file.data();
  const auto flags = Load<std::uint32_t>(bytes + 120);
  header.magic_matches = file.starts_with(kFileMagic);
  header.crc_matches = Crc32(file.substr(0, 120)) == Load<std::uint32_t>(bytes + 124);
  header.dirty = (flags & 1) != 0;
  header.full = (flags & 2) != 0;
  header.minor_version = Load<std::uint16_t>(bytes + 36);
  header.major_version = Load<std::uint16_t>(bytes + 38);
  header.chunk_count = Load<std::uint16_t>(bytes + 42);
  return header;
}

ChunkWalker::ChunkWalker(std::string_view file) : file_(file) {
  // Bytes that begin with a chunk were carved; others have the header block, whatever it says.
  if (!file_.starts_with(kChunkMagic)) at_ = kFileHeaderBytes;
}

bool ChunkWalker::Next(ChunkSlot* slot) {
  while (at_ < file_.size()) {
    slot->offset = at_;
    slot->magic_matches = file_.substr(at_).starts_with(kChunkMagic);
    const std::size_t after = at_ + kChunkBytes;
    std::size_t next = after;
    if (!slot->magic_matches ||
        (after < file_.size() && !file_.substr(after).starts_with(kChunkMagic))) {
      // Out of step here or at the next slot: bytes may be missing or too many.
      const std::size_t found = file_.find(kChunkMagic, at_ + 1);
      if (!slot->magic_matches) {
        next = std::min(found, file_.size());
      } else if (found < after) {
        next = found;
      }
    }
    slot->bytes = file_.substr(at_, std::min(next - at_, kChunkBytes));
    at_ = next;
    if (slot->magic_matches || slot->bytes.find_first_not_of('\0') != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::uint64_t Summary::bad_record_count() const {
  return std::accumulate(bad_records.begin(), bad_records.end(), std::uint64_t{0});
}

Summary ForEachRecord(std::string_view file, Arena& arena,
                      const std::function<void(const ChunkSlot&, const Record&)>& visit) {
  Summary summary;
  ChunkWalker walker(file);
  ChunkSlot slot;
  while (walker.Next(&slot)) {
    ++(slot.magic_matches ? summary.chunks : summary.bad_chunks);
    if (const std::optional<ChunkHeader> header = ReadChunkHeader(slot.bytes)) {
      if (!HeaderCrcMatches(slot.bytes, *header)) ++summary.header_crc_mismatches;
      if (!RecordsCrcMatches(slot.bytes, *header)) ++summary.records_crc_mismatches;
    }
    ChunkDecoder decoder(slot.bytes, arena);
    Record record;
    while (decoder.Next(&record)) {
      if (record.ok()) {
        ++summary.records;
      } else {
        ++summary.bad_records[static_cast<std::size_t>(record.damage.fault)];
        if (record.salvaged()) ++summary.salvaged;
      }
      visit(slot, record);
    }
    summary.work_max = std::max(summary.work_max, decoder.work());
    arena.Reset();
  }
  return summary;
}

}  // namespace tocsin::evtx
