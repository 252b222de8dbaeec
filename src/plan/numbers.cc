#include "plan/numbers.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "event/conversion.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::plan {
namespace {

// Wide enough for any result over two 64-bit operands.
__extension__ using Wide = __int128;

bool IsWhole(const Value& value) {
  return value.kind() == ValueKind::kInt || value.kind() == ValueKind::kUInt;
}

Wide AsWide(const Value& value) {
  return value.kind() == ValueKind::kInt ? Wide{value.integer()} : Wide{value.unsigned_integer()};
}

double AsDouble(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInt:
      return static_cast<double>(value.integer());
    case ValueKind::kUInt:
      return static_cast<double>(value.unsigned_integer());
    default:
      return value.real();
  }
}

// Unsigned results only where an operand was: two signed ones overflow at 63 bits.
Value Narrow(Wide result, bool allow_unsigned, EvalFault* fault) {
  if (result >= INT64_MIN && result <= INT64_MAX) {
    return Value::Int(static_cast<std::int64_t>(result));
  }
  if (allow_unsigned && result > 0 && result <= Wide{UINT64_MAX}) {
    return Value::UInt(static_cast<std::uint64_t>(result));
  }
  return Fault(EvalFault::kOverflow, fault);
}

Value WholeArithmetic(Function function, const Value& left, const Value& right, EvalFault* fault) {
  const Wide a = AsWide(left);
  const Wide b = AsWide(right);
  const bool allow_unsigned = left.kind() == ValueKind::kUInt || right.kind() == ValueKind::kUInt;
  switch (function) {
    case Function::kAdd:
      return Narrow(a + b, allow_unsigned, fault);
    case Function::kSubtract:
      return Narrow(a - b, allow_unsigned, fault);
    case Function::kMultiply: {
      Wide product = 0;
      if (__builtin_mul_overflow(a, b, &product)) return Fault(EvalFault::kOverflow, fault);
      return Narrow(product, allow_unsigned, fault);
    }
    case Function::kDivide:
      if (b == 0) return Fault(EvalFault::kDivisionByZero, fault);
      return Narrow(a / b, allow_unsigned, fault);
    case Function::kModulo:
      if (b == 0) return Fault(EvalFault::kDivisionByZero, fault);
      return Narrow(a % b, allow_unsigned, fault);
    default:
      TOCSIN_UNREACHABLE();
  }
}

double BrokenArithmetic(Function function, double a, double b) {
  switch (function) {
    case Function::kAdd:
      return a + b;
    case Function::kSubtract:
      return a - b;
    case Function::kMultiply:
      return a * b;
    case Function::kDivide:
      return a / b;
    case Function::kModulo:
      return std::fmod(a, b);
    default:
      TOCSIN_UNREACHABLE();
  }
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = AsciiLower(c);
  return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 36;
}

// Digits of any base from 2 to 36, with or without sign.
std::optional<std::int64_t> ParseWhole(std::string_view text, int base) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Wide number = 0;
  for (const char c : text) {
    const int digit = DigitOf(c);
    if (digit >= base) return std::nullopt;
    number = number * base + digit;
    if (number > Wide{INT64_MAX} + 1) return std::nullopt;
  }
  if (negative) number = -number;
  if (number > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

}  // namespace

Value Arithmetic(Function function, const Value& left, const Value& right, EvalFault* fault) {
  if (!left.is_number() || !right.is_number()) return Fault(EvalFault::kWrongType, fault);
  if (IsWhole(left) && IsWhole(right)) return WholeArithmetic(function, left, right, fault);
  return Value::Double(BrokenArithmetic(function, AsDouble(left), AsDouble(right)));
}

Value Negate(const Value& value, EvalFault* fault) {
  if (!value.is_number()) return Fault(EvalFault::kWrongType, fault);
  if (IsWhole(value)) return Narrow(-AsWide(value), false, fault);
  return Value::Double(-value.real());
}

Value ParseNumberIn(const Value& text, const Value& base, EvalFault* fault) {
  if (text.is_null()) return Value::Null();
  if (!text.is_string()) return Fault(EvalFault::kWrongType, fault);
  if (!base.is_null() && base.kind() != ValueKind::kInt) {
    return Fault(EvalFault::kWrongType, fault);
  }
  std::string_view digits = text.text();
  const bool hex_prefix = digits.starts_with("0x");
  const std::int64_t radix = base.is_null() ? (hex_prefix ? 16 : 10) : base.integer();
  if (radix < 2 || radix > 36) return Fault(EvalFault::kMalformedNumber, fault);
  if (hex_prefix && radix == 16) digits.remove_prefix(2);
  if (radix != 10) {
    const std::optional<std::int64_t> whole = ParseWhole(digits, static_cast<int>(radix));
    return whole ? Value::Int(*whole) : Fault(EvalFault::kMalformedNumber, fault);
  }
  const std::optional<Value> number = NumberOfText(Trim(digits));
  if (!number) return Fault(EvalFault::kMalformedNumber, fault);
  // Beyond 64 signed bits a number is broken.
  if (number->kind() == ValueKind::kUInt) return Value::Double(AsDouble(*number));
  return *number;
}

Value LooseNumber(const Value& value) {
  if (value.is_number()) return value;
  if (!value.is_string()) return Value::Null();
  return NumberOfText(Trim(value.text())).value_or(Value::Null());
}

}  // namespace tocsin::plan
