#include "plan/date_literal.h"

#include "base/time.h"

#include <charconv>

namespace tocsin::plan {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads the parts of a date from left to right.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text) {}

  std::optional<TimeConstant> Read() {
    if (!Number(4, &first_.year)) return std::nullopt;
    last_ = first_;
    last_.month = 12;
    last_.day = 31;
    last_.hour = 23;
    last_.minute = 59;
    last_.second = 59;
    last_.nanosecond = 999'999'999;
    if (!ReadDate() || !ReadTime() || !text_.empty()) return std::nullopt;
    const std::optional<Time> first = TimeFromCivil(first_);
    const std::optional<Time> last = TimeFromCivil(last_);
    if (!first || !last) return std::nullopt;
    TimeConstant interval;
    if (__builtin_sub_overflow(first->ns, offset_ns_, &interval.first_ns) ||
        __builtin_sub_overflow(last->ns, offset_ns_, &interval.last_ns)) {
      return std::nullopt;
    }
    return interval;
  }

 private:
  bool Mark(char mark) {
    if (!text_.starts_with(mark)) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Exactly `digits` digits.
  bool Number(std::size_t digits, int* number) {
    if (text_.size() < digits) return false;
    *number = 0;
    for (const char c : text_.substr(0, digits)) {
      if (!IsDigit(c)) return false;
      *number = *number * 10 + (c - '0');
    }
    text_.remove_prefix(digits);
    return true;
  }

  bool ReadDate() {
    if (!Mark('-')) return true;
    if (!Number(2, &first_.month) || first_.month < 1 || first_.month > 12) return false;
    last_.month = first_.month;
    last_.day = 28;
    while (IsValidDate(last_.year, last_.month, last_.day + 1)) ++last_.day;
    if (!Mark('-')) return true;
    if (!Number(2, &first_.day)) return false;
    last_.day = first_.day;
    return true;
  }

  bool ReadTime() {
    if (text_.empty()) return true;
    if (!Mark('T')) return false;
    if (text_.empty()) return true;
    if (!Number(2, &first_.hour)) return false;
    last_.hour = first_.hour;
    if (Mark(':')) {
      if (!Number(2, &first_.minute)) return false;
      last_.minute = first_.minute;
      if (Mark(':')) {
        if (!Number(2, &first_.second) || first_.second > 59) return false;
        last_.second = first_.second;
        if ((Mark('.') || Mark(',')) && !ReadFraction()) return false;
      }
    }
    return ReadZone();
  }

  bool ReadFraction() {
    int unit = 100'000'000;  // nanoseconds that the next digit counts
    first_.nanosecond = 0;
    if (text_.empty() || !IsDigit(text_.front())) return false;
    while (!text_.empty() && IsDigit(text_.front())) {
      if (unit == 0) return false;
      first_.nanosecond += (text_.front() - '0') * unit;
      unit /= 10;
      text_.remove_prefix(1);
    }
    last_.nanosecond = first_.nanosecond + (unit == 0 ? 0 : unit * 10 - 1);
    return true;
  }

  bool ReadZone() {
    if (text_.empty() || Mark('Z')) return true;
    const bool west = text_.front() == '-';
    if (!Mark('-') && !Mark('+')) return false;
    int hours = 0;
    int minutes = 0;
    if (!Number(2, &hours) || hours > 18) return false;
    if (!text_.empty()) {
      Mark(':');
      if (!Number(2, &minutes) || minutes > 59) return false;
    }
    const std::int64_t offset = (std::int64_t{hours} * 60 + minutes) * 60 * kNsPerSecond;
    offset_ns_ = west ? -offset : offset;
    return true;
  }

  std::string_view text_;
  CivilTime first_;
  CivilTime last_;
  std::int64_t offset_ns_ = 0;
};

}  // namespace

std::optional<TimeConstant> ParseDateLiteral(std::string_view text) {
  if (std::optional<TimeConstant> interval = DateReader(text).Read()) return interval;
  std::int64_t milliseconds = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, milliseconds);
  if (rest != end || error != std::errc()) return std::nullopt;
  return MillisecondInterval(milliseconds);
}

std::optional<TimeConstant> MillisecondInterval(std::int64_t milliseconds) {
  constexpr std::int64_t kNsPerMs = 1'000'000;
  TimeConstant interval;
  if (__builtin_mul_overflow(milliseconds, kNsPerMs, &interval.first_ns) ||
      __builtin_add_overflow(interval.first_ns, kNsPerMs - 1, &interval.last_ns)) {
    return std::nullopt;
  }
  return interval;
}

}  // namespace tocsin::plan
