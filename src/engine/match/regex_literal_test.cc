#include "engine/match/regex_literal.h"

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

}  // namespace
}  // namespace tocsin::match
