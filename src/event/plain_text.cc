#include "event/plain_text.h"

#include "base/check.h"
#include "base/time.h"

#include <fmt/format.h>

#include <cmath>

namespace tocsin {
namespace {

std::string TextOfDouble(double real) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: whole numbers below are exact
  if (real == 0) return "0";                     // of either sign
  if (real == std::trunc(real) && std::abs(real) < kExact) return fmt::format("{:.0f}", real);
  return fmt::format("{}", real);
}

}  // namespace

std::string PlainText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kObject:
      return {};
    case ValueKind::kBool:
      return value.boolean() ? "true" : "false";
    case ValueKind::kInt:
      return fmt::format("{}", value.integer());
    case ValueKind::kUInt:
      return fmt::format("{}", value.unsigned_integer());
    case ValueKind::kDouble:
      return TextOfDouble(value.real());
    case ValueKind::kTime:
      return FormatTime(Time{value.time_ns()});
    case ValueKind::kString:
      return std::string(value.text());
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
