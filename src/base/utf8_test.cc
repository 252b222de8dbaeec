#include "base/utf8.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using namespace std::string_view_literals;

std::vector<size_t> Boundaries(std::string_view text) {
  std::vector<size_t> boundaries;
  for (size_t i = 0; i < text.size(); i += DecodeUtf8(text, i).bytes) boundaries.push_back(i);
  return boundaries;
}

TEST(Utf8, DecodesEachLength) {
  const std::string_view text = "a\u00E9\u20AC\U0001F600";
  const struct {
    size_t offset;
    char32_t code_point;
    uint8_t bytes;
  } kCases[] = {{0, 'a', 1}, {1, 0xE9, 2}, {3, 0x20AC, 3}, {6, 0x1F600, 4}};
  for (const auto& c : kCases) {
    const DecodedCodePoint decoded = DecodeUtf8(text, c.offset);
    EXPECT_EQ(decoded.code_point, c.code_point);
    EXPECT_EQ(decoded.bytes, c.bytes);
    EXPECT_TRUE(decoded.valid);
  }
}

// Unicode 15, table 3-7: what is next to the well-formed.
TEST(Utf8, RejectsMalformedBytes) {
  const struct {
    const char* name;
    std::string_view text;
  } kCases[] = {
      {"stray continuation", "\x80"sv},
      {"overlong two", "\xC0\xAF"sv},
      {"overlong two high", "\xC1\xBF"sv},
      {"overlong three", "\xE0\x9F\xBF"sv},
      {"surrogate", "\xED\xA0\x80"sv},
      {"overlong four", "\xF0\x8F\xBF\xBF"sv},
      {"above the last", "\xF4\x90\x80\x80"sv},
      {"five-byte lead", "\xF8\x88\x80\x80\x80"sv},
      {"cut after two", "\xE2\x82"sv},
      {"wrong third", "\xE2\x82\x41"sv},
      {"FF", "\xFF"sv},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_FALSE(IsValidUtf8(c.text));
    const DecodedCodePoint decoded = DecodeUtf8(c.text, 0);
    EXPECT_EQ(decoded.code_point, kReplacementCharacter);
    EXPECT_EQ(decoded.bytes, 1);
    EXPECT_FALSE(decoded.valid);
  }
  EXPECT_TRUE(IsValidUtf8("\xEF\xBF\xBD"));
  EXPECT_TRUE(IsValidUtf8("plain text of some length, then \u00FC"));
  EXPECT_FALSE(IsValidUtf8("plain text of some length, then \xFC"));
}

TEST(Utf8, WalksBackOverTheSameBoundaries) {
  for (const std::string_view text :
       {"a\u00E9\u20AC\U0001F600z"sv, "\xE2\x82\x41\x80\x80\x80\x80\x80"sv, "\xF0\x9F\x98"sv,
        "\xC3\xA9\xA9\xC3"sv, "\xF0\x9F\x98\x80\x80"sv}) {
    std::vector<size_t> backwards;
    for (size_t i = text.size(); i > 0;) {
      i = PreviousCodePoint(text, i);
      backwards.insert(backwards.begin(), i);
    }
    EXPECT_EQ(backwards, Boundaries(text));
  }
}

TEST(Utf8, CountsCodePointsAndUtf16Units) {
  EXPECT_EQ(CountCodePoints("twelve bytes\u00E9\U0001F600"), 14U);
  EXPECT_EQ(Utf16Length("twelve bytes\u00E9\U0001F600"), 15U);
  EXPECT_EQ(Utf16Length("\xFF\xFF"), 2U);
  EXPECT_EQ(Utf16Length(""), 0U);
}

TEST(Utf8, ConvertsPositions) {
  const std::string_view text = "a\u00E9\U0001F600b";  // bytes 0, 1, 3, 7
  EXPECT_EQ(Utf16IndexToByte(text, 0), 0U);
  EXPECT_EQ(Utf16IndexToByte(text, 2), 3U);
  EXPECT_EQ(Utf16IndexToByte(text, 3), 3U);  // inside the pair
  EXPECT_EQ(Utf16IndexToByte(text, 4), 7U);
  EXPECT_EQ(Utf16IndexToByte(text, 99), 8U);
  EXPECT_EQ(ByteToUtf16Index(text, 7), 4U);
  EXPECT_EQ(ByteToUtf16Index(text, 8), 5U);
}

TEST(Utf8, EncodesAndReplacesWhatIsNoCharacter) {
  std::string out;
  AppendUtf8(0x1F600, out);
  AppendUtf8(0xD800, out);
  AppendUtf8(0x110000, out);
  EXPECT_EQ(out, "\U0001F600\uFFFD\uFFFD");
  EXPECT_EQ(ReplaceInvalidUtf8("a\xFFz"), "a\uFFFDz");
}

TEST(Utf8, EveryCodePointSurvivesEncoding) {
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    if (c == 0xD800) c = 0xE000;
    char bytes[4];
    const size_t size = EncodeUtf8(c, bytes);
    const DecodedCodePoint decoded = DecodeUtf8({bytes, size}, 0);
    ASSERT_TRUE(decoded.valid);
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.bytes, size);
  }
}

TEST(Utf16, ConvertsPairsAndReplacesLoneSurrogates) {
  Arena arena;
  EXPECT_EQ(Utf16LeToUtf8("a\0\xE9\0\x3D\xD8\x00\xDE"sv, arena), "a\u00E9\U0001F600");
  EXPECT_EQ(Utf16LeToUtf8("\x3D\xD8"
                          "a\0"sv,
                          arena),
            "\uFFFDa");
  EXPECT_EQ(Utf16LeToUtf8("\x00\xDE"sv, arena), "\uFFFD");
  EXPECT_EQ(Utf16LeToUtf8("a\0b"sv, arena), "a\uFFFD");
  EXPECT_EQ(Utf16LeToUtf8(""sv, arena), "");
  EXPECT_EQ(Utf16LeToUtf8("\xAC\x20"sv), "\u20AC");
}

TEST(Utf16, GivesUnusedArenaBytesBack) {
  Arena arena;
  Utf16LeToUtf8("a\0b\0c\0"sv, arena);
  EXPECT_EQ(arena.bytes_used(), 3U);
}

}  // namespace
}  // namespace tocsin
