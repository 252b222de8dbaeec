#include "engine/match/regex_literal.h"

#include "base/lucene_regex.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::match {
namespace {

TEST(RegexLiteral, FindsWhatEveryMatchContains) {
  struct Case {
    const char* pattern;
    const char* literal;
  };
  constexpr Case kCases[] = {
      {"powershell", "powershell"},
      {".*-enc.*", "-enc"},
      {"a.*longer.*b", "longer"},
      {"colou?r", "colo"},
      {"ab+c", "ab"},
      {"ab+?", "a"},
      {"ab+*cd", "cd"},
      {"ab+{0,2}", "a"},
      {"ab++?", "a"},
      {"x{2,3}yz", "yz"},
      {"(one|two)three", "three"},
      {"[abc]def[^]]", ""},
      {"[abc]def", "def"},
      {"a\\.exe", "a.exe"},
      {"\\d+abc\\w", "abc"},
      {"s\xC3\xBC*t", "s"},
      {"one|two", ""},
      {"~abc", ""},
      {"abc&ab.", ""},
      {"<1-9>abc", ""},
      {"a\"b\"c", ""},
      {"(", ""},
      {"abc\\", ""},
      {"(a\\)b)cd", "cd"},
      {"([)])xyz", "xyz"},
      {"", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(RequiredLiteral(c.pattern), c.literal) << c.pattern;
}

// A repetition may itself be repeated, and then even `x+` may match nothing.
TEST(RegexLiteral, StandsInTheShortestMatch) {
  struct Case {
    const char* pattern;
    const char* value;
  };
  constexpr Case kCases[] = {
      {"ab+?", "a"}, {"ab+*cd", "acd"}, {"ab+{0,2}", "a"}, {"ab++?", "a"}, {"ab+c", "abc"},
  };
  for (const Case& c : kCases) {
    const auto regex = LuceneRegex::Compile(c.pattern, {});
    ASSERT_TRUE(regex) << c.pattern;
    ASSERT_TRUE(regex->Matches(c.value)) << c.pattern;
    EXPECT_NE(std::string(c.value).find(RequiredLiteral(c.pattern)), std::string::npos)
        << c.pattern;
  }
}

}  // namespace
}  // namespace tocsin::match
