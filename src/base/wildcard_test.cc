#include "base/wildcard.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>

namespace tocsin {
namespace {

struct Case {
  std::string_view pattern;
  std::string_view value;
  bool matches;
};

void Check(std::span<const Case> cases, CaseMode mode) {
  for (const Case& c : cases) {
    EXPECT_EQ(WildcardPattern(c.pattern, mode).Matches(c.value), c.matches)
        << c.pattern << " on " << c.value;
  }
}

TEST(Wildcard, CoversTheWholeValue) {
  const Case kCases[] = {
      {"", "", true},
      {"", "a", false},
      {"abc", "abc", true},
      {"abc", "abcd", false},
      {"*", "", true},
      {"*", "any\nthing", true},
      {"?", "", false},
      {"?", "a", true},
      {"?", "ab", false},
      {"a*", "a", true},
      {"a*", "ba", false},
      {"*a", "ba", true},
      {"*a", "ab", false},
      {"*a*", "bab", true},
      {"*a*", "bbb", false},
      {"a*a", "a", false},
      {"a*a", "aa", true},
      {"a*b*c", "a1b2c", true},
      {"a*b*c", "acb", false},
      {"*ab*ab*", "ab", false},
      {"*ab*ab*", "xababx", true},
      {"a?c", "abc", true},
      {"a?c", "ac", false},
      {"*?", "", false},
      {"*?", "x", true},
      {"??*", "x", false},
      {"*??*", "xy", true},
      {"a*?b", "ab", false},
      {"a*?b", "axb", true},
      {"*.exe", "a.exe.exe", true},
      {"*aab", "aaab", true},
      {"x*aab", "xaab", true},
      {"xa*aab", "xaab", false},
      {R"(C:\*\cmd.exe)", R"(C:\Windows\cmd.exe)", true},
      {R"(C:\*)", R"(C:\)", true},
      {"[a]", "a", false},
      {"[a]", "[a]", true},
      {"Abc", "abc", false},
  };
  Check(kCases, CaseMode::kSensitive);
}

TEST(Wildcard, QuestionMarkIsOneCodePoint) {
  const Case kCases[] = {
      {"?", "\u00E9", true},       {"?", "\U0001F600", true},
      {"??", "\U0001F600", false}, {"a?", "a\u20AC", true},
      {"*?b", "\u20ACb", true},    {"?", "\xFF", true},  // a malformed byte is one character
      {"?", "\xE2\x82", false},                          // and these are two
      {"??", "\xE2\x82", true},    {"*?", "\xE2\x82", true},
  };
  Check(kCases, CaseMode::kSensitive);
  Check(kCases, CaseMode::kAsciiFold);
  Check(kCases, CaseMode::kUnicodeFold);
}

TEST(Wildcard, FoldsByMode) {
  const Case kAscii[] = {
      {"*POWERSHELL*", "C:\\PowerShell.exe", true},
      {"cmd*", "CMD /c", true},
      {"*\u00C4", "x\u00E4", false},
      {"K", "\u212A", false},
  };
  Check(kAscii, CaseMode::kAsciiFold);
  const Case kUnicode[] = {
      {"*\u00C4*b", "x\u00E4yB", true},
      {"K", "\u212A", true},  // three bytes fold onto one
      {"*\u212A?x", "zzk\u00E9X", true},
      {"\u00DF", "ss", false},
  };
  Check(kUnicode, CaseMode::kUnicodeFold);
}

TEST(Wildcard, TellsWhatItRequires) {
  const WildcardPattern pattern("C:\\Users\\*\\AppData\\Roaming\\?emp*.exe", CaseMode::kAsciiFold);
  EXPECT_EQ(pattern.prefix(), "c:\\users\\");
  EXPECT_EQ(pattern.suffix(), ".exe");
  EXPECT_EQ(pattern.longest_literal(), "\\appdata\\roaming\\");
  EXPECT_EQ(pattern.min_code_points(), 9U + 17 + 1 + 3 + 4);
  EXPECT_FALSE(pattern.is_literal());
  EXPECT_FALSE(pattern.is_match_all());

  const WildcardPattern literal("Abc", CaseMode::kSensitive);
  EXPECT_TRUE(literal.is_literal());
  EXPECT_EQ(literal.prefix(), "Abc");
  EXPECT_EQ(literal.suffix(), "Abc");
  EXPECT_TRUE(WildcardPattern("", CaseMode::kSensitive).is_literal());
  EXPECT_TRUE(WildcardPattern("***", CaseMode::kSensitive).is_match_all());
  EXPECT_FALSE(WildcardPattern("*?", CaseMode::kSensitive).is_match_all());
  EXPECT_TRUE(WildcardPattern("*a", CaseMode::kSensitive).prefix().empty());
}

TEST(Wildcard, NormalizesEqualPatterns) {
  const auto pattern = [](std::string_view text) {
    return WildcardPattern(text, CaseMode::kAsciiFold);
  };
  EXPECT_EQ(pattern("A**B"), pattern("a*b"));
  EXPECT_EQ(pattern("a*?*?b"), pattern("a??*b"));
  EXPECT_FALSE(pattern("a?b") == pattern("a*b"));
  EXPECT_FALSE(pattern("a") == WildcardPattern("a", CaseMode::kSensitive));
}

TEST(Wildcard, TakesTokensForLanguagesWithEscapes) {
  using Kind = WildcardToken::Kind;
  const std::vector<WildcardToken> tokens{
      {Kind::kLiteral, "100"}, {Kind::kLiteral, "*"}, {Kind::kAnyRun, ""}};
  const WildcardPattern pattern(tokens, CaseMode::kSensitive);
  EXPECT_TRUE(pattern.Matches("100* more"));
  EXPECT_FALSE(pattern.Matches("1000"));
  EXPECT_EQ(pattern.prefix(), "100*");
}

// The plainest definition, exponential in the worst case.
bool SlowMatch(std::string_view pattern, std::string_view value) {
  if (pattern.empty()) return value.empty();
  if (pattern[0] == '*') {
    return SlowMatch(pattern.substr(1), value) ||
           (!value.empty() && SlowMatch(pattern, value.substr(1)));
  }
  return !value.empty() && (pattern[0] == '?' || pattern[0] == value[0]) &&
         SlowMatch(pattern.substr(1), value.substr(1));
}

TEST(Wildcard, AgreesWithTheDefinitionAndWithRe2) {
  std::mt19937 random(20240501);
  const auto text = [&random](std::string_view alphabet, size_t size_max) {
    std::string out;
    for (size_t size = random() % (size_max + 1); size > 0; --size) {
      out += alphabet[random() % alphabet.size()];
    }
    return out;
  };
  for (int round = 0; round < 5'000; ++round) {
    const std::string pattern_text = text("aB.*?*", 7);
    const WildcardPattern sensitive(pattern_text, CaseMode::kSensitive);
    const WildcardPattern folding(pattern_text, CaseMode::kAsciiFold);
    const re2::RE2 sensitive_re2(sensitive.ToRe2());
    const re2::RE2 folding_re2(folding.ToRe2());
    ASSERT_TRUE(sensitive_re2.ok() && folding_re2.ok()) << pattern_text;
    for (int i = 0; i < 10; ++i) {
      const std::string value = text("abB.\n", 8);
      ASSERT_EQ(sensitive.Matches(value), SlowMatch(pattern_text, value))
          << pattern_text << " on " << value;
      ASSERT_EQ(sensitive.Matches(value), re2::RE2::FullMatch(value, sensitive_re2))
          << pattern_text << " on " << value;
      ASSERT_EQ(folding.Matches(value), re2::RE2::FullMatch(value, folding_re2))
          << pattern_text << " on " << value;
      ASSERT_EQ(folding.Matches(value),
                WildcardPattern(pattern_text, CaseMode::kUnicodeFold).Matches(value));
    }
  }
}

// A backtracking matcher needs more than 10^20 steps for this.
TEST(Wildcard, DoesNotBacktrack) {
  std::string pattern;
  for (int i = 0; i < 30; ++i) pattern += "*a";
  pattern += "*b";
  const std::string value(20'000, 'a');
  EXPECT_FALSE(WildcardPattern(pattern, CaseMode::kAsciiFold).Matches(value));
  EXPECT_TRUE(WildcardPattern(pattern, CaseMode::kAsciiFold).Matches(value + "B"));
}

}  // namespace
}  // namespace tocsin
