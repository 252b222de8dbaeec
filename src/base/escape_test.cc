#include "base/escape.h"

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using namespace std::string_view_literals;

TEST(EscapeTerminal, MakesControlsVisible) {
  const struct {
    std::string_view text;
    std::string_view escaped;
  } kCases[] = {
      {"plain \\ text", "plain \\ text"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"a\nb\r\tc"sv, "a\\nb\\r\\tc"},
      {"\0\x7f"sv, "\\x00\\x7f"},
      {"\u009b31m", "\\x9b31m"},  // C1 control sequence introducer
      {"\x9b", "\\x9b"},          // the same as a malformed byte
      {"a\u202Egpj.exe", "a\\u202egpj.exe"},
      {"\u200B\u2066\uFEFF", "\\u200b\\u2066\\ufeff"},
      {"\U000E0041", "\\U000e0041"},
      {"\u00E9\u4E2D\U0001F600", "\u00E9\u4E2D\U0001F600"},
      {"\xE2\x82", "\\xe2\\x82"},
      {"\u2028", "\\u2028"},
  };
  for (const auto& c : kCases) EXPECT_EQ(EscapeTerminal(c.text), c.escaped);
  EXPECT_EQ(EscapeTerminalLines("a\n\tb\x1b"), "a\n\tb\\x1b");
}

TEST(EscapeTerminal, NoControlByteSurvives) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (char32_t c = 0x80; c < 0x3000; ++c) AppendUtf8(c, all);
  const std::string escaped = EscapeTerminal(all);
  EXPECT_TRUE(IsValidUtf8(escaped));
  for (size_t i = 0; i < escaped.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(escaped, i);
    const char32_t c = decoded.code_point;
    EXPECT_FALSE(c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
                 (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        << static_cast<uint32_t>(c);
    i += decoded.bytes;
  }
}

TEST(DisplayWidth, CountsCells) {
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("\u4E2D\u6587"), 4U);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1U);
  EXPECT_EQ(DisplayWidth("\U0001F600!"), 3U);
  EXPECT_EQ(DisplayWidth("\u00E9"), 1U);
}

TEST(EscapeJson, IsValidAndHarmless) {
  EXPECT_EQ(EscapeJson("a\"b\\c\n\t\r\x01"), R"("a\"b\\c\n\t\r\u0001")");
  EXPECT_EQ(EscapeJson("\x7f\u0085\u2028\u2029"), R"("\u007f\u0085\u2028\u2029")");
  EXPECT_EQ(EscapeJson("\u00E9\U0001F600"), "\"\u00E9\U0001F600\"");
  EXPECT_EQ(EscapeJson("\xFF"), "\"\uFFFD\"");
  EXPECT_EQ(EscapeJson(""), "\"\"");
}

TEST(EscapeCsv, QuotesAndDisarms) {
  const struct {
    std::string_view text;
    std::string_view cell;
  } kCases[] = {
      {"plain", "plain"},
      {"", ""},
      {"a,b", "\"a,b\""},
      {"say \"x\"", "\"say \"\"x\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {"=1+1", "'=1+1"},
      {"=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@x", "'@x"},
      {"\t=1", "'\t=1"},
      {"\0=1"sv, "'\uFFFD=1"},
      {" padded", "\" padded\""},
  };
  for (const auto& c : kCases) EXPECT_EQ(EscapeCsvCell(c.text), c.cell);
}

TEST(EscapeHtml, LeavesNoMarkup) {
  EXPECT_EQ(EscapeHtml("<a href='x' title=\"y\">&"),
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;");
  EXPECT_EQ(EscapeHtml("a\n\tb\x01\xFF"), "a\n\tb\uFFFD\uFFFD");
}

}  // namespace
}  // namespace tocsin
