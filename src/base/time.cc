#include "base/time.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tocsin {
namespace {

// __int128 keeps sums exact until they are known to fit.
__extension__ using Wide = __int128;

std::optional<Time> FromWide(Wide ns) {
  if (ns < INT64_MIN || ns > INT64_MAX) return std::nullopt;
  return Time{static_cast<int64_t>(ns)};
}

constexpr int64_t FloorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool IsLeapYear(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int DaysInMonth(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes parts off the front of a text; a part that does not fit leaves the text as it was.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }

  bool Take(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool TakeOneOf(std::string_view set) {
    if (text_.empty() || set.find(text_[0]) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits.
  bool TakeNumber(size_t digits, int& value) {
    if (text_.size() < digits) return false;
    int sum = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!IsDigit(text_[i])) return false;
      sum = sum * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    value = sum;
    return true;
  }
  // One or more decimals, as nanoseconds; what is finer is cut.
  bool TakeFraction(int& nanoseconds) {
    size_t count = 0;
    int sum = 0;
    for (; count < text_.size() && IsDigit(text_[count]); ++count) {
      if (count < 9) sum = sum * 10 + (text_[count] - '0');
    }
    if (count == 0) return false;
    for (size_t i = count; i < 9; ++i) sum *= 10;
    text_.remove_prefix(count);
    nanoseconds = sum;
    return true;
  }

 private:
  std::string_view text_;
};

// zone = 'Z' | ('+' | '-') HH [[':'] MM] | nothing
bool TakeZone(Reader& reader, int& offset_minutes) {
  if (reader.done() || reader.TakeOneOf("Zz")) return true;
  const bool minus = reader.Take('-');
  if (!minus && !reader.Take('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!reader.TakeNumber(2, hours)) return false;
  if (reader.Take(':') ? !reader.TakeNumber(2, minutes)
                       : !reader.done() && !reader.TakeNumber(2, minutes)) {
    return false;
  }
  if (hours > 18 || minutes > 59) return false;
  offset_minutes = (hours * 60 + minutes) * (minus ? -1 : 1);
  return true;
}

struct EpochUnit {
  uint64_t below;  // magnitudes
  int64_t ns;
};

constexpr std::array<EpochUnit, 4> kEpochUnits{{{100'000'000'000, kNsPerSecond},
                                                {100'000'000'000'000, 1'000'000},
                                                {100'000'000'000'000'000, 1'000},
                                                {UINT64_MAX, 1}}};

int64_t EpochUnitNs(uint64_t magnitude) {
  return std::ranges::find_if(kEpochUnits,
                              [=](const EpochUnit& unit) { return magnitude < unit.below; })
      ->ns;
}

struct DurationUnit {
  std::string_view name;
  int64_t ns;
};

constexpr std::array<DurationUnit, 8> kDurationUnits{{{"w", 7 * kNsPerDay},
                                                      {"d", kNsPerDay},
                                                      {"h", 3600 * kNsPerSecond},
                                                      {"m", 60 * kNsPerSecond},
                                                      {"s", kNsPerSecond},
                                                      {"ms", 1'000'000},
                                                      {"us", 1'000},
                                                      {"ns", 1}}};

}  // namespace

// Howard Hinnant, "chrono-compatible low-level date algorithms": the year begins in March, so the
// leap day is its last, and eras of 400 years are all alike.
int64_t DaysFromCivil(int year, int month, int day) {
  const int64_t y = static_cast<int64_t>(year) - (month <= 2 ? 1 : 0);
  const int64_t era = FloorDivide(y, 400);
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

bool IsValidDate(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= DaysInMonth(year, month);
}

CivilTime CivilFromTime(Time time) {
  const int64_t days = FloorDivide(time.ns, kNsPerDay);
  // The product of days and their length may not fit when the first day is cut by the range.
  const int64_t rest = time.ns % kNsPerDay;
  const int64_t ns_of_day = rest < 0 ? rest + kNsPerDay : rest;
  const int64_t shifted = days + 719'468;
  const int64_t era = FloorDivide(shifted, 146'097);
  const int64_t day_of_era = shifted - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int64_t second_of_day = ns_of_day / kNsPerSecond;
  CivilTime civil;
  civil.month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  civil.year = static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  civil.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  civil.hour = static_cast<int>(second_of_day / 3600);
  civil.minute = static_cast<int>(second_of_day / 60 % 60);
  civil.second = static_cast<int>(second_of_day % 60);
  civil.nanosecond = static_cast<int>(ns_of_day % kNsPerSecond);
  return civil;
}

std::optional<Time> TimeFromCivil(const CivilTime& civil) {
  const auto within = [](int value, int last) { return value >= 0 && value <= last; };
  if (!IsValidDate(civil.year, civil.month, civil.day) || !within(civil.hour, 23) ||
      !within(civil.minute, 59) || !within(civil.second, 60) ||
      !within(civil.nanosecond, 999'999'999)) {
    return std::nullopt;
  }
  const int64_t seconds = DaysFromCivil(civil.year, civil.month, civil.day) * 86'400 +
                          civil.hour * 3600 + civil.minute * 60 + civil.second;
  return FromWide(static_cast<Wide>(seconds) * kNsPerSecond + civil.nanosecond);
}

// time = YYYY '-' MM '-' DD [('T' | 't' | ' ') HH ':' MM [':' SS [('.' | ',') decimals]] zone]
std::optional<Time> ParseTime(std::string_view text) {
  Reader reader(text);
  CivilTime civil;
  int offset_minutes = 0;
  if (!reader.TakeNumber(4, civil.year) || !reader.Take('-') ||
      !reader.TakeNumber(2, civil.month) || !reader.Take('-') || !reader.TakeNumber(2, civil.day)) {
    return std::nullopt;
  }
  if (!reader.done()) {
    if (!reader.TakeOneOf("Tt ") || !reader.TakeNumber(2, civil.hour) || !reader.Take(':') ||
        !reader.TakeNumber(2, civil.minute)) {
      return std::nullopt;
    }
    if (reader.Take(':')) {
      if (!reader.TakeNumber(2, civil.second)) return std::nullopt;
      if (reader.TakeOneOf(".,") && !reader.TakeFraction(civil.nanosecond)) return std::nullopt;
    }
    if (!TakeZone(reader, offset_minutes) || !reader.done()) return std::nullopt;
  }
  const std::optional<Time> local = TimeFromCivil(civil);
  if (!local) return std::nullopt;
  return FromWide(static_cast<Wide>(local->ns) -
                  static_cast<Wide>(offset_minutes) * 60 * kNsPerSecond);
}

std::optional<Time> TimeFromEpoch(int64_t number) {
  constexpr int64_t kFiletimeFirst = 0x0100'0000'0000'0000;  // 1829
  constexpr int64_t kFiletimeEnd = 0x0300'0000'0000'0000;    // 2286
  if (number >= kFiletimeFirst && number < kFiletimeEnd) {
    return TimeFromFiletime(static_cast<uint64_t>(number));
  }
  const uint64_t magnitude =
      number < 0 ? ~static_cast<uint64_t>(number) + 1 : static_cast<uint64_t>(number);
  return FromWide(static_cast<Wide>(number) * EpochUnitNs(magnitude));
}

std::optional<Time> ParseEpoch(std::string_view text) {
  const size_t dot = std::min(text.find('.'), text.size());
  int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, whole);
  if (error != std::errc() || end != text.data() + dot) return std::nullopt;
  const std::optional<Time> time = TimeFromEpoch(whole);
  if (!time || dot == text.size()) return time;
  int billionths = 0;
  Reader reader(text.substr(dot + 1));
  if (!reader.TakeFraction(billionths) || !reader.done()) return std::nullopt;
  const bool negative = text.starts_with('-');
  const uint64_t magnitude =
      negative ? ~static_cast<uint64_t>(whole) + 1 : static_cast<uint64_t>(whole);
  const int64_t fraction_ns = billionths * (EpochUnitNs(magnitude) / 1000) / 1'000'000;
  return FromWide(static_cast<Wide>(time->ns) + (negative ? -fraction_ns : fraction_ns));
}

std::optional<Time> TimeFromFiletime(uint64_t filetime) {
  constexpr Wide kTicksTo1970 = 116'444'736'000'000'000;
  return FromWide((static_cast<Wide>(filetime) - kTicksTo1970) * 100);
}

std::string FormatTime(Time time, TimeFormat format) {
  const CivilTime civil = CivilFromTime(time);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", civil.year, civil.month,
                                 civil.day, civil.hour, civil.minute, civil.second);
  const int ns = civil.nanosecond;
  if (format == TimeFormat::kNanos || (format == TimeFormat::kTrimmed && ns % 1'000 != 0)) {
    text += fmt::format(".{:09}", ns);
  } else if (format == TimeFormat::kTrimmed && ns % 1'000'000 != 0) {
    text += fmt::format(".{:06}", ns / 1'000);
  } else if (format == TimeFormat::kMillis || ns != 0) {
    text += fmt::format(".{:03}", ns / 1'000'000);
  }
  text += 'Z';
  return text;
}

std::optional<Duration> ParseDuration(std::string_view text) {
  int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0 || text.starts_with('-')) return std::nullopt;
  const std::string_view name = text.substr(static_cast<size_t>(end - text.data()));
  const auto* const unit = std::ranges::find(kDurationUnits, name, &DurationUnit::name);
  if (unit == kDurationUnits.end() || count > INT64_MAX / unit->ns) return std::nullopt;
  return Duration(count * unit->ns);
}

std::string FormatDuration(Duration duration) {
  const int64_t ns = duration.count();
  if (ns == 0) return "0s";
  const auto* const unit = std::ranges::find_if(
      kDurationUnits, [ns](const DurationUnit& candidate) { return ns % candidate.ns == 0; });
  return fmt::format("{}{}", ns / unit->ns, unit->name);
}

}  // namespace tocsin
