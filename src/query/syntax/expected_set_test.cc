#include "query/syntax/expected_set.h"

#include <gtest/gtest.h>

namespace tocsin::syntax {
namespace {

TEST(ExpectedSet, ListsEachAlternativeOnceInOrder) {
  ExpectedSet expected;
  expected.Note(3, "`and`");
  EXPECT_EQ(expected.Describe(3), "`and`");
  expected.Note(3, "`or`");
  expected.Note(3, "`and`");
  EXPECT_EQ(expected.Describe(3), "`and` or `or`");
  expected.Note(3, "`]`");
  EXPECT_EQ(expected.Describe(3), "`and`, `or` or `]`");
}

TEST(ExpectedSet, ForgetsWhatWasExpectedEarlier) {
  ExpectedSet expected;
  expected.Note(3, "`and`");
  expected.Note(4, "a number");
  expected.Note(3, "`or`");
  EXPECT_EQ(expected.Describe(4), "a number");
  EXPECT_EQ(expected.Describe(3), "");
}

}  // namespace
}  // namespace tocsin::syntax
