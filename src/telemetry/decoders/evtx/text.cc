#include "telemetry/decoders/evtx/text.h"

#include <array>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "telemetry/decoders/evtx/format.h"

namespace tocsin::evtx {
namespace {

// Windows-1252 for 0x80 to 0x9f; the five unassigned bytes keep their C1 control code.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

// Narrows as many leading ASCII units as it can; returns how many.
std::size_t NarrowAscii(const char* utf16, std::size_t units, char* out) {
  std::size_t i = 0;
#if defined(__SSE2__)
  const __m128i beyond_ascii = _mm_set1_epi16(static_cast<short>(0xff80));
  for (; i + 8 <= units; i += 8) {
    const __m128i eight = _mm_loadu_si128(reinterpret_cast<const __m128i*>(utf16 + 2 * i));
    const __m128i rest = _mm_cmpeq_epi16(_mm_and_si128(eight, beyond_ascii), _mm_setzero_si128());
    if (_mm_movemask_epi8(rest) != 0xffff) return i;
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out + i), _mm_packus_epi16(eight, eight));
  }
#endif
  for (; i < units; ++i) {
    const auto unit = Load<std::uint16_t>(utf16 + 2 * i);
    if (unit >= 0x80) return i;
    out[i] = static_cast<char>(unit);
  }
  return i;
}

}  // namespace

bool Utf8FromUtf16(std::string_view bytes, BudgetedArena& memory, std::string_view* out) {
  if (bytes.size() % 2 == 0) {
    while (!bytes.empty() && Load<std::uint16_t>(bytes.data() + bytes.size() - 2) == 0) {
      bytes.remove_suffix(2);
    }
  }
  if (bytes.empty()) {
    *out = {};
    return true;
  }
  const std::size_t units = bytes.size() / 2;
  char* narrow = memory.Allocate<char>(units);
  if (narrow == nullptr) return false;
  if (bytes.size() % 2 == 0 && NarrowAscii(bytes.data(), units, narrow) == units) {
    *out = {narrow, units};
    return true;
  }
  // Three bytes for each unit at most, of which Allocate has charged one.
  if (!memory.Spend(bytes.size() + 3)) return false;
  *out = Utf16LeToUtf8(bytes, memory.arena());
  return true;
}

bool Utf8FromAnsi(std::string_view bytes, BudgetedArena& memory, std::string_view* out) {
  while (!bytes.empty() && bytes.back() == '\0') bytes.remove_suffix(1);
  const bool is_utf8 = IsValidUtf8(bytes);
  char* const text = memory.Allocate<char>(is_utf8 ? bytes.size() : 3 * bytes.size());
  if (text == nullptr) return false;
  char* end = text;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (is_utf8) {
      *end++ = c;
    } else {
      end += EncodeUtf8(byte >= 0x80 && byte < 0xa0 ? kWindows1252[byte - 0x80u] : byte, end);
    }
  }
  *out = {text, static_cast<std::size_t>(end - text)};
  return true;
}

}  // namespace tocsin::evtx
