#include "base/lucene_regex.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

namespace tocsin {
namespace {

LuceneRegex Compiled(std::string_view pattern, LuceneRegexOptions options = {}) {
  auto regex = LuceneRegex::Compile(pattern, options);
  EXPECT_TRUE(regex) << pattern << ": " << (regex ? "" : regex.error().message);
  return *std::move(regex);
}

struct Case {
  std::string_view pattern;
  std::vector<std::string_view> matches;
  std::vector<std::string_view> others;
};

void Check(const std::vector<Case>& cases, LuceneRegexOptions options = {}) {
  for (const Case& c : cases) {
    const LuceneRegex regex = Compiled(c.pattern, options);
    for (const std::string_view value : c.matches) {
      EXPECT_TRUE(regex.Matches(value)) << c.pattern << " on " << value;
    }
    for (const std::string_view value : c.others) {
      EXPECT_FALSE(regex.Matches(value)) << c.pattern << " on " << value;
    }
  }
}

TEST(LuceneRegex, HasTheCommonOperators) {
  Check({
      {"", {""}, {"a"}},
      {"abc", {"abc"}, {"ab", "abcd", "xabc"}},
      {"a.c", {"abc", "a\nc", "a\u20ACc"}, {"ac", "abbc"}},
      {"a|bc", {"a", "bc"}, {"ab", "abc"}},
      {"ab?c*d+", {"ad", "abccdd"}, {"abc", "abbd"}},
      {"(ab)+", {"ab", "abab"}, {"", "aba"}},
      {"a{2}", {"aa"}, {"a", "aaa"}},
      {"a{2,}", {"aa", "aaaaa"}, {"a"}},
      {"a{2,3}", {"aa", "aaa"}, {"a", "aaaa"}},
      {"a{3,2}", {}, {"", "aa", "aaa"}},
      {"(a|b){0,2}c", {"c", "abc"}, {"abac"}},
      {"()", {""}, {"a"}},
      {"a()b", {"ab"}, {"a b"}},
      {".*\\.exe", {"a.exe", ".exe"}, {"aexe", "a.exe "}},
      {".*?x", {"x", "aax"}, {"a"}},  // not lazy: (.*)?
  });
}

TEST(LuceneRegex, HasClasses) {
  Check({
      {"[a-c]x", {"ax", "cx"}, {"dx", "x"}},
      {"[^a-c]", {"d", "\n", "\u20AC"}, {"a", "", "dd"}},
      {"[]a]", {"]", "a"}, {"b"}},
      {"[-a]", {"-", "a"}, {"b"}},
      {"[a\\-c]", {"a", "-", "c"}, {"b"}},
      {"[\\d_]", {"5", "_"}, {"a"}},
      {"[\u00E0-\u00FC]", {"\u00E9"}, {"e", "\u00DF"}},
      {"[.*]", {".", "*"}, {"a"}},
      {"[\\]]", {"]"}, {"\\"}},
      {"\\d\\D", {"1a"}, {"11", "a1"}},
      {"\\w+", {"aZ_9"}, {"a-b", "\u00E9"}},
      {"\\W", {"-", "\u00E9"}, {"a"}},
      {"\\s", {" ", "\t", "\n", "\r"}, {"\f", "\v", "\u00A0"}},
      {"\\S", {"\f", "a"}, {" "}},
  });
}

TEST(LuceneRegex, HasNoAnchorsAndFewSpecialCharacters) {
  Check({
      {"^a$", {"^a$"}, {"a"}},
      {"\\.\\*\\\\\\/\\\"", {".*\\/\""}, {}},
      {"*a", {"*a"}, {"a"}},  // nothing to repeat: an ordinary character
      {")", {")"}, {}},
      {"]}", {"]}"}, {}},
      {"a-b,c=d", {"a-b,c=d"}, {}},
  });
}

TEST(LuceneRegex, HasTheOptionalOperators) {
  Check({
      {"a~bc", {"ac", "axxc", "abbc"}, {"abc", "a"}},
      {"~(.*foo.*)", {"", "fo", "bar"}, {"foo", "a foo b"}},
      {"~~a", {"a"}, {"b", ""}},
      {"aaa.+&.+bbb", {"aaabbb", "aaaxbbb"}, {"aaa", "bbb", "aabbb"}},
      {".{3}&~(b.*)&[a-c]+", {"abc", "ccc"}, {"bca", "ab", "abd"}},
      {"a&b", {}, {"a", "b", "ab"}},
      {"a|b&b", {"a", "b"}, {"ab"}},  // & binds tighter
      {"#", {}, {"", "a", "#"}},
      {"#|abc", {"abc"}, {""}},
      {"@", {"", "any\nthing"}, {}},
      {"@&~(foo.*)", {"bar", ""}, {"foo", "foobar"}},
      {"\"a.b*\"c", {"a.b*c"}, {"axbc"}},
      {"\"\"a", {"a"}, {""}},
      {"x\"ab\"*", {"x", "xab", "xabab"}, {"xabb", "xab*"}},
  });
}

TEST(LuceneRegex, HasIntervals) {
  Check({
      {"<1-100>", {"1", "9", "10", "99", "100", "001", "0042"}, {"0", "101", "", "1000", "a"}},
      {"<100-1>", {"1", "100"}, {"0", "101"}},
      {"<01-12>", {"01", "09", "12"}, {"1", "00", "13", "001"}},
      {"<10-12>", {"10", "11", "12"}, {"9", "13", "010"}},
      {"<0-5>", {"0", "5"}, {"6", "00"}},
      {"<7-7>", {"7"}, {"8", "6"}},
      {"<0-10>x", {"0x", "10x", "000x"}, {"11x"}},
      {"port <1024-65535>", {"port 1024", "port 65535", "port 08080"}, {"port 1023", "port 65536"}},
  });
}

TEST(LuceneRegex, IntervalsAreExact) {
  for (const auto& [low, high] :
       std::vector<std::pair<int, int>>{{3, 1205}, {99, 1000}, {0, 999}}) {
    const LuceneRegex regex =
        Compiled("<" + std::to_string(low) + "-" + std::to_string(high) + ">");
    const bool fixed = std::to_string(low).size() == std::to_string(high).size();
    ASSERT_FALSE(fixed);
    for (int n = 0; n < 2'000; ++n) {
      ASSERT_EQ(regex.Matches(std::to_string(n)), low <= n && n <= high) << n;
      ASSERT_EQ(regex.Matches("00" + std::to_string(n)), low <= n && n <= high) << n;
    }
  }
}

TEST(LuceneRegex, FoldsLiteralsOutsideBracketsOnly) {
  Check({{"PowerShell\\.exe", {"powershell.EXE"}, {}},
         {"[a-c]X", {"ax", "bX"}, {"Ax"}},
         {"\"Ab\"c", {"aBC"}, {}},
         {"~(cmd)", {"cmdx"}, {"CMD", "cMd"}},
         {"\u00C4", {"\u00C4"}, {"\u00E4"}}},
        {.ignore_case = true});
}

TEST(LuceneRegex, TreatsMalformedBytesAsCharacters) {
  Check({{"a.c",
          {"a\xFF"
           "c"},
          {"a\xFF\xFF"
           "c"}},
         {"a\uFFFDc&@",
          {"a\xFF"
           "c"},
          {"a?c"}}});
}

TEST(LuceneRegex, TellsLiterals) {
  EXPECT_EQ(Compiled("a\\.b\"c*\"").literal(), "a.bc*");
  EXPECT_EQ(Compiled("AbC", {.ignore_case = true}).literal(), "abc");
  EXPECT_EQ(Compiled("").literal(), "");
  EXPECT_FALSE(Compiled("a.b").is_literal());
  EXPECT_FALSE(Compiled("[a]").is_literal());
}

TEST(LuceneRegex, OffersRe2OnlyWithinTheCommonSubset) {
  EXPECT_EQ(Compiled("a.*[b-d]").re2_pattern(), "(?s)a(?:.)*[b-d]");
  EXPECT_EQ(Compiled("a", {.ignore_case = true}).re2_pattern(), "(?s)[Aa]");
  EXPECT_EQ(Compiled("a&b").re2_pattern(), "");
  EXPECT_EQ(Compiled("~a").re2_pattern(), "");
  EXPECT_EQ(Compiled("a{2000}").re2_pattern(), "");
  EXPECT_TRUE(Compiled("a{2000}").Matches(std::string(2000, 'a')));
  EXPECT_FALSE(Compiled("a{2000}").Matches(std::string(1999, 'a')));
}

TEST(LuceneRegex, SaysWhereAPatternIsWrong) {
  const struct {
    std::string_view pattern;
    size_t offset;
    std::string_view part;
  } kCases[] = {
      {"a(b", 1, "`(` without `)`"},
      {"ab)", 2, "`)` without"},
      {"x[a", 1, "`[` without `]`"},
      {"x[", 1, "`[` without `]`"},
      {"[b-a]", 1, "ends before it begins"},
      {"[a-]", 1, "ends before it begins"},  // the range a to ]
      {"a{", 1, "`{` needs a number"},
      {"a{2", 1, "`{` without `}`"},
      {"a{1,9999999}", 1, "count above"},
      {"a|", 2, "must follow"},
      {"a\\", 1, "must follow"},
      {"\"abc", 0, "closing quote"},
      {"<5>", 0, "begins an interval"},
      {"x<a-b>", 1, "begins an interval"},
      {"<1-99999999999>", 0, "9 digits"},
      {"~", 1, "must follow"},
  };
  for (const auto& c : kCases) {
    const auto regex = LuceneRegex::Compile(c.pattern);
    ASSERT_FALSE(regex) << c.pattern;
    EXPECT_EQ(regex.error().offset, c.offset) << c.pattern;
    EXPECT_NE(regex.error().message.find(c.part), std::string::npos) << regex.error().message;
  }
}

TEST(LuceneRegex, BoundsItsWork) {
  // Twenty characters from the end need a million states.
  const auto regex = LuceneRegex::Compile("~(.*a.{20})");
  ASSERT_FALSE(regex);
  EXPECT_NE(regex.error().message.find("10000"), std::string::npos);
  EXPECT_TRUE(LuceneRegex::Compile(".*a.{20}"));  // RE2 does without
  EXPECT_FALSE(LuceneRegex::Compile(std::string(1000, '(') + std::string(1000, ')')));
  EXPECT_FALSE(LuceneRegex::Compile(std::string(1000, '~') + "a"));
  EXPECT_FALSE(LuceneRegex::Compile(std::string(9000, 'a')));
}

// A second, direct definition of the language: which ends can a match that begins at `from` have?
// Patterns come from a generator that keeps this form beside the text.
using Ends = std::vector<bool>;
using Meaning = std::function<Ends(const std::string& value, size_t from)>;

struct Generated {
  std::string text;
  Meaning meaning;
};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string Value() {
    std::string value;
    for (size_t size = random_() % 6; size > 0; --size)
      value += static_cast<char>('a' + random_() % 3);
    return value;
  }

