// UTF-8: reading, checking and counting, and the way from and to UTF-16.
//
// Telemetry is hostile: text may be any bytes. A byte that does not belong to a well-formed
// sequence (Unicode 15, table 3-7) counts as one character U+FFFD of one byte, so every function
// agrees on boundaries whether it walks forwards or backwards. Lengths named utf16 count UTF-16
// code units, which is how Elasticsearch and Windows count characters. All functions are pure and
// linear; none allocates unless it returns or fills a string.
#pragma once

#include "base/arena.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;
inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

struct DecodedCodePoint {
  char32_t code_point = 0;
  uint8_t bytes = 0;   // 1 to 4
  bool valid = false;  // false: code_point is U+FFFD and bytes is 1
};

namespace utf8_internal {
DecodedCodePoint DecodeMultibyte(std::string_view text, size_t offset);
}

// The character that starts at `offset`, which must be below text.size().
inline DecodedCodePoint DecodeUtf8(std::string_view text, size_t offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  if (lead < 0x80) return {lead, 1, true};
  return utf8_internal::DecodeMultibyte(text, offset);
}

// Start of the character that ends before `offset`, which must be above 0.
size_t PreviousCodePoint(std::string_view text, size_t offset);

bool IsValidUtf8(std::string_view text);
bool IsAscii(std::string_view text);

size_t CountCodePoints(std::string_view text);
size_t Utf16Length(std::string_view text);

// Byte offset of the UTF-16 unit number `units`; text.size() if there are fewer. A position inside
// a surrogate pair is moved back to the pair's start.
size_t Utf16IndexToByte(std::string_view text, size_t units);
// Number of UTF-16 units before byte `offset`, which must be a character's start or the end.
size_t ByteToUtf16Index(std::string_view text, size_t offset);

// Writes 1 to 4 bytes and returns how many. Surrogates and numbers above U+10FFFF become U+FFFD.
size_t EncodeUtf8(char32_t code_point, char* out);
void AppendUtf8(char32_t code_point, std::string& out);

// `text` with every malformed byte replaced by U+FFFD.
std::string ReplaceInvalidUtf8(std::string_view text);

// UTF-16LE bytes as UTF-8 in the arena. A lone surrogate and an odd last byte become U+FFFD.
std::string_view Utf16LeToUtf8(std::string_view utf16_bytes, Arena& arena);
std::string Utf16LeToUtf8(std::string_view utf16_bytes);

}  // namespace tocsin
