#include "query/syntax/depth_guard.h"

#include <gtest/gtest.h>

namespace tocsin::syntax {
namespace {

int DeepestAllowed(int& depth, int limit) {
  DepthGuard guard(depth, limit);
  return guard ? 1 + DeepestAllowed(depth, limit) : 0;
}

TEST(DepthGuard, AllowsExactlyTheLimitAndGivesLevelsBack) {
  int depth = 0;
  EXPECT_EQ(DeepestAllowed(depth, 7), 7);
  EXPECT_EQ(depth, 0);
}

TEST(DepthGuard, CountsTheTurnsOfALoop) {
  int depth = 0;
  {
    DepthGuard guard(depth, 3);
    guard.Deepen();
    guard.Deepen();
    EXPECT_TRUE(guard);
    guard.Deepen();
    EXPECT_FALSE(guard);
  }
  EXPECT_EQ(depth, 0);
}

}  // namespace
}  // namespace tocsin::syntax
