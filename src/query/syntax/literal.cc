#include "query/syntax/literal.h"

#include <charconv>
#include <cmath>

namespace tocsin::syntax {

std::variant<std::int64_t, double, NumberTooLarge> ParseNumber(std::string_view text) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::int64_t integer = 0;
  if (const auto [stop, error] = std::from_chars(begin, end, integer);
      error == std::errc() && stop == end) {
    return integer;
  }
  double real = 0;
  const auto [stop, error] = std::from_chars(begin, end, real);
  if (error == std::errc::result_out_of_range) {
    // Either too large or too small; the latter rounds to zero.
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent != std::string_view::npos && exponent + 1 < text.size() &&
                      text[exponent + 1] == '-';
    if (tiny) return 0.0;
    return NumberTooLarge{};
  }
  if (error != std::errc() || stop != end || std::isinf(real)) return NumberTooLarge{};
  return real;
}

std::string FormatDecimal(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
  std::string text(buffer, end);
  if (error != std::errc() || text.find_first_of(".en") != std::string::npos) return text;
  return text + ".0";
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace tocsin::syntax
