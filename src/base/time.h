// Time: a UTC instant in whole nanoseconds, and the ways it is written.
//
// 64 bits reach from 1677-09-21 to 2262-04-11; what lies outside is not a time of any sensor and
// fails to parse. Leap seconds do not exist (":60" reads as the following second), the calendar is
// proleptic Gregorian. Everything here is pure: nothing reads a clock or a zone file (see clock.h).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

using Duration = std::chrono::nanoseconds;

struct Time {
  int64_t ns = 0;  // since 1970-01-01T00:00:00Z

  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr bool operator==(Time, Time) = default;
  friend constexpr Time operator+(Time t, Duration d) { return {t.ns + d.count()}; }
  friend constexpr Time operator-(Time t, Duration d) { return {t.ns - d.count()}; }
  friend constexpr Duration operator-(Time a, Time b) { return Duration(a.ns - b.ns); }
};

inline constexpr Time kMinTime{INT64_MIN};
inline constexpr Time kMaxTime{INT64_MAX};
inline constexpr int64_t kNsPerSecond = 1'000'000'000;
inline constexpr int64_t kNsPerDay = 86'400 * kNsPerSecond;

// A moment on the UTC calendar.
struct CivilTime {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int nanosecond = 0;

  friend bool operator==(const CivilTime&, const CivilTime&) = default;
};

// Days since 1970-01-01; the date must exist.
int64_t DaysFromCivil(int year, int month, int day);
bool IsValidDate(int year, int month, int day);
CivilTime CivilFromTime(Time time);
// Nothing if the date does not exist, a part is out of range, or the instant does not fit.
std::optional<Time> TimeFromCivil(const CivilTime& civil);

// ISO 8601 and its relatives: "2024-05-01T12:30:15.123456789Z", also with a space instead of T, a
// comma instead of the dot, an offset (+02:00, +0200, +02), seconds left out, or the date alone.
// Zero to nine decimals; further ones are cut. Without zone the text is UTC.
std::optional<Time> ParseTime(std::string_view text);

// An epoch number of unknown unit, told by magnitude: below 1e11 seconds, below 1e14 milliseconds,
// below 1e17 microseconds, else nanoseconds. Integers from 0x0100000000000000 up to (excluding)
// 0x0300000000000000 are Windows file times, as CrowdStrike FDR writes them; that gives up
// nanosecond times of the years 1972 to 1976.
std::optional<Time> TimeFromEpoch(int64_t number);
// The same for decimal text such as "1655800000.123"; the fraction is kept exactly.
std::optional<Time> ParseEpoch(std::string_view text);

// Windows FILETIME: 100 ns since 1601-01-01.
std::optional<Time> TimeFromFiletime(uint64_t filetime);

enum class TimeFormat : uint8_t {
  kTrimmed,  // as many decimals as needed, in steps of 3 digits: "…:15Z", "…:15.120Z"
  kMillis,   // always 3
  kNanos,    // always 9
};

// RFC 3339 in UTC.
std::string FormatTime(Time time, TimeFormat format = TimeFormat::kTrimmed);

// One whole number and one unit of ns, us, ms, s, m, h, d, w: "5m", "90s", "250ms".
std::optional<Duration> ParseDuration(std::string_view text);
// The largest unit that writes it as a whole number: "5m", "90s", "0s".
std::string FormatDuration(Duration duration);

}  // namespace tocsin
