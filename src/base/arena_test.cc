#include "base/arena.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

TEST(Arena, CopiesText) {
  Arena arena;
  std::string text = "hello";
  const std::string_view copy = arena.Copy(text);
  text = "other";
  EXPECT_EQ(copy, "hello");
  EXPECT_EQ(arena.bytes_used(), 5U);
  EXPECT_TRUE(arena.Copy("").empty());
}

TEST(Arena, AlignsArrays) {
  Arena arena(256);
  for (int round = 0; round < 20; ++round) {
    arena.Allocate(1, 1);
    const std::span<uint64_t> array = arena.AllocateArray<uint64_t>(3);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(array.data()) % alignof(uint64_t), 0U);
    array[2] = 7;
  }
}

TEST(Arena, GivesBigRequestsTheirOwnBlock) {
  Arena arena(1024);
  arena.Allocate(10, 1);
  const size_t before = arena.bytes_reserved();
  arena.Allocate(5000, 1);
  EXPECT_EQ(arena.bytes_reserved(), before + 5000);
  const char* small = arena.Allocate(10, 1);  // the ordinary block goes on
  EXPECT_EQ(arena.bytes_reserved(), before + 5000);
  EXPECT_NE(small, nullptr);
  arena.Reset();
  EXPECT_LE(arena.bytes_reserved(), before);
}

TEST(Arena, ReusesBlocksAfterReset) {
  Arena arena(1024);
  const auto fill = [&arena] {
    for (int i = 0; i < 100; ++i) arena.Allocate(100, 1);
  };
  fill();
  const size_t reserved = arena.bytes_reserved();
  for (int round = 0; round < 10; ++round) {
    arena.Reset();
    EXPECT_EQ(arena.bytes_used(), 0U);
    fill();
  }
  EXPECT_EQ(arena.bytes_reserved(), reserved);
}

TEST(Arena, KeepsMemoryInPlaceWhenMoved) {
  Arena first;
  const std::string_view text = first.Copy("stays");
  Arena second = std::move(first);
  EXPECT_EQ(text, "stays");
  EXPECT_EQ(second.bytes_used(), 5U);
}

TEST(ArenaBuilder, GrowsInPlaceWhileItIsLast) {
  Arena arena;
  ArenaBuilder<int> builder(arena, 1);
  builder.Add(1);
  const int* const place = &builder[0];
  for (int i = 2; i <= 100; ++i) builder.Add(i);
  EXPECT_EQ(&builder[0], place);
  const std::span<int> result = builder.Finish();
  ASSERT_EQ(result.size(), 100U);
  EXPECT_EQ(result[99], 100);
  EXPECT_EQ(arena.bytes_used(), 400U);  // what was not needed went back
}

TEST(ArenaBuilder, MovesWhenSomethingElseWasAllocated) {
  Arena arena;
  ArenaBuilder<int> builder(arena);
  for (int i = 0; i < 8; ++i) builder.Add(i);
  arena.Copy("in the way");
  builder.Append(std::vector<int>{8, 9});
  builder.PopBack();
  builder.Add(builder[0]);
  EXPECT_EQ(builder.back(), 0);
  const std::span<int> result = builder.Finish();
  ASSERT_EQ(result.size(), 10U);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(result[static_cast<size_t>(i)], i);
  EXPECT_TRUE(builder.empty());
}

TEST(ArenaBuilder, FinishesEmpty) {
  Arena arena;
  EXPECT_TRUE(ArenaBuilder<int>(arena).Finish().empty());
}

}  // namespace
}  // namespace tocsin