  Generated Pattern(int depth) {
    switch (depth == 0 ? random_() % 3 : random_() % 9) {
      case 0: {
        const char c = static_cast<char>('a' + random_() % 3);
        return {std::string(1, c), OneOf([c](char x) { return x == c; })};
      }
      case 1:
        return {".", OneOf([](char) { return true; })};
      case 2:
        return {"[^a]", OneOf([](char x) { return x != 'a'; })};
      case 3:
      case 4: {
        const Generated a = Pattern(depth - 1);
        const Generated b = Pattern(depth - 1);
        return {"(" + a.text + ")(" + b.text + ")", Then(a.meaning, b.meaning)};
      }
      case 5: {
        const Generated a = Pattern(depth - 1);
        const Generated b = Pattern(depth - 1);
        return {"((" + a.text + ")|(" + b.text + "))", Both(a.meaning, b.meaning, true)};
      }
      case 6: {
        const Generated a = Pattern(depth - 1);
        const Generated b = Pattern(depth - 1);
        return {"((" + a.text + ")&(" + b.text + "))", Both(a.meaning, b.meaning, false)};
      }
      case 7: {
        const Generated a = Pattern(depth - 1);
        return {"~(" + a.text + ")", [a](const std::string& value, size_t from) {
                  Ends ends = a.meaning(value, from);
                  for (size_t end = from; end < ends.size(); ++end) ends[end] = !ends[end];
                  return ends;
                }};
      }
      default: {
        const Generated a = Pattern(depth - 1);
        return {"(" + a.text + ")*", [a](const std::string& value, size_t from) {
                  Ends ends(value.size() + 1);
                  ends[from] = true;
                  for (size_t begin = from; begin <= value.size(); ++begin) {
                    if (!ends[begin]) continue;
                    const Ends step = a.meaning(value, begin);
                    for (size_t end = begin; end <= value.size(); ++end) {
                      if (step[end]) ends[end] = true;
                    }
                  }
                  return ends;
                }};
      }
    }
  }

