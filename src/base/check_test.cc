#include "base/check.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Check, PassesOnTrueAndEvaluatesOnce) {
  int calls = 0;
  TOCSIN_CHECK(++calls == 1);
  EXPECT_EQ(calls, 1);
}

TEST(CheckDeathTest, NamesConditionFileAndMessage) {
  EXPECT_DEATH(TOCSIN_CHECK(1 + 1 == 3, "arithmetic"),
               "check_test.cc:[0-9]+: check failed: 1 \\+ 1 == 3: arithmetic");
}

TEST(CheckDeathTest, UnreachableAborts) {
  EXPECT_DEATH(TOCSIN_UNREACHABLE("closed set"), "unreachable: closed set");
}

}  // namespace
}  // namespace tocsin
