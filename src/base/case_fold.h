// "Ignore case", defined once.
//
// ASCII folding maps A to Z onto a to z and leaves every other byte alone; it is what Elasticsearch
// does with keyword fields and what queries do on field values. Unicode folding is the simple case
// folding of single code points (Unicode CaseFolding.txt, status C and S), for function results.
// Neither depends on a locale. Simple folding never changes the number of code points.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin {

enum class CaseMode : uint8_t { kSensitive, kAsciiFold, kUnicodeFold };

constexpr char AsciiLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char AsciiUpper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

bool AsciiEqualsIgnoreCase(std::string_view a, std::string_view b);
// Order of the lower-cased bytes, unsigned.
std::strong_ordering AsciiCompareIgnoreCase(std::string_view a, std::string_view b);
bool AsciiStartsWithIgnoreCase(std::string_view text, std::string_view prefix);
bool AsciiEndsWithIgnoreCase(std::string_view text, std::string_view suffix);
// Position of the first occurrence at or after `from`, or npos.
size_t AsciiFindIgnoreCase(std::string_view text, std::string_view part, size_t from = 0);

std::string AsciiLowerCopy(std::string_view text);
std::string AsciiUpperCopy(std::string_view text);
void AsciiLowerInPlace(std::string& text);

// Transparent hash and equality, for maps that ignore ASCII case.
struct AsciiFoldHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const;
};
struct AsciiFoldEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return AsciiEqualsIgnoreCase(a, b);
  }
};

char32_t FoldCodePoint(char32_t code_point);
// Malformed bytes stay as they are.
std::string UnicodeFoldCopy(std::string_view text);
bool UnicodeEqualsIgnoreCase(std::string_view a, std::string_view b);

// Equality and copy by mode.
bool EqualsInMode(std::string_view a, std::string_view b, CaseMode mode);
std::string FoldCopy(std::string_view text, CaseMode mode);

}  // namespace tocsin
