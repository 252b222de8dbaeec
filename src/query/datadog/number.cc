#include "query/datadog/number.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace tocsin::datadog {
namespace {

std::size_t Digits(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of("0123456789", at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

// digits ["." digits?] exponent? | "." digits exponent?
bool IsNumber(std::string_view text) {
  const std::size_t whole = Digits(text, 0);
  std::size_t at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = Digits(text, at + 1);
    if (whole + fraction == 0) return false;
    at += 1 + fraction;
  } else if (whole == 0) {
    return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = Digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

}  // namespace

std::optional<Number> NumberOf(std::string_view text) {
  if (!IsNumber(text.starts_with('-') ? text.substr(1) : text)) return std::nullopt;
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto [stop, error] = std::from_chars(text.data(), end, whole);
      error == std::errc() && stop == end) {
    return whole;
  }
  double real = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, real);
  if (error != std::errc() || stop != end) return std::nullopt;  // beyond any double
  constexpr double kExact = 9007199254740992.0;  // 2^53: whole numbers below are exact
  if (real == std::trunc(real) && std::abs(real) < kExact) return static_cast<std::int64_t>(real);
  return real;
}

std::string TextOf(const Number& number) {
  if (const auto* whole = std::get_if<std::int64_t>(&number)) return fmt::format("{}", *whole);
  return fmt::format("{}", std::get<double>(number));
}

}  // namespace tocsin::datadog
