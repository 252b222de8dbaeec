#include "cli/console_text/table.h"
#include "cli/console_text/terminal.h"

#include <gtest/gtest.h>

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
