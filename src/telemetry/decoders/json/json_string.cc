#include "telemetry/decoders/json/json_string.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/check.h"
#include "base/utf8.h"

namespace tocsin::json {
namespace {

// Some bytes that are examined and copied at once.
#ifdef __SSE2__
class Block {
 public:
  static constexpr std::size_t kBytes = 16;

  explicit Block(const char* from)
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))) {}
  void Store(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes_); }

  // Bit i for byte i.
  std::uint32_t Backslashes() const {
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8('\\'))));
  }

 private:
  __m128i bytes_;
};
#else
class Block {
 public:
  static constexpr std::size_t kBytes = 16;

  explicit Block(const char* from) { std::memcpy(bytes_.data(), from, kBytes); }
  void Store(char* to) const { std::memcpy(to, bytes_.data(), kBytes); }

  std::uint32_t Backslashes() const {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kBytes; ++i) {
      mask |= std::uint32_t{bytes_[i] == '\\'} << i;
    }
    return mask;
  }

 private:
  std::array<char, kBytes> bytes_;
};
#endif

// Copies up to the first backslash or `end`; returns the number of bytes. Bytes up to `readable`
// may be looked at, and a block's worth behind the copy may be overwritten.
std::size_t CopyPlain(const char* from, const char* end, const char* readable, char* to) {
  const auto left = static_cast<std::size_t>(end - from);
  std::size_t done = 0;
  while (done < left && static_cast<std::size_t>(readable - from) - done >= Block::kBytes) {
    const Block block(from + done);
    block.Store(to + done);
    const std::uint32_t backslashes = block.Backslashes();
    if (backslashes != 0) {
      return std::min(left, done + static_cast<std::size_t>(std::countr_zero(backslashes)));
    }
    done += Block::kBytes;
  }
  if (done >= left) return left;
  for (; done < left && from[done] != '\\'; ++done) to[done] = from[done];
  return done;
}

// The character that a one-letter escape stands for; 0 for a letter that is none.
constexpr std::array<char, 256> MakeSimpleEscapes() {
  std::array<char, 256> escapes = {};
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['/'] = '/';
  escapes['b'] = '\b';
  escapes['f'] = '\f';
  escapes['n'] = '\n';
  escapes['r'] = '\r';
  escapes['t'] = '\t';
  return escapes;
}

constexpr std::array<char, 256> kSimpleEscapes = MakeSimpleEscapes();

constexpr int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of the escape \uXXXX that begins at `at`, or -1.
std::int32_t UnicodeEscape(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  std::int32_t unit = 0;
  for (int i = 2; i < 6; ++i) {
    const int digit = HexValue(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

constexpr bool IsHighSurrogate(std::int32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool IsLowSurrogate(std::int32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::size_t FindBackslash(const Literal& literal) {
  const char* const text = literal.record.data();
  const std::size_t size = literal.end - literal.begin;
  constexpr std::size_t kLong = 8 * Block::kBytes;  // from here on the library is faster
  if (size >= kLong) {
    const void* const found = std::memchr(text + literal.begin, '\\', size);
    return found == nullptr ? literal.end
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text);
  }
  std::size_t at = literal.begin;
  for (; at < literal.end && literal.record.size() - at >= Block::kBytes; at += Block::kBytes) {
    const std::uint32_t backslashes = Block(text + at).Backslashes();
    if (backslashes != 0) {
      return std::min(literal.end, at + static_cast<std::size_t>(std::countr_zero(backslashes)));
    }
  }
  while (at < literal.end && text[at] != '\\') ++at;
  return std::min(at, literal.end);
}

Unescaped Unescape(const Literal& literal, std::size_t first, bool repair, Arena& arena) {
  Unescaped result;
  const char* const record = literal.record.data();
  const char* const readable = record + literal.record.size();
  const char* const end = record + literal.end;
  const char* at = record + first;
  const std::size_t reserved = literal.end - literal.begin + Block::kBytes;
  char* const memory = arena.Allocate(reserved, 1);
  char* to = memory + (first - literal.begin);
  std::memcpy(memory, record + literal.begin, first - literal.begin);
  while (at != end) {
    // A literal never ends in the backslash of an escape: that would be its quote's.
    TOCSIN_DCHECK(*at == '\\' && end - at >= 2);
    if (const char simple = kSimpleEscapes[static_cast<unsigned char>(at[1])]; simple != '\0') {
      *to++ = simple;
      at += 2;
    } else {
      const std::int32_t unit = UnicodeEscape(at, end);
      const std::int32_t low = IsHighSurrogate(unit) ? UnicodeEscape(at + 6, end) : -1;
      const bool is_pair = IsLowSurrogate(low);
      const bool is_lone = !is_pair && (IsHighSurrogate(unit) || IsLowSurrogate(unit));
      if (unit < 0 || (is_lone && !repair)) {
        result.fault_offset = static_cast<std::size_t>(at - record);
        return result;
      }
      auto code_point = static_cast<char32_t>(unit);
      if (is_pair) {
        code_point = 0x10000 + (static_cast<char32_t>(unit - 0xD800) << 10) +
                     static_cast<char32_t>(low - 0xDC00);
      }
      at += is_pair ? 12 : 6;
      to += EncodeUtf8(code_point, to);  // writes U+FFFD for a surrogate
      result.repaired |= is_lone;
    }
    const std::size_t plain = CopyPlain(at, end, readable, to);
    at += plain;
    to += plain;
  }
  const auto size = static_cast<std::size_t>(to - memory);
  arena.TryExtend(memory + reserved, -static_cast<std::ptrdiff_t>(reserved - size));
  result.text = {memory, size};
  result.ok = true;
  return result;
}

}  // namespace tocsin::json
