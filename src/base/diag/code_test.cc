#include "base/diag/code.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin {
namespace {

TEST(DiagCode, TextsAreAreaAndNumberAscending) {
  std::string area;
  std::string previous;
  std::vector<std::string> areas;
  for (const CodeFacts& facts : AllCodes()) {
    const std::string text(facts.text);
    ASSERT_EQ(text.size(), 6U) << text;
    for (const size_t i : {0U, 1U, 2U}) EXPECT_TRUE(text[i] >= 'A' && text[i] <= 'Z') << text;
    for (const size_t i : {3U, 4U, 5U}) EXPECT_TRUE(text[i] >= '0' && text[i] <= '9') << text;
    if (text.substr(0, 3) == area) {
      EXPECT_LT(previous, text);
    } else {
      area = text.substr(0, 3);
      EXPECT_EQ(std::count(areas.begin(), areas.end(), area), 0) << "area in two places: " << area;
      areas.push_back(area);
    }
    previous = text;
  }
}

TEST(DiagCode, IsExplained) {
  for (const CodeFacts& facts : AllCodes()) {
    SCOPED_TRACE(facts.text);
    EXPECT_FALSE(facts.title.empty());
    EXPECT_FALSE(facts.title.ends_with('.'));
    EXPECT_GE(facts.explanation.size(), 80U);
    EXPECT_TRUE(facts.explanation.ends_with('.') || facts.explanation.ends_with('`'));
  }
}

TEST(DiagCode, IsFoundByText) {
  EXPECT_EQ(FindCode("EQL021"), DiagCode::kEqlUnknownField);
  EXPECT_EQ(FindCode("eql021"), DiagCode::kEqlUnknownField);
  EXPECT_FALSE(FindCode("EQL999"));
  for (const CodeFacts& facts : AllCodes()) {
    EXPECT_EQ(FindCode(facts.text), facts.code);
    EXPECT_EQ(FactsOf(facts.code).text, facts.text);
  }
}

}  // namespace
}  // namespace tocsin
