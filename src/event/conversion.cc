#include "event/conversion.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/ip.h"
#include "base/time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace tocsin {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr std::int64_t kNsPerMillisecond = 1'000'000;

// A double that is a whole number becomes one.
Value AsWhole(const Value& number) {
  if (number.kind() != ValueKind::kDouble) return number;
  const double real = number.real();
  if (real == std::trunc(real) && real >= -kTwoTo63 && real < kTwoTo63) {
    return Value::Int(static_cast<std::int64_t>(real));
  }
  return number;
}

Value AsDouble(const Value& number) {
  if (number.kind() == ValueKind::kInt) return Value::Double(static_cast<double>(number.integer()));
  if (number.kind() == ValueKind::kUInt) {
    return Value::Double(static_cast<double>(number.unsigned_integer()));
  }
  return number;
}

std::optional<Value> InstantOfMilliseconds(const Value& number) {
  if (number.kind() == ValueKind::kInt) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kNsPerMillisecond;
    if (number.integer() < -kMost || number.integer() > kMost) return std::nullopt;
    return Value::Time(number.integer() * kNsPerMillisecond);
  }
  if (number.kind() != ValueKind::kDouble) return std::nullopt;
  const double ns = std::floor(number.real() * static_cast<double>(kNsPerMillisecond));
  if (!(ns >= -kTwoTo63 && ns < kTwoTo63)) return std::nullopt;
  return Value::Time(static_cast<std::int64_t>(ns));
}

std::optional<Value> Instant(const Value& value) {
  if (value.kind() == ValueKind::kTime) return value;
  if (value.is_number()) return InstantOfMilliseconds(value);
  if (!value.is_string()) return std::nullopt;
  if (const std::optional<Time> time = ParseTime(value.text())) return Value::Time(time->ns);
  const std::optional<Value> number = NumberOfText(value.text());
  return number ? InstantOfMilliseconds(*number) : std::nullopt;
}

std::optional<Value> Boolean(const Value& value) {
  if (value.kind() == ValueKind::kBool) return value;
  if (!value.is_string()) return std::nullopt;
  if (AsciiEqualsIgnoreCase(value.text(), "true")) return Value::Bool(true);
  if (AsciiEqualsIgnoreCase(value.text(), "false")) return Value::Bool(false);
  return std::nullopt;
}

std::optional<Value> Address(const Value& value, Arena& arena) {
  if (!value.is_string()) return std::nullopt;
  const std::optional<IpAddress> address = IpAddress::Parse(value.text());
  if (!address) return std::nullopt;
  const std::string text = address->ToString();
  return text == value.text() ? value : Value::String(arena.Copy(text));
}

// The shortest digits that read back as `real`, set out as Java's Double.toString does: plain from
// 0.001 to below 10,000,000, else with an exponent; always with a fraction.
std::string_view TextOfDouble(double real, Arena& arena) {
  if (std::isnan(real)) return "NaN";
  if (std::isinf(real)) return real < 0 ? "-Infinity" : "Infinity";
  const double size = std::fabs(real);
  std::array<char, 40> buffer;
  if (real == 0 || (size >= 1e-3 && size < 1e7)) {
    const char* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), real, std::chars_format::fixed)
            .ptr;
    std::string text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    if (text.find('.') == std::string::npos) text += ".0";
    return arena.Copy(text);
  }
  const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), real,
                                        std::chars_format::scientific)
                              .ptr;
  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = digits.find('e');
  std::string text(digits.substr(0, e));
  if (text.find('.') == std::string::npos) text += ".0";
  std::string_view exponent = digits.substr(e + 1);
  text += 'E';
  if (exponent.front() == '-') text += '-';
  exponent.remove_prefix(1);
  exponent.remove_prefix(std::min(exponent.find_first_not_of('0'), exponent.size() - 1));
  text += exponent;
  return arena.Copy(text);
}

template <class Integer>
std::string_view TextOfInteger(Integer integer, Arena& arena) {
  std::array<char, 24> buffer;
  const char* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), integer).ptr;
  return arena.Copy({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

Conversion ConvertNumber(FieldType type, Arena& arena, Value* value) {
  if (value->is_string()) {
    if (value->text().empty()) return Conversion::kEmpty;
    const std::optional<Value> number = NumberOfText(value->text());
    if (!number) return Conversion::kKept;
    *value = *number;
  }
  if (!value->is_number()) {
    *value = Value::String(TextOfValue(*value, arena));
    return Conversion::kKept;
  }
  *value = type == FieldType::kLong ? AsWhole(*value) : AsDouble(*value);
  return Conversion::kDone;
}

}  // namespace

std::optional<Value> NumberOfText(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  const char* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto [rest, error] = std::from_chars(text.data(), end, integer);
      rest == end && error == std::errc()) {
    return Value::Int(integer);
  }
  std::uint64_t large = 0;
  if (const auto [rest, error] = std::from_chars(text.data(), end, large);
      rest == end && error == std::errc()) {
    return Value::UInt(large);
  }
  // from_chars would also read "inf" and "nan", which no sensor means as a number.
  if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  double real = 0;
  if (const auto [rest, error] = std::from_chars(text.data(), end, real);
      rest == end && error == std::errc()) {
    return Value::Double(real);
  }
  return std::nullopt;
}

std::string_view TextOfValue(const Value& value, Arena& arena) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kObject:
      return {};
    case ValueKind::kBool:
      return value.boolean() ? "true" : "false";
    case ValueKind::kInt:
      return TextOfInteger(value.integer(), arena);
    case ValueKind::kUInt:
      return TextOfInteger(value.unsigned_integer(), arena);
    case ValueKind::kDouble:
      return TextOfDouble(value.real(), arena);
    case ValueKind::kTime:
      return arena.Copy(FormatTime(Time{value.time_ns()}));
    case ValueKind::kString:
      return value.text();
  }
  TOCSIN_UNREACHABLE();
}

Conversion ConvertValue(FieldType type, Arena& arena, Value* value) {
  if (value->kind() == ValueKind::kObject) return Conversion::kDone;  // members convert alone
  const auto replace = [&](const std::optional<Value>& converted) {
    if (!converted) {
      return value->is_string() && value->text().empty() ? Conversion::kEmpty : Conversion::kFault;
    }
    *value = *converted;
    return Conversion::kDone;
  };
  switch (type) {
    case FieldType::kKeyword:
    case FieldType::kWildcard:
    case FieldType::kText:
    case FieldType::kConstantKeyword:
    case FieldType::kVersion:
      *value = Value::String(TextOfValue(*value, arena));
      return Conversion::kDone;
    case FieldType::kLong:
    case FieldType::kDouble:
      return ConvertNumber(type, arena, value);
    case FieldType::kBoolean:
      return replace(Boolean(*value));
    case FieldType::kDate:
      return replace(Instant(*value));
    case FieldType::kIp:
      return replace(Address(*value, arena));
    case FieldType::kGeoPoint:
    case FieldType::kObject:
    case FieldType::kNested:
    case FieldType::kFlattened:
    case FieldType::kUnmapped:
      return Conversion::kDone;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
