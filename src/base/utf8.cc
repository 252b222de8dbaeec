#include "base/utf8.h"

#include <algorithm>
#include <cstring>

namespace tocsin {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080U;

bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }
bool IsHighSurrogate(uint16_t unit) { return (unit & 0xFC00) == 0xD800; }
bool IsLowSurrogate(uint16_t unit) { return (unit & 0xFC00) == 0xDC00; }

// Bytes from `offset` on that are ASCII, in steps of eight; may stop early.
size_t AsciiRun(std::string_view text, size_t offset) {
  size_t end = offset;
  while (text.size() - end >= 8) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + end, 8);
    if ((word & kHighBits) != 0) break;
    end += 8;
  }
  return end - offset;
}

size_t UnitsOf(const DecodedCodePoint& decoded) { return decoded.code_point > 0xFFFF ? 2 : 1; }

// Calls append(char32_t) for each character of UTF-16LE bytes.
template <class Append>
void DecodeUtf16Le(std::string_view bytes, Append&& append) {
  const auto unit_at = [bytes](size_t i) {
    return static_cast<uint16_t>(static_cast<unsigned char>(bytes[i]) |
                                 static_cast<unsigned char>(bytes[i + 1]) << 8);
  };
  size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const uint16_t unit = unit_at(i);
    if (IsHighSurrogate(unit) && i + 3 < bytes.size() && IsLowSurrogate(unit_at(i + 2))) {
      const auto high = static_cast<char32_t>(unit & 0x3FF);
      const auto low = static_cast<char32_t>(unit_at(i + 2) & 0x3FF);
      append(0x10000 + (high << 10 | low));
      i += 2;
    } else {
      append(static_cast<char32_t>(unit));  // EncodeUtf8 replaces a lone surrogate
    }
  }
  if (i < bytes.size()) append(kReplacementCharacter);
}

}  // namespace

namespace utf8_internal {

// Unicode 15, table 3-7:
//   C2..DF 80..BF                  E0 A0..BF 80..BF        E1..EC,EE,EF 80..BF 80..BF
//   ED 80..9F 80..BF               F0 90..BF 80..BF 80..BF F1..F3 80..BF 80..BF 80..BF
//   F4 80..8F 80..BF 80..BF
DecodedCodePoint DecodeMultibyte(std::string_view text, size_t offset) {
  constexpr DecodedCodePoint kMalformed{kReplacementCharacter, 1, false};
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned char lead = byte(0);
  const size_t left = text.size() - offset;
  if (lead < 0xC2 || lead > 0xF4) return kMalformed;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (left < length) return kMalformed;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (byte(1) < low || byte(1) > high) return kMalformed;
  char32_t code_point = static_cast<char32_t>(lead & (0x7F >> length)) << 6 | (byte(1) & 0x3F);
  for (size_t i = 2; i < length; ++i) {
    if (!IsContinuation(byte(i))) return kMalformed;
    code_point = code_point << 6 | (byte(i) & 0x3F);
  }
  return {code_point, static_cast<uint8_t>(length), true};
}

}  // namespace utf8_internal

size_t PreviousCodePoint(std::string_view text, size_t offset) {
  const size_t furthest = offset >= 4 ? offset - 4 : 0;
  for (size_t begin = offset - 1;; --begin) {
    if (!IsContinuation(static_cast<unsigned char>(text[begin]))) {
      return begin + DecodeUtf8(text.substr(0, offset), begin).bytes == offset ? begin : offset - 1;
    }
    if (begin == furthest) return offset - 1;
  }
}

bool IsAscii(std::string_view text) {
  for (size_t i = AsciiRun(text, 0); i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  }
  return true;
}

bool IsValidUtf8(std::string_view text) {
  for (size_t i = AsciiRun(text, 0); i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    if (!decoded.valid) return false;
    i += decoded.bytes;
    if (decoded.bytes == 1) i += AsciiRun(text, i);
  }
  return true;
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t ascii = AsciiRun(text, i);
    count += ascii;
    i += ascii;
    if (i == text.size()) break;
    i += DecodeUtf8(text, i).bytes;
    ++count;
  }
  return count;
}

size_t Utf16Length(std::string_view text) { return ByteToUtf16Index(text, text.size()); }

size_t Utf16IndexToByte(std::string_view text, size_t units) {
  size_t offset = 0;
  while (offset < text.size() && units > 0) {
    const DecodedCodePoint decoded = DecodeUtf8(text, offset);
    if (UnitsOf(decoded) > units) break;
    units -= UnitsOf(decoded);
    offset += decoded.bytes;
  }
  return offset;
}

size_t ByteToUtf16Index(std::string_view text, size_t offset) {
  size_t units = 0;
  for (size_t i = 0; i < offset;) {
    const size_t ascii = AsciiRun(text.substr(0, offset), i);
    units += ascii;
    i += ascii;
    if (i >= offset) break;
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    units += UnitsOf(decoded);
    i += decoded.bytes;
  }
  return units;
}

size_t EncodeUtf8(char32_t code_point, char* out) {
  if (code_point > kMaxCodePoint || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    code_point = kReplacementCharacter;
  }
  const auto tail = [code_point](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3F));
  };
  if (code_point < 0x80) {
    out[0] = static_cast<char>(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = static_cast<char>(0xC0 | code_point >> 6);
    out[1] = tail(0);
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = static_cast<char>(0xE0 | code_point >> 12);
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | code_point >> 18);
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

void AppendUtf8(char32_t code_point, std::string& out) {
  char bytes[4];
  out.append(bytes, EncodeUtf8(code_point, bytes));
}

std::string ReplaceInvalidUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    if (decoded.valid) {
      out.append(text, i, decoded.bytes);
    } else {
      AppendUtf8(kReplacementCharacter, out);
    }
    i += decoded.bytes;
  }
  return out;
}

std::string_view Utf16LeToUtf8(std::string_view utf16_bytes, Arena& arena) {
  // Two bytes of UTF-16 become at most three of UTF-8, and an odd last byte becomes three.
  const size_t room = (utf16_bytes.size() + 1) / 2 * 3;
  if (room == 0) return {};
  char* const memory = arena.Allocate(room, 1);
  size_t size = 0;
  DecodeUtf16Le(utf16_bytes, [&](char32_t c) { size += EncodeUtf8(c, memory + size); });
  arena.TryExtend(memory + room, static_cast<ptrdiff_t>(size) - static_cast<ptrdiff_t>(room));
  return {memory, size};
}

std::string Utf16LeToUtf8(std::string_view utf16_bytes) {
  std::string out;
  out.reserve(utf16_bytes.size());
  DecodeUtf16Le(utf16_bytes, [&out](char32_t c) { AppendUtf8(c, out); });
  return out;
}

}  // namespace tocsin
