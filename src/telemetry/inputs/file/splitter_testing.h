// What every caller of a text splitter relies on, checked while content is split.
#pragma once

#include "telemetry/inputs/file/text_splitter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::input {

inline constexpr std::size_t kRecordBytesMax = 200;

struct Found {
  std::string bytes;
  std::size_t offset;
};

// Splits `content`, showing windows that grow by `piece` bytes. Checks what every caller relies
// on: records lie in order, in the window, are numbered from 1, and all content is consumed.
inline std::vector<Found> Split(const std::string& content, std::size_t piece,
                                bool* cut = nullptr) {
  TextSplitter splitter(kRecordBytesMax);
  std::vector<Found> records;
  std::size_t offset = 0;
  std::size_t end = 0;
  std::size_t previous_end = 0;
  for (std::size_t steps = 0; steps < 100 * content.size() + 1000; ++steps) {
    const std::string_view window = std::string_view(content).substr(offset, end - offset);
    const bool at_end = end == content.size();
    const Cut next = splitter.Next(window, at_end);
    EXPECT_LE(next.consumed, window.size());
    if (next.kind == Cut::Kind::kRecord) {
      EXPECT_LE(next.begin + next.size, next.consumed);
      EXPECT_GT(next.size, 0u);
      EXPECT_GE(offset + next.begin, previous_end);
      previous_end = offset + next.begin + next.size;
      records.push_back({std::string(window.substr(next.begin, next.size)), offset + next.begin});
      EXPECT_EQ(next.number, records.size());
    }
    offset += next.consumed;
    if (next.kind == Cut::Kind::kEnd) {
      EXPECT_TRUE(at_end);
      EXPECT_EQ(offset, content.size());
      if (cut != nullptr) *cut = splitter.fault().has_value();
      return records;
    }
    if (next.kind == Cut::Kind::kNeedMore) {
      EXPECT_FALSE(at_end);
      end = std::min(content.size(), end + piece);
      EXPECT_LE(end - offset, 4 * kRecordBytesMax + piece) << "the window grows without bound";
    }
  }
  ADD_FAILURE() << "does not come to an end";
  return records;
}

}  // namespace tocsin::input
