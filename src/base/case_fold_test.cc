#include "base/case_fold.h"

#include <gtest/gtest.h>

#include <unordered_map>

namespace tocsin {
namespace {

TEST(AsciiFold, LeavesOtherBytesAlone) {
  EXPECT_EQ(AsciiLowerCopy("AZ[`az\xC3\x84"), "az[`az\xC3\x84");
  EXPECT_EQ(AsciiUpperCopy("az{@AZ"), "AZ{@AZ");
  EXPECT_TRUE(AsciiEqualsIgnoreCase("CMD.exe", "cmd.EXE"));
  EXPECT_FALSE(AsciiEqualsIgnoreCase("\u00C4", "\u00E4"));
  EXPECT_FALSE(AsciiEqualsIgnoreCase("a", "ab"));
  EXPECT_FALSE(AsciiEqualsIgnoreCase("@", "`"));
}

TEST(AsciiFold, ComparesLoweredBytesUnsigned) {
  EXPECT_TRUE(AsciiCompareIgnoreCase("ABC", "abd") < 0);
  EXPECT_TRUE(AsciiCompareIgnoreCase("_", "A") < 0);  // 5F is below 61
  EXPECT_TRUE(AsciiCompareIgnoreCase("\xFF", "a") > 0);
  EXPECT_TRUE(AsciiCompareIgnoreCase("ab", "ABC") < 0);
  EXPECT_TRUE(AsciiCompareIgnoreCase("Same", "sAME") == 0);
}

TEST(AsciiFold, FindsPrefixSuffixAndPart) {
  EXPECT_TRUE(AsciiStartsWithIgnoreCase("PowerShell", "POWER"));
  EXPECT_FALSE(AsciiStartsWithIgnoreCase("Po", "POWER"));
  EXPECT_TRUE(AsciiEndsWithIgnoreCase("PowerShell", "shell"));
  EXPECT_EQ(AsciiFindIgnoreCase("xAbAB", "ab", 2), 3U);
  EXPECT_EQ(AsciiFindIgnoreCase("xyz", ""), 0U);
  EXPECT_EQ(AsciiFindIgnoreCase("xyz", "zz"), std::string_view::npos);
}

TEST(AsciiFold, KeysMapsWithoutCase) {
  std::unordered_map<std::string, int, AsciiFoldHash, AsciiFoldEqual> map;
  const std::string name(150, 'N');
  map[name] = 1;
  EXPECT_TRUE(map.contains(std::string_view(std::string(150, 'n'))));
  EXPECT_FALSE(map.contains(std::string_view("n")));
}

// Unicode CaseFolding.txt, status C and S.
TEST(UnicodeFold, FoldsSingleCodePoints) {
  const struct {
    char32_t from;
    char32_t to;
  } kCases[] = {
      {'A', 'a'},       {'z', 'z'},         {0xB5, 0x3BC},        {0xC4, 0xE4},
      {0xD7, 0xD7},     {0x100, 0x101},     {0x101, 0x101},       {0x130, 0x130},
      {0x17F, 's'},     {0x3A3, 0x3C3},     {0x3C2, 0x3C3},       {0x410, 0x430},
      {0x13A0, 0x13A0}, {0xAB70, 0x13A0},   {0x1E9E, 0xDF},       {0x1F88, 0x1F80},
      {0x2126, 0x3C9},  {0x212A, 'k'},      {0xFF21, 0xFF41},     {0x10400, 0x10428},
      {0xDF, 0xDF},     {0x1E900, 0x1E922}, {0x10FFFF, 0x10FFFF},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(FoldCodePoint(c.from), c.to) << std::hex << static_cast<uint32_t>(c.from);
  }
}

TEST(UnicodeFold, IsIdempotent) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    ASSERT_EQ(FoldCodePoint(FoldCodePoint(c)), FoldCodePoint(c)) << static_cast<uint32_t>(c);
  }
}

TEST(UnicodeFold, ComparesTexts) {
  EXPECT_TRUE(UnicodeEqualsIgnoreCase("\u00C4RGER", "\u00E4rger"));
  EXPECT_TRUE(UnicodeEqualsIgnoreCase("\u212A", "k"));
  EXPECT_FALSE(UnicodeEqualsIgnoreCase("\u00DF", "ss"));  // that would be full folding
  EXPECT_TRUE(UnicodeEqualsIgnoreCase("\xFF", "\xFF"));
  EXPECT_FALSE(UnicodeEqualsIgnoreCase("\xFF", "\xFE"));
  EXPECT_FALSE(UnicodeEqualsIgnoreCase("\xFF", "\uFFFD"));
  EXPECT_EQ(UnicodeFoldCopy("\u00C4\xFF"), "\u00E4\xFF");
}

TEST(CaseMode, SelectsTheRule) {
  EXPECT_FALSE(EqualsInMode("A", "a", CaseMode::kSensitive));
  EXPECT_TRUE(EqualsInMode("A", "a", CaseMode::kAsciiFold));
  EXPECT_FALSE(EqualsInMode("\u00C4", "\u00E4", CaseMode::kAsciiFold));
  EXPECT_TRUE(EqualsInMode("\u00C4", "\u00E4", CaseMode::kUnicodeFold));
  EXPECT_EQ(FoldCopy("A\u00C4", CaseMode::kAsciiFold), "a\u00C4");
}

}  // namespace
}  // namespace tocsin
