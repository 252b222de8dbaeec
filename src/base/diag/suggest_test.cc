#include "base/diag/suggest.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Suggest, MeasuresDistance) {
  const struct {
    std::string_view a;
    std::string_view b;
    size_t distance;
  } kCases[] = {
      {"", "", 0},
      {"abc", "ABC", 0},
      {"abc", "abd", 1},
      {"abc", "ab", 1},
      {"abc", "acb", 1},
      {"ab", "ba", 1},
      {"kitten", "sitting", 3},
      {"ca", "abc", 3},
      {"comand_line", "command_line", 1},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(EditDistance(c.a, c.b, 9), c.distance) << c.a << " " << c.b;
    EXPECT_EQ(EditDistance(c.b, c.a, 9), c.distance) << c.a << " " << c.b;
  }
  EXPECT_EQ(EditDistance("kitten", "sitting", 2), 3U);  // limit + 1
  EXPECT_EQ(EditDistance("a", "abcdefgh", 3), 4U);
}

TEST(Suggest, OffersNearNamesNearestFirst) {
  const std::string_view known[] = {"process.command_line", "process.name",        "process.args",
                                    "process.pid",          "process.parent.name", "file.name"};
  EXPECT_EQ(NearNames("process.comand_line", known),
            (std::vector<std::string_view>{"process.command_line"}));
  EXPECT_EQ(NearNames("Proces.Name", known).front(), "process.name");
  EXPECT_TRUE(NearNames("zzzzzzzz", known).empty());
  const std::string_view near[] = {"aab", "abb", "aaa", "aac", "aad"};
  EXPECT_EQ(NearNames("aaa", near), (std::vector<std::string_view>{"aaa", "aab", "aac"}));
  const std::string_view operators[] = {"or", "in"};
  EXPECT_TRUE(NearNames("x", operators).empty());
}

TEST(Suggest, WritesTheQuestion) {
  const std::string_view names[] = {"a", "b", "c"};
  EXPECT_EQ(DidYouMean({}), "");
  EXPECT_EQ(DidYouMean(std::span(names).first(1)), "did you mean `a`?");
  EXPECT_EQ(DidYouMean(names), "did you mean `a`, `b` or `c`?");
}

}  // namespace
}  // namespace tocsin
