#include "telemetry/sources/command_line_args.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

using Arguments = std::vector<std::string_view>;

Arguments SplitWindows(std::string_view line, Arena& arena) {
  Arguments arguments;
  SplitWindowsArguments(line, arena, &arguments);
  return arguments;
}

Arguments SplitSecurity(std::string_view line) {
  Arguments arguments;
  SplitSecurityArguments(line, &arguments);
  return arguments;
}

struct Case {
  const char* name;
  std::string_view line;
  Arguments arguments;
};

TEST(SplitWindowsArguments, FollowsTheRule) {
  const Case kCases[] = {
      {"empty", "", {}},
      {"blanks only", " \t ", {}},
      {"words", "ssh -R 1:h:2", {"ssh", "-R", "1:h:2"}},
      {"two blanks after the program", "ssh.exe  -N", {"ssh.exe", "-N"}},
      {"tab separates", "a\tb", {"a", "b"}},
      {"line break does not", "a\nb", {"a\nb"}},
      {"quotes go", R"("C:\Program Files\a.exe" x)", {R"(C:\Program Files\a.exe)", "x"}},
      {"quotes in the middle", R"(-o"Proxy Command"=x)", {"-oProxy Command=x"}},
      {"empty argument", R"(a "" b)", {"a", "", "b"}},
      {"literal backslashes", R"(c:\a\b \\h\s)", {R"(c:\a\b)", R"(\\h\s)"}},
      {"escaped quote", R"(a \"b c\" d)", {"a", R"("b)", R"(c")", "d"}},
      {"even backslashes before a quote", R"("a\\" b)", {R"(a\)", "b"}},
      {"odd backslashes before a quote", R"("a\\\" b)", {R"(a\" b)"}},
      {"doubled quote ends the quoted part", R"("a""b c" d)", {R"(a"b)", "c d"}},
      {"unclosed quote", R"("a b)", {"a b"}},
      {"backslashes at the end", R"("a" b\\)", {"a", R"(b\\)"}},
  };
  Arena arena;
  for (const Case& c : kCases) {
    EXPECT_EQ(SplitWindows(c.line, arena), c.arguments) << c.name;
  }
}

TEST(JoinWindowsArguments, QuotesOnlyWhatNeedsIt) {
  const Arguments kArguments = {"ssh", "-o", "ProxyCommand=nc %h", "", "a\"b"};
  EXPECT_EQ(JoinWindowsArguments(kArguments), R"(ssh -o "ProxyCommand=nc %h" "" "a\"b")");
}

TEST(JoinWindowsArguments, IsUndoneBySplitting) {
  std::mt19937 random(20240501);
  const std::string_view kAlphabet = "ab \t\"\\";
  Arena arena;
  for (int round = 0; round < 5000; ++round) {
    std::vector<std::string> texts(random() % 5);
    for (std::string& text : texts) {
      for (std::size_t n = random() % 7; n > 0; --n) {
        text.push_back(kAlphabet[random() % kAlphabet.size()]);
      }
    }
    const Arguments arguments(texts.begin(), texts.end());
    const std::string line = JoinWindowsArguments(arguments);
    EXPECT_EQ(SplitWindows(line, arena), arguments) << line;
  }
}

TEST(SplitSecurityArguments, KeepsQuotesAndEmptyArguments) {
  const Case kCases[] = {
      {"empty", "", {}},
      {"words", "ssh -N", {"ssh", "-N"}},
      {"quotes stay", R"("C:\a b\c.exe" x)", {R"("C:\a b\c.exe")", "x"}},
      {"two blanks", "a  b", {"a", "", "b"}},
      {"leading blank", " a", {"", "a"}},
      {"trailing blank", "a ", {"a", ""}},
      {"line break separates", "a\r\nb", {"a", "", "b"}},
      {"backslash before a quote means nothing", R"(a \"b c" d)", {"a", R"(\"b c")", "d"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(SplitSecurity(c.line), c.arguments) << c.name;
  }
}

TEST(SplitArguments, TakeNoMoreMemoryThanTheLine) {
  std::string line;
  for (int i = 0; i < 20'000; ++i) line += "\"a\" ";
  for (const auto split : {SplitWindowsArguments, SplitPosixArguments}) {
    Arena arena;
    Arguments arguments;
    split(line, arena, &arguments);
    EXPECT_EQ(arguments.size(), 20'000U);
    EXPECT_LE(arena.bytes_used(), line.size());
  }
}

TEST(SplitPosixArguments, CutsAsAShellDoes) {
  const Case kCases[] = {
      {"empty", "", {}},
      {"blanks only", " \t\n", {}},
      {"words", "ssh  -N\thost", {"ssh", "-N", "host"}},
      {"double quotes",
       R"(ssh -o "ProxyCommand=nc %h %p")",
       {"ssh", "-o", "ProxyCommand=nc %h %p"}},
      {"single quotes are literal", R"(echo 'a "b" \n $c')", {"echo", R"(a "b" \n $c)"}},
      {"backslash", R"(a\ b c\\d)", {"a b", R"(c\d)"}},
      {"backslash in double quotes", R"("a\"b\$c\d")", {R"(a"b$c\d)"}},
      {"parts of one word",
       R"(--a='b c'"d"e)",
       {"--a=b cd"
        "e"}},
      {"empty arguments", R"('' "" x)", {"", "", "x"}},
      {"unclosed quote", "a 'b c", {"a", "b c"}},
      {"backslash at the end", R"(a b\)", {"a", R"(b\)"}},
      {"joined lines", "a\\\nb", {"ab"}},
  };
  Arena arena;
  for (const Case& c : kCases) {
    Arguments arguments;
    SplitPosixArguments(c.line, arena, &arguments);
    EXPECT_EQ(arguments, c.arguments) << c.name;
  }
}

TEST(JoinPosixArguments, IsUndoneBySplitting) {
  std::mt19937 random(20240502);
  const std::string_view kAlphabet = "ab \t\n\"'\\$";
  Arena arena;
  for (int round = 0; round < 5000; ++round) {
    std::vector<std::string> texts(random() % 5);
    for (std::string& text : texts) {
      for (std::size_t n = random() % 7; n > 0; --n) {
        text.push_back(kAlphabet[random() % kAlphabet.size()]);
      }
    }
    const Arguments arguments(texts.begin(), texts.end());
    Arguments split;
    const std::string line = JoinPosixArguments(arguments);
    SplitPosixArguments(line, arena, &split);
    EXPECT_EQ(split, arguments) << line;
  }
}

}  // namespace
}  // namespace tocsin
