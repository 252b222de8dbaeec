// Differences of event times that cannot overflow: times reach over 585 years, a span over half.
#pragma once

#include "base/time.h"

#include <cstdint>

namespace tocsin::correlate {

// later - earlier in nanoseconds, at the end of the range if it does not fit.
constexpr std::int64_t SpanBetween(Time earlier, Time later) {
  std::int64_t span = 0;
  if (!__builtin_sub_overflow(later.ns, earlier.ns, &span)) return span;
  return later.ns > earlier.ns ? INT64_MAX : INT64_MIN;
}

// time + span, at the end of the range if it does not fit.
constexpr Time After(Time time, std::int64_t span) {
  std::int64_t ns = 0;
  if (!__builtin_add_overflow(time.ns, span, &ns)) return Time{ns};
  return span > 0 ? kMaxTime : kMinTime;
}

}  // namespace tocsin::correlate
