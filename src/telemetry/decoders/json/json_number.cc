#include "telemetry/decoders/json/json_number.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>

namespace tocsin::json {
namespace {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Any 19 digits fit into 64 bits.
constexpr std::ptrdiff_t kSafeDigits = 19;

bool ParseInteger(std::string_view text, const char* digits, const char* end, doc::Node* value) {
  std::uint64_t magnitude = 0;
  const bool negative = digits != text.data();
  if (end - digits <= kSafeDigits) {
    for (const char* at = digits; at != end; ++at) {
      magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at - '0');
    }
  } else if (std::from_chars(digits, end, magnitude).ec != std::errc()) {
    *value = doc::Node::String(text);
    return true;
  }
  constexpr auto kIntMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!negative) {
    *value = magnitude <= kIntMax ? doc::Node::Int(static_cast<std::int64_t>(magnitude))
                                  : doc::Node::UInt(magnitude);
  } else if (magnitude <= kIntMax + 1) {
    *value = doc::Node::Int(static_cast<std::int64_t>(0 - magnitude));
  } else {
    *value = doc::Node::String(text);
  }
  return true;
}

}  // namespace

bool ParseNumber(std::string_view text, doc::Node* value) {
  const char* at = text.data();
  const char* const end = at + text.size();
  if (at != end && *at == '-') ++at;
  const char* const digits = at;
  while (at != end && IsDigit(*at)) ++at;
  if (at == digits || (*digits == '0' && at - digits > 1)) return false;
  if (at == end) return ParseInteger(text, digits, end, value);

  if (*at == '.') {
    const char* const fraction = ++at;
    while (at != end && IsDigit(*at)) ++at;
    if (at == fraction) return false;
  }
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    const char* const exponent = at;
    while (at != end && IsDigit(*at)) ++at;
    if (at == exponent) return false;
  }
  if (at != end) return false;

  double real = 0;
  // Reports magnitudes too large and too small alike; the text serves both.
  const std::from_chars_result parsed = std::from_chars(text.data(), end, real);
  *value = parsed.ec == std::errc() ? doc::Node::Double(real) : doc::Node::String(text);
  return true;
}

}  // namespace tocsin::json
