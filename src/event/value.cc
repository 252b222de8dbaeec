#include "event/value.h"

#include "base/check.h"
#include "base/hash.h"

#include <bit>
#include <cmath>

namespace tocsin {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

// Groups in the order of CompareValues.
int GroupOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return 0;
    case ValueKind::kBool:
      return 1;
    case ValueKind::kInt:
    case ValueKind::kUInt:
    case ValueKind::kDouble:
      return 2;
    case ValueKind::kTime:
      return 3;
    case ValueKind::kString:
      return 4;
    case ValueKind::kObject:
      return 5;
  }
  TOCSIN_UNREACHABLE();
}

template <class T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// Doubles with a place for NaN, which is greater than any number and equal to itself.
int OrderDoubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return Order(std::isnan(a), std::isnan(b));
  return Order(a, b);
}

// A signed whole number against a double, without rounding either.
int OrderIntDouble(std::int64_t a, double b) {
  if (std::isnan(b) || b >= kTwoTo63) return -1;
  if (b < -kTwoTo63) return 1;
  const double whole = std::trunc(b);
  const int order = Order(a, static_cast<std::int64_t>(whole));
  return order != 0 ? order : Order(whole, b);
}

// The same for a number above the range of kInt.
int OrderUIntDouble(std::uint64_t a, double b) {
  if (std::isnan(b) || b >= kTwoTo64) return -1;
  if (b < kTwoTo63) return 1;
  return Order(a, static_cast<std::uint64_t>(b));  // at this size doubles are whole
}

int OrderNumbers(const Value& a, const Value& b) {
  if (a.kind() == ValueKind::kDouble) {
    if (b.kind() == ValueKind::kDouble) return OrderDoubles(a.real(), b.real());
    return -OrderNumbers(b, a);
  }
  if (a.kind() == ValueKind::kInt) {
    if (b.kind() == ValueKind::kInt) return Order(a.integer(), b.integer());
    return b.kind() == ValueKind::kUInt ? -1 : OrderIntDouble(a.integer(), b.real());
  }
  if (b.kind() == ValueKind::kInt) return 1;
  return b.kind() == ValueKind::kUInt ? Order(a.unsigned_integer(), b.unsigned_integer())
                                      : OrderUIntDouble(a.unsigned_integer(), b.real());
}

// Equal numbers of different kinds hash alike: as a whole number wherever the value is one.
std::uint64_t HashNumber(const Value& value) {
  if (value.kind() != ValueKind::kDouble) return value.unsigned_integer();
  const double real = value.real();
  if (real >= -kTwoTo63 && real < kTwoTo63 && real == std::trunc(real)) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(real));
  }
  if (real >= kTwoTo63 && real < kTwoTo64) return static_cast<std::uint64_t>(real);
  if (std::isnan(real)) return 0x7FF8000000000000U;
  return std::bit_cast<std::uint64_t>(real);
}

}  // namespace

int CompareValues(const Value& a, const Value& b) {
  const int group = GroupOf(a.kind());
  if (group != GroupOf(b.kind())) return Order(group, GroupOf(b.kind()));
  switch (a.kind()) {
    case ValueKind::kNull:
      return 0;
    case ValueKind::kBool:
      return Order(a.boolean(), b.boolean());
    case ValueKind::kInt:
    case ValueKind::kUInt:
    case ValueKind::kDouble:
      return OrderNumbers(a, b);
    case ValueKind::kTime:
      return Order(a.time_ns(), b.time_ns());
    case ValueKind::kString:
      return Order(a.text(), b.text());
    case ValueKind::kObject: {
      const int order = Order(a.object_fields(), b.object_fields());
      return order != 0 ? order : Order(a.object_size(), b.object_size());
    }
  }
  TOCSIN_UNREACHABLE();
}

bool SameValue(const Value& a, const Value& b) {
  if (a.kind() == ValueKind::kString && b.kind() == ValueKind::kString) return a.text() == b.text();
  return CompareValues(a, b) == 0;
}

std::uint64_t HashValue(const Value& value) {
  const auto seed = static_cast<std::uint64_t>(GroupOf(value.kind()));
  switch (value.kind()) {
    case ValueKind::kNull:
      return HashCombine(seed, 0);
    case ValueKind::kBool:
      return HashCombine(seed, value.boolean() ? 1 : 0);
    case ValueKind::kInt:
    case ValueKind::kUInt:
    case ValueKind::kDouble:
      return HashCombine(seed, HashNumber(value));
    case ValueKind::kTime:
      return HashCombine(seed, static_cast<std::uint64_t>(value.time_ns()));
    case ValueKind::kString:
      return Hash64(value.text(), seed);
    case ValueKind::kObject:
      return HashCombine(
          HashCombine(seed, value.object_size()),
          static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(value.object_fields())));
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
