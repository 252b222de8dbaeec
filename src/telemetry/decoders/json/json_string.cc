#include "telemetry/decoders/json/json_string.h"

#include "base/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace tocsin::json {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighs = 0x8080808080808080;
constexpr std::uint64_t kBackslashes = kOnes * '\\';

static_assert(std::endian::native == std::endian::little,
              "the first byte of a word must be its lowest");

// Nonzero when one of eight bytes is a backslash; the lowest bit set then belongs to the first.
constexpr std::uint64_t BackslashMask(std::uint64_t bytes) {
  const std::uint64_t difference = bytes ^ kBackslashes;
  return (difference - kOnes) & ~difference & kHighs;
}

std::uint64_t LoadEight(const char* from) {
  std::uint64_t bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return bytes;
}

// Copies up to the first backslash or the end; returns the number of bytes. Where eight bytes are
// left they are written whole: the text never gets ahead of the literal, so there is room.
std::size_t CopyPlain(const char* from, const char* end, char* to) {
  const char* const start = from;
  while (end - from >= 8) {
    const std::uint64_t bytes = LoadEight(from);
    std::memcpy(to, &bytes, sizeof bytes);
    const std::uint64_t mask = BackslashMask(bytes);
    if (mask != 0) return static_cast<std::size_t>(from - start) + std::countr_zero(mask) / 8u;
    from += 8;
    to += 8;
  }
  while (from != end && *from != '\\') *to++ = *from++;
  return static_cast<std::size_t>(from - start);
}

// The character that a one-letter escape stands for; 0 for a letter that is none.
constexpr char SimpleEscape(char letter) {
  switch (letter) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '/':
      return '/';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

constexpr int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hexadecimal digits at `at`, or -1.
std::int32_t HexQuad(const char* at, const char* end) {
  if (end - at < 4) return -1;
  std::int32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = HexValue(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

constexpr bool IsHighSurrogate(std::int32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool IsLowSurrogate(std::int32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::size_t FindBackslash(std::string_view text) {
  constexpr std::size_t kLong = 64;  // from here on the call costs less than the loop
  const char* at = text.data();
  const char* const end = at + text.size();
  if (text.size() >= kLong) {
    const void* found = std::memchr(at, '\\', text.size());
    if (found == nullptr) return text.size();
    return static_cast<std::size_t>(static_cast<const char*>(found) - at);
  }
  for (; end - at >= 8; at += 8) {
    const std::uint64_t mask = BackslashMask(LoadEight(at));
    if (mask != 0) {
      return static_cast<std::size_t>(at - text.data()) + std::countr_zero(mask) / 8u;
    }
  }
  while (at != end && *at != '\\') ++at;
  return static_cast<std::size_t>(at - text.data());
}

Unescaped Unescape(std::string_view literal, std::size_t first, bool repair, Arena& arena) {
  Unescaped result;
  char* const memory = arena.Allocate(literal.size(), 1);
  std::memcpy(memory, literal.data(), first);
  const char* at = literal.data() + first;
  const char* const end = literal.data() + literal.size();
  char* to = memory + first;
  while (at != end) {
    // Here *at is a backslash. A literal never ends with one that escapes its closing quote.
    const char* const escape = at;
    const char letter = end - at >= 2 ? at[1] : '\0';
    if (const char simple = SimpleEscape(letter); simple != '\0') {
      *to++ = simple;
      at += 2;
    } else {
      std::int32_t unit = letter == 'u' ? HexQuad(at + 2, end) : -1;
      at += 6;
      char32_t code_point = static_cast<char32_t>(unit);
      if (IsHighSurrogate(unit)) {
        const std::int32_t low =
            end - at >= 6 && at[0] == '\\' && at[1] == 'u' ? HexQuad(at + 2, end) : -1;
        if (IsLowSurrogate(low)) {
          code_point = 0x10000 + (static_cast<char32_t>(unit - 0xD800) << 10) +
                       static_cast<char32_t>(low - 0xDC00);
          at += 6;
          unit = 0;
        }
      }
      const bool lone = IsHighSurrogate(unit) || IsLowSurrogate(unit);
      if (unit < 0 || (lone && !repair)) {
        result.fault_offset = static_cast<std::size_t>(escape - literal.data());
        return result;
      }
      result.repaired |= lone;
      to += EncodeUtf8(code_point, to);  // writes U+FFFD for a surrogate
    }
    const std::size_t plain = CopyPlain(at, end, to);
    at += plain;
    to += plain;
  }
  const auto size = static_cast<std::size_t>(to - memory);
  arena.TryExtend(memory + literal.size(), -static_cast<std::ptrdiff_t>(literal.size() - size));
  result.text = {memory, size};
  result.ok = true;
  return result;
}

}  // namespace tocsin::json
