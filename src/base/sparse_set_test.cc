#include "base/sparse_set.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(SparseSet, KeepsOrderOfInsertion) {
  SparseSet set(10);
  EXPECT_TRUE(set.Insert(7));
  EXPECT_TRUE(set.Insert(0));
  EXPECT_FALSE(set.Insert(7));
  EXPECT_EQ(std::vector<uint32_t>(set.members().begin(), set.members().end()),
            (std::vector<uint32_t>{7, 0}));
}

TEST(SparseSet, ForgetsOnClear) {
  SparseSet set(10);
  set.Insert(3);
  set.Clear();
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.Contains(3));
  set.Insert(5);  // takes 3's old position
  EXPECT_FALSE(set.Contains(3));
  EXPECT_TRUE(set.Contains(5));
}

TEST(SparseSet, ZeroIsNoMemberAtFirst) {
  const SparseSet set(4);
  EXPECT_FALSE(set.Contains(0));
  EXPECT_EQ(set.capacity(), 4U);
}

}  // namespace
}  // namespace tocsin
