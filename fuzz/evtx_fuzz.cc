// The EVTX decoder on any bytes: as one chunk, as the records of a chunk whose header is sound, and
// as a file. Checks that records account for what is there and that the budget holds.
#include "base/check.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/chunk_decoder.h"
#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/log_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::evtx {
namespace {

// Touches every byte of a tree.
std::size_t Weigh(const doc::Node& root) {
  std::string json;
  doc::AppendJson(root, &json);
  return json.size();
}

void DecodeChunk(std::string_view chunk) {
  Arena arena;
  ChunkDecoder decoder(chunk, arena);
  std::uint64_t end = 0;
  std::size_t printed = 0;
  for (Record record; decoder.Next(&record);) {
    // Records stand in order, do not overlap and lie in the chunk.
    TOCSIN_CHECK(record.offset >= end);
    TOCSIN_CHECK(record.size > 0);
    end = std::uint64_t{record.offset} + record.size;
    TOCSIN_CHECK(end <= chunk.size());
    TOCSIN_CHECK(!record.ok() || record.root.is_object());
    // Shared text makes a tree's print longer than the tree; some of it is enough.
    if (printed < kWorkMax) printed += Weigh(record.root);
  }
  TOCSIN_CHECK(decoder.work() <= kWorkMax);
}

// The input as records behind a header that says nothing wrong.
std::string AsRecords(std::string_view bytes) {
  std::string chunk(kChunkBytes, '\0');
  const std::size_t size = std::min(bytes.size(), kChunkBytes - kChunkHeaderBytes);
  chunk.replace(0, kChunkMagic.size(), kChunkMagic);
  chunk.replace(kChunkHeaderBytes, size, bytes.substr(0, size));
  const auto free_space = static_cast<std::uint32_t>(kChunkHeaderBytes + size);
  for (std::size_t i = 0; i < 4; ++i) chunk[48 + i] = static_cast<char>(free_space >> (8 * i));
  return chunk;
}

}  // namespace
}  // namespace tocsin::evtx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tocsin;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  evtx::DecodeChunk(bytes.substr(0, evtx::kChunkBytes));
  evtx::DecodeChunk(evtx::AsRecords(bytes));
  Arena arena;
  std::uint64_t seen = 0;
  const evtx::Summary summary = evtx::ForEachRecord(
      bytes, arena, [&](const evtx::ChunkSlot&, const evtx::Record&) { ++seen; });
  TOCSIN_CHECK(seen == summary.records + summary.bad_record_count());
  return 0;
}
