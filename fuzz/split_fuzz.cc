// Text splitter and chunk splitter: the records must not depend on how the content arrives, must
// lie in it in order, and nothing but blanks, brackets, commas and header lines may lie between
// records of text.

#include "base/check.h"
#include "telemetry/inputs/file/chunk_splitter.h"
#include "telemetry/inputs/file/text_splitter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::input {
namespace {

struct Found {
  std::size_t offset;
  std::size_t size;
  std::uint64_t number;

  friend bool operator==(const Found&, const Found&) = default;
};

std::vector<Found> Split(Splitter& splitter, std::string_view content, std::size_t piece) {
  std::vector<Found> records;
  std::size_t offset = 0;
  std::size_t end = std::min(piece, content.size());
  std::size_t last_end = 0;
  // Each step consumes, shows more, or finds a record; so there are few.
  const std::size_t steps_max = 8 * content.size() + 64;
  for (std::size_t step = 0; step < steps_max; ++step) {
    // A copy of its own size, so that reading past the window is seen.
    const std::vector<char> shown(content.begin() + static_cast<std::ptrdiff_t>(offset),
                                  content.begin() + static_cast<std::ptrdiff_t>(end));
    const std::string_view window(shown.data(), shown.size());
    const bool at_end = end == content.size();
    const Cut cut = splitter.Next(window, at_end);
    TOCSIN_CHECK(cut.consumed <= window.size());
    if (cut.kind == Cut::Kind::kRecord) {
      TOCSIN_CHECK(cut.size > 0 && cut.begin + cut.size <= cut.consumed);
      TOCSIN_CHECK(offset + cut.begin >= last_end);
      last_end = offset + cut.begin + cut.size;
      records.push_back({offset + cut.begin, cut.size, cut.number});
    }
    offset += cut.consumed;
    if (cut.kind == Cut::Kind::kEnd) {
      TOCSIN_CHECK(at_end && offset == content.size());
      return records;
    }
    if (cut.kind == Cut::Kind::kNeedMore) {
      TOCSIN_CHECK(!at_end);
      end = std::min(content.size(), end + piece);
    }
  }
  TOCSIN_UNREACHABLE("the splitter does not come to an end");
}

void CheckText(std::string_view content, std::size_t record_bytes_max) {
  TextSplitter whole_splitter(record_bytes_max);
  TextSplitter piece_splitter(record_bytes_max);
  const std::vector<Found> whole = Split(whole_splitter, content, content.size());
  const std::vector<Found> pieces = Split(piece_splitter, content, 13);
  TOCSIN_CHECK(whole == pieces);
  if (whole_splitter.fault()) return;  // records were cut, so bytes lie between them
  // Between events of XML lie instructions, comments and the tags of their root.
  const std::size_t first = content.find_first_not_of(std::string_view("\0 \t\r\n\xef\xbb\xbf", 8));
  if (first != content.npos && (content[first] == '<' || content[first] == 'R')) return;
  std::string rest(content);
  for (const Found& record : whole) {
    rest.replace(record.offset, record.size, record.size, ' ');
  }
  TOCSIN_CHECK(rest.find_first_of("\"{}:") == std::string::npos);
}

void CheckChunks(std::string_view content) {
  using enum ChunkSplitter::Start;
  for (const ChunkSplitter::Start start : {kHeader, kChunk, kSomewhere}) {
    ChunkSplitter whole_splitter(start);
    ChunkSplitter piece_splitter(start);
    const std::vector<Found> whole = Split(whole_splitter, content, content.size());
    TOCSIN_CHECK(whole == Split(piece_splitter, content, 5000));
  }
}

}  // namespace
}  // namespace tocsin::input

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  tocsin::input::CheckText(content, 48);
  tocsin::input::CheckText(content, std::size_t{1} << 20);
  tocsin::input::CheckChunks(content);
  return 0;
}