 private:
  static Meaning OneOf(std::function<bool(char)> accepts) {
    return [accepts = std::move(accepts)](const std::string& value, size_t from) {
      Ends ends(value.size() + 1);
      if (from < value.size() && accepts(value[from])) ends[from + 1] = true;
      return ends;
    };
  }
  static Meaning Then(const Meaning& a, const Meaning& b) {
    return [a, b](const std::string& value, size_t from) {
      Ends ends(value.size() + 1);
      const Ends middle = a(value, from);
      for (size_t begin = from; begin <= value.size(); ++begin) {
        if (!middle[begin]) continue;
        const Ends step = b(value, begin);
        for (size_t end = begin; end <= value.size(); ++end) {
          if (step[end]) ends[end] = true;
        }
      }
      return ends;
    };
  }
  static Meaning Both(const Meaning& a, const Meaning& b, bool either) {
    return [a, b, either](const std::string& value, size_t from) {
      Ends ends = a(value, from);
      const Ends others = b(value, from);
      for (size_t end = from; end < ends.size(); ++end) {
        ends[end] = either ? ends[end] || others[end] : ends[end] && others[end];
      }
      return ends;
    };
  }

  std::mt19937 random_;
};

TEST(LuceneRegex, AgreesWithTheDefinition) {
  Generator generator(8);
  for (int round = 0; round < 3'000; ++round) {
    const Generated generated = generator.Pattern(4);
    const LuceneRegex regex = Compiled(generated.text, {.work_max = 100'000});
    for (int i = 0; i < 20; ++i) {
      const std::string value = generator.Value();
      ASSERT_EQ(regex.Matches(value), generated.meaning(value, 0)[value.size()])
          << generated.text << " on \"" << value << '"';
    }
  }
}

}  // namespace
}  // namespace tocsin
