#include "base/bitset.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

Bitset Of(size_t size, std::initializer_list<size_t> bits) {
  Bitset set(size);
  for (const size_t bit : bits) set.Set(bit);
  return set;
}

std::vector<size_t> Members(const Bitset& set) {
  std::vector<size_t> members;
  set.ForEach([&members](size_t bit) { members.push_back(bit); });
  return members;
}

TEST(Bitset, SetsAndClearsAcrossWords) {
  Bitset set = Of(130, {0, 63, 64, 129});
  EXPECT_EQ(Members(set), (std::vector<size_t>{0, 63, 64, 129}));
  set.Clear(64);
  EXPECT_FALSE(set.Test(64));
  EXPECT_EQ(set.Count(), 3U);
  set.ClearAll();
  EXPECT_TRUE(set.None());
}

TEST(Bitset, CombinesSets) {
  const Bitset a = Of(100, {1, 2, 70});
  const Bitset b = Of(100, {2, 70, 99});
  Bitset both = a;
  both &= b;
  EXPECT_EQ(Members(both), (std::vector<size_t>{2, 70}));
  Bitset either = a;
  either |= b;
  EXPECT_EQ(Members(either), (std::vector<size_t>{1, 2, 70, 99}));
  Bitset rest = a;
  rest.AndNot(b);
  EXPECT_EQ(Members(rest), (std::vector<size_t>{1}));
  EXPECT_TRUE(a.Intersects(b));
  EXPECT_FALSE(rest.Intersects(b));
}

TEST(Bitset, KeepsBitsBeyondTheSizeZero) {
  Bitset set(70);
  set.SetAll();
  EXPECT_EQ(set.Count(), 70U);
  set.Resize(65);
  set.Resize(70);
  EXPECT_EQ(set.Count(), 65U);
}

TEST(Bitset, MayBeEmpty) {
  Bitset set;
  set.Resize(0);
  set.SetAll();
  EXPECT_EQ(set.Count(), 0U);
  EXPECT_EQ(set, Bitset(0));
}

}  // namespace
}  // namespace tocsin
