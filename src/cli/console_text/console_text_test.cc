#include "base/escape.h"
#include "cli/console_text/table.h"
#include "cli/console_text/terminal.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace tocsin {
namespace {

TEST(Table, CutsTheWidestColumnToFit) {
  Table table({{"RULE", 4, 0}, {"WHAT", 4, 0}});
  table.Add({{"short", Style::kPlain}, {"a rather long command line", Style::kPlain}});
  Terminal terminal;
  terminal.width = 20;
  EXPECT_EQ(table.Render(terminal), "RULE   WHAT\nshort  a rather lon…\n");
  terminal.width = 0;
  EXPECT_EQ(table.Render(terminal), "RULE   WHAT\nshort  a rather long command line\n");
}

TEST(Table, MarksOmissionsInAsciiWhereTheTerminalHasNoMore) {
  Terminal terminal;
  EXPECT_EQ(CutToWidth("abcdef", 6, terminal), "abcdef");
  EXPECT_EQ(CutToWidth("abcdef", 5, terminal), "abcd…");
  terminal.unicode = false;
  EXPECT_EQ(CutToWidth("abcdef", 5, terminal), "ab...");
  EXPECT_EQ(CutToWidth("abcdef", 2, terminal), "ab");
}

TEST(Table, IsNeverWiderThanTheTerminal) {
  const std::vector<Cell> row = {{"a long severity", Style::kPlain},
                                 {"日本語のホスト名", Style::kPlain},
                                 {std::string(300, 'x'), Style::kPlain}};
  for (std::size_t width = 12; width < 60; ++width) {
    Terminal terminal;
    terminal.width = width;
    ColumnLayout layout({{"SEVERITY", 8, 0}, {"HOST", 8, 14}, {"WHAT", 20, 0}});
    layout.Measure(row);
    layout.Fit(terminal);
    for (std::string line : {layout.Header(terminal), layout.Row(row, terminal)}) {
      line.pop_back();
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
  }
}

TEST(Terminal, TakesLettersFromTheFirstLocaleVariable) {
  const auto unicode = [](const char* all, const char* lang) {
    setenv("LC_ALL", all, 1);
    setenv("LC_CTYPE", "", 1);
    setenv("LANG", lang, 1);
    return DescribeTerminal(stdout, ColorMode::kAuto).unicode;
  };
  EXPECT_TRUE(unicode("C.UTF-8", "C"));
  EXPECT_TRUE(unicode("", "de_DE.utf8"));
  EXPECT_FALSE(unicode("C", "de_DE.UTF-8"));
  EXPECT_FALSE(unicode("", ""));
}

TEST(Table, LetsNoControlByteThrough) {
  Table table({{"WHAT", 4, 0}});
  table.Add({{"a\x1b[31mb\nc\x9bq", Style::kPlain}});
  const std::string text = table.Render({});
  const std::string body = text.substr(0, text.size() - 1);
  for (const char c : body.substr(body.find('\n') + 1)) {
    EXPECT_GE(static_cast<unsigned char>(c), 0x20U);
  }
}

TEST(Terminal, WritesNumbersForPeople) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1234567), "1,234,567");
  EXPECT_EQ(ByteText(999), "999 B");
  EXPECT_EQ(ByteText(1'500'000), "1.5 MB");
  EXPECT_EQ(ByteText(186'400'000), "186 MB");
  EXPECT_EQ(SecondsText(0.418), "0.42 s");
  EXPECT_EQ(SecondsText(192), "3 min 12 s");
}

TEST(Terminal, StylesOnlyWithColors) {
  Terminal terminal;
  EXPECT_EQ(Styled("x", Style::kRed, terminal), "x");
  terminal.color = true;
  EXPECT_EQ(Styled("x", Style::kRed, terminal), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace tocsin
