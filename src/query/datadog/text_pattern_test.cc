#include "query/datadog/text_pattern.h"

#include <gtest/gtest.h>

namespace tocsin::datadog {
namespace {

TEST(TextPattern, MatchesTheWholeValueWithItsCase) {
  TextPattern pattern;
  pattern.AddAnyRun();
  pattern.AddLiteral("\\cmd.exe");
  EXPECT_TRUE(pattern.Matches("C:\\Windows\\cmd.exe"));
  EXPECT_FALSE(pattern.Matches("C:\\Windows\\CMD.exe"));
  EXPECT_FALSE(pattern.Matches("C:\\cmd.exe "));
}

TEST(TextPattern, KeepsPlainWildcardCharactersApart) {
  TextPattern pattern = TextPattern::Literal("a*b");
  EXPECT_TRUE(pattern.is_literal());
  EXPECT_TRUE(pattern.Matches("a*b"));
  EXPECT_FALSE(pattern.Matches("axb"));
  pattern.AddAnyOne();
  EXPECT_FALSE(pattern.ToWildcard().has_value());
  EXPECT_EQ(pattern.ToRegex(), "a\\*b.");
  EXPECT_EQ(pattern.ToSearch(), "a\\*b?");
}

TEST(TextPattern, KnowsWhatMayMatchANumber) {
  TextPattern pattern = TextPattern::Literal("50");
  pattern.AddAnyRun();
  EXPECT_TRUE(pattern.MayMatchNumber());
  pattern.AddLiteral("x");
  EXPECT_FALSE(pattern.MayMatchNumber());
}

}  // namespace
}  // namespace tocsin::datadog
