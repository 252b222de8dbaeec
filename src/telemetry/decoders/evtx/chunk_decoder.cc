#include "telemetry/decoders/evtx/chunk_decoder.h"

#include "telemetry/decoders/evtx/crc32.h"
#include "telemetry/decoders/evtx/format.h"

#include <algorithm>

namespace tocsin::evtx {
namespace {

constexpr std::uint32_t kRecordsBegin = static_cast<std::uint32_t>(kChunkHeaderBytes);

bool IsBlank(std::string_view bytes) { return bytes.find_first_not_of('\0') == bytes.npos; }

}  // namespace

std::optional<ChunkHeader> ReadChunkHeader(std::string_view chunk) {
  if (chunk.size() < kChunkHeaderBytes) return std::nullopt;
  const char* const bytes = chunk.data();
  return ChunkHeader{.magic_matches = chunk.starts_with(kChunkMagic),
                     .first_record_id = Load<std::uint64_t>(bytes + 24),
                     .last_record_id = Load<std::uint64_t>(bytes + 32),
                     .free_space = Load<std::uint32_t>(bytes + 48),
                     .header_crc = Load<std::uint32_t>(bytes + 124),
                     .records_crc = Load<std::uint32_t>(bytes + 52)};
}

bool HeaderCrcMatches(std::string_view chunk, const ChunkHeader& header) {
  const std::uint32_t crc = Crc32(chunk.substr(0, 120));
  return Crc32(chunk.substr(128, kChunkHeaderBytes - 128), crc) == header.header_crc;
}

bool RecordsCrcMatches(std::string_view chunk, const ChunkHeader& header) {
  if (header.free_space < kRecordsBegin || header.free_space > chunk.size()) return false;
  return Crc32(chunk.substr(kRecordsBegin, header.free_space - kRecordsBegin)) ==
         header.records_crc;
}

ChunkDecoder::ChunkDecoder(std::string_view chunk, Arena& arena)
    : chunk_(chunk.substr(0, kChunkBytes)),
      memory_(arena, kWorkMax),
      interpreter_(chunk_, memory_) {
  const std::optional<ChunkHeader> header = ReadChunkHeader(chunk_);
  const auto size = static_cast<std::uint32_t>(chunk_.size());
  at_ = kRecordsBegin;
  limit_ = size;
  if (!header) {
    at_ = 0;
    return;
  }
  // A header without its signature is believed where the checksum of the records bears it out.
  const bool believed = header->magic_matches || RecordsCrcMatches(chunk_, *header);
  limit_known_ =
      believed && header->free_space >= kRecordsBegin && header->free_space <= kChunkBytes;
  if (limit_known_) limit_ = std::min(header->free_space, size);
}

ChunkDecoder::Candidate ChunkDecoder::Inspect(std::uint32_t at) const {
  Candidate candidate;
  const auto left = static_cast<std::uint32_t>(chunk_.size()) - at;
  const std::string_view rest = chunk_.substr(at);
  if (!rest.starts_with(kRecordMagic)) {
    candidate.fault = Fault::kRecordSignature;
    return candidate;
  }
  if (left < kRecordHeaderBytes) {
    candidate.fault = Fault::kTruncated;
    return candidate;
  }
  candidate.size = Load<std::uint32_t>(rest.data() + 4);
  candidate.id = Load<std::uint64_t>(rest.data() + 8);
  candidate.written = Load<std::uint64_t>(rest.data() + 16);
  if (candidate.size < kRecordBytesMin || candidate.size > kChunkBytes - at) {
    candidate.fault = Fault::kRecordSize;
  } else if (candidate.size > left) {
    candidate.fault = Fault::kTruncated;
  } else {
    candidate.sizes_agree = Load<std::uint32_t>(rest.data() + candidate.size - 4) == candidate.size;
  }
  return candidate;
}

bool ChunkDecoder::IsRecord(std::uint32_t at) const {
  return at < chunk_.size() && Inspect(at).sizes_agree;
}

// Whether a record stands at `at`, beyond the end that the header gives. The header of a log that
// was copied while in use lags behind its records; what old records a reused chunk may hold there
// have other ids.
bool ChunkDecoder::ContinuesAt(std::uint32_t at) const {
  if (!IsRecord(at)) return false;
  return !seen_ || Inspect(at).id == last_id_ + 1;
}

// Reports the bytes from at_ to the next record, looked for from `search_from`, as damaged.
void ChunkDecoder::Skip(Fault fault, std::uint32_t search_from, Record* record) {
  const auto size = static_cast<std::uint32_t>(chunk_.size());
  std::uint32_t next = limit_;
  for (std::size_t found = chunk_.find(kRecordMagic, search_from); found < limit_;
       found = chunk_.find(kRecordMagic, found + 1)) {
    if (IsRecord(static_cast<std::uint32_t>(found))) {
      next = static_cast<std::uint32_t>(found);
      break;
    }
  }
  record->size = std::min(next, size) - at_;
  record->damage = {fault, at_};
  at_ = next;
}

bool ChunkDecoder::Next(Record* record) {
  *record = Record();
  const auto size = static_cast<std::uint32_t>(chunk_.size());
  if (size < kChunkHeaderBytes) {
    if (at_ == size) return false;
    record->size = size;
    record->damage = {Fault::kChunkHeader, 0};
    at_ = size;
    return true;
  }
  if (at_ >= size) return false;
  if (at_ >= limit_ && !ContinuesAt(at_)) return false;
  if (!limit_known_ && IsBlank(chunk_.substr(at_))) return false;

  const Candidate candidate = Inspect(at_);
  record->offset = at_;
  record->id = candidate.id;
  record->written = candidate.written;
  if (candidate.fault != Fault::kNone) {
    Skip(candidate.fault, at_ + 1, record);
    return true;
  }
  // Where the sizes disagree, one of them is wrong or the record was torn: then the next record
  // says where this one ends.
  const std::uint32_t begin = at_;
  Damage damage;
  if (candidate.sizes_agree) {
    record->size = candidate.size;
    at_ += candidate.size;
    seen_ = true;
    last_id_ = candidate.id;
  } else {
    Skip(Fault::kRecordSizeCopy, begin + 1, record);
    damage = record->damage;
  }
  record->damage = interpreter_.Run(begin + static_cast<std::uint32_t>(kRecordHeaderBytes),
                                    begin + record->size - 4, &record->root);
  if (!record->ok()) record->root = doc::Node();
  if (!damage.ok()) record->damage = damage;
  return true;
}

}  // namespace tocsin::evtx
