#include "telemetry/inputs/file/chunk_splitter.h"

#include <algorithm>

namespace tocsin::input {
namespace {

constexpr std::size_t kHeaderFieldsBytes = 128;
constexpr std::size_t kHeaderBlockSizeAt = 40;
constexpr std::size_t kUsualHeaderBytes = 4096;

std::size_t HeaderBytes(std::string_view window) {
  const std::size_t stated =
      static_cast<std::size_t>(static_cast<unsigned char>(window[kHeaderBlockSizeAt])) |
      static_cast<std::size_t>(static_cast<unsigned char>(window[kHeaderBlockSizeAt + 1])) << 8;
  // Chunks are aligned to sectors at the least; anything else is damage.
  const bool sane = stated >= kHeaderFieldsBytes && stated % 512 == 0;
  return sane ? stated : kUsualHeaderBytes;
}

}  // namespace

Cut ChunkSplitter::Next(std::string_view window, bool at_end) {
  if (header_pending_) {
    const std::size_t header =
        window.size() < kHeaderFieldsBytes ? kUsualHeaderBytes : HeaderBytes(window);
    if (window.size() < header && !at_end) return Cut::NeedMore(0);
    header_pending_ = false;
    return Cut::Nothing(std::min(header, window.size()));
  }
  if (window.size() < kEvtxChunkBytes && !at_end) return Cut::NeedMore(0);
  if (window.empty()) return Cut::End(0);
  const std::size_t size = std::min(kEvtxChunkBytes, window.size());
  ++pieces_;
  if (window.substr(0, size).find_first_not_of('\0') == std::string_view::npos) {
    return Cut::Nothing(size);
  }
  return Cut::Record(0, size, size, pieces_);
}

}  // namespace tocsin::input
