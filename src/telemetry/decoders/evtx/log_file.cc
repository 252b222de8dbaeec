#include "telemetry/decoders/evtx/log_file.h"

#include "telemetry/decoders/evtx/crc32.h"
#include "telemetry/decoders/evtx/format.h"

#include <algorithm>
#include <numeric>

namespace tocsin::evtx {
namespace {

bool IsBlank(std::string_view bytes) { return bytes.find_first_not_of('\0') == bytes.npos; }

}  // namespace

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
    const std::size_t after = std::min(at_ + kChunkBytes, file_.size());
    slot->offset = at_;
    slot->bytes = file_.substr(at_, after - at_);
    slot->magic_matches = slot->bytes.starts_with(kChunkMagic);
    at_ = after;
    if (slot->magic_matches) {
      // Where no chunk follows in step, the next one may have come early, for want of some bytes.
      const std::string_view rest = file_.substr(after);
      const std::size_t early =
          rest.starts_with(kChunkMagic) ? rest.npos : slot->bytes.find(kChunkMagic, 1);
      if (early != rest.npos) {
        slot->bytes = slot->bytes.substr(0, early);
        at_ = slot->offset + early;
      }
      return true;
    }
    if (IsBlank(slot->bytes)) continue;
    // Out of step: go on with the next magic, wherever it is.
    const std::size_t next = std::min(file_.find(kChunkMagic, slot->offset + 1), file_.size());
    at_ = next;
    slot->bytes = file_.substr(slot->offset, std::min(next - slot->offset, kChunkBytes));
    if (!IsBlank(slot->bytes)) return true;
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
