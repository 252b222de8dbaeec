#include "telemetry/inputs/file/chunk_splitter.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::input {
namespace {

constexpr std::size_t kHeaderFieldsBytes = 128;
constexpr std::size_t kHeaderBlockSizeAt = 40;
constexpr std::size_t kChunkCountAt = 42;
constexpr std::size_t kUsualHeaderBytes = 4096;
// Behind a chunk, to tell whether another follows in step. A chunk's header is as long, so bytes
// of a chunk that is out of step are hardly all zeros.
constexpr std::size_t kAheadBytes = 512;
// How far a first signature may lie in the content for what precedes it in step to be handed out.
constexpr std::size_t kFrontBytesMax = std::size_t{1} << 20;

constexpr std::size_t kNone = std::string_view::npos;

std::size_t U16At(std::string_view bytes, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) |
         static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

std::size_t HeaderBytes(std::string_view window) {
  const std::size_t stated = U16At(window, kHeaderBlockSizeAt);
  // Chunks are aligned to sectors at the least; anything else is damage.
  const bool sane = stated >= kHeaderFieldsBytes && stated % 512 == 0;
  return sane ? stated : kUsualHeaderBytes;
}

bool IsBlank(std::string_view bytes) { return bytes.find_first_not_of('\0') == kNone; }

}  // namespace

Cut ChunkSplitter::PassHeader(std::string_view window, bool at_end) {
  const std::size_t header =
      window.size() < kHeaderFieldsBytes ? kUsualHeaderBytes : HeaderBytes(window);
  if (window.size() < header && !at_end) return Cut::NeedMore(0);
  header_passed_ = true;
  header_bytes_ = std::min(header, window.size());
  if (window.size() >= kChunkCountAt + 2) stated_chunks_ = U16At(window, kChunkCountAt);
  offset_ += header_bytes_;
  return Cut::Nothing(header_bytes_);
}

// Passes over what lies in front of the first chunk.
Cut ChunkSplitter::Search(std::string_view window, bool at_end) {
  const bool at_front = offset_ == 0;
  if (at_front && window.size() < kFrontBytesMax && !at_end) return Cut::NeedMore(0);
  const std::string_view shown = at_front ? window.substr(0, kFrontBytesMax) : window;
  const std::size_t found = shown.find(kEvtxChunkMagic);
  if (found != kNone) {
    searching_ = false;
    // Pieces in step with the first chunk may be chunks whose signature is gone.
    const std::size_t begin = at_front ? found % kEvtxChunkBytes : found;
    offset_ += begin;
    first_chunk_at_ = offset_;
    return Cut::Nothing(begin);
  }
  if (at_end && shown.size() == window.size()) return Cut::End(window.size());
  if (shown.size() < kEvtxChunkMagic.size()) return Cut::NeedMore(0);
  // The end may be the front part of a signature.
  const std::size_t passed = shown.size() - (kEvtxChunkMagic.size() - 1);
  offset_ += passed;
  return shown.size() == window.size() ? Cut::NeedMore(passed) : Cut::Nothing(passed);
}

Cut ChunkSplitter::Next(std::string_view window, bool at_end) {
  if (start_ == Start::kHeader && !header_passed_) return PassHeader(window, at_end);
  if (searching_) return Search(window, at_end);
  if (window.empty()) return at_end ? Cut::End(0) : Cut::NeedMore(0);
  if (window.size() < kEvtxChunkBytes + kAheadBytes && !at_end) return Cut::NeedMore(0);

  const bool is_chunk = window.starts_with(kEvtxChunkMagic);
  std::size_t size = std::min(kEvtxChunkBytes, window.size());
  const std::string_view ahead = window.substr(size, kAheadBytes);
  const bool in_step = is_chunk && (ahead.starts_with(kEvtxChunkMagic) || IsBlank(ahead));
  if (!in_step) {
    const std::string_view looked_at = window.substr(0, size + kEvtxChunkMagic.size() - 1);
    size = std::min(looked_at.find(kEvtxChunkMagic, 1), size);
  }
  return Piece(window, size, is_chunk);
}

Cut ChunkSplitter::Piece(std::string_view window, std::size_t size, bool is_chunk) {
  const std::uint64_t at = offset_;
  offset_ += size;
  ++pieces_;
  if (size == kEvtxChunkBytes) ++whole_slots_;
  if (is_chunk) {
    if (size < kEvtxChunkBytes) ++short_chunks_;
  } else {
    if (IsBlank(window.substr(0, size))) return Cut::Nothing(size);
    if (unsigned_pieces_++ == 0) first_unsigned_at_ = at;
  }
  return Cut::Record(0, size, size, pieces_);
}

// What the header tells about the chunks that should be there.
std::optional<Error> ChunkSplitter::HeaderFault() const {
  if (start_ != Start::kHeader) return std::nullopt;
  if (whole_slots_ < stated_chunks_) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("truncated: the header states {} chunks, {} are there", stated_chunks_,
                             whole_slots_),
                 {}};
  }
  if (pieces_ > 0) return std::nullopt;
  return Error{ErrorCode::kCorrupt,
               fmt::format("truncated: it ends after {} bytes of its header, without a chunk",
                           header_bytes_),
               {}};
}

std::optional<Error> ChunkSplitter::fault() const {
  if (searching_) {
    return Error{ErrorCode::kUnsupported,
                 "binary data of an unknown kind; convert it to JSON lines and scan the result",
                 {}};
  }
  if (std::optional<Error> fault = HeaderFault()) return fault;
  if (unsigned_pieces_ > 0) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("damaged: {} piece(s) without the signature of a chunk, the first at "
                             "byte {}; records were salvaged where some were found",
                             unsigned_pieces_, first_unsigned_at_),
                 {}};
  }
  if (short_chunks_ > 0) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("truncated: {} chunk(s) have less than their 64 KiB", short_chunks_),
                 {}};
  }
  if (start_ == Start::kSomewhere) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("damaged: no event log header in front; read from byte {} on, where "
                             "its chunks begin",
                             first_chunk_at_),
                 {}};
  }
  return std::nullopt;
}

}  // namespace tocsin::input
