#include "base/time.h"

#include "base/clock.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using namespace std::chrono_literals;

std::string Reformat(std::string_view text) {
  const std::optional<Time> time = ParseTime(text);
  return time ? FormatTime(*time) : "none";
}

TEST(Time, ReadsIsoAndItsRelatives) {
  const struct {
    std::string_view text;
    std::string_view utc;
  } kCases[] = {
      {"2024-05-01T12:30:15Z", "2024-05-01T12:30:15Z"},
      {"2024-05-01T12:30:15.1Z", "2024-05-01T12:30:15.100Z"},
      {"2024-05-01T12:30:15.123456789Z", "2024-05-01T12:30:15.123456789Z"},
      {"2024-05-01T12:30:15.1234567Z", "2024-05-01T12:30:15.123456700Z"},
      {"2024-05-01T12:30:15.1234567899Z", "2024-05-01T12:30:15.123456789Z"},
      {"2024-05-01 12:30:15.123", "2024-05-01T12:30:15.123Z"},
      {"2024-05-01T12:30:15,123z", "2024-05-01T12:30:15.123Z"},
      {"2024-05-01T12:30:15+02:00", "2024-05-01T10:30:15Z"},
      {"2024-05-01T12:30:15.5-0530", "2024-05-01T18:00:15.500Z"},
      {"2024-01-01T00:30:00+01", "2023-12-31T23:30:00Z"},
      {"2024-05-01T12:30Z", "2024-05-01T12:30:00Z"},
      {"2024-05-01", "2024-05-01T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"},
      {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Reformat(c.text), c.utc) << c.text;
}

TEST(Time, RejectsEverythingElse) {
  for (const std::string_view text : {"",
                                      "2024",
                                      "2024-05",
                                      "2024-13-01",
                                      "2024-02-30",
                                      "1900-02-29",
                                      "2024-05-01T",
                                      "2024-05-01T12",
                                      "2024-05-01T24:00:00Z",
                                      "2024-05-01T12:60:00Z",
                                      "2024-05-01T12:30:61Z",
                                      "2024-05-01T12:30:15.Z",
                                      "2024-05-01T12:30:15Zx",
                                      "2024-05-01T12:30:15+2",
                                      "2024-05-01T12:30:15+02:",
                                      "2024-05-01T12:30:15+19:00",
                                      " 2024-05-01",
                                      "24-05-01T00:00:00Z",
                                      "1601-01-01T00:00:00Z",
                                      "2999-01-01T00:00:00Z",
                                      "2024/05/01",
                                      "-001-01-01"}) {
    EXPECT_FALSE(ParseTime(text)) << text;
  }
}

TEST(Time, ReachesTheEndsOfItsRange) {
  EXPECT_EQ(FormatTime(kMaxTime), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(FormatTime(kMinTime), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(ParseTime("2262-04-11T23:47:16.854775807Z"), kMaxTime);
  EXPECT_FALSE(ParseTime("2262-04-11T23:47:16.854775808Z"));
}

TEST(Time, CalendarSurvivesTheWayThereAndBack) {
  for (int64_t day = -106'000; day <= 106'000; ++day) {
    const Time time{day * kNsPerDay + 1};
    const CivilTime civil = CivilFromTime(time);
    ASSERT_TRUE(IsValidDate(civil.year, civil.month, civil.day));
    ASSERT_EQ(DaysFromCivil(civil.year, civil.month, civil.day), day);
    ASSERT_EQ(TimeFromCivil(civil), time);
  }
}

TEST(Time, FormatsWithAsManyDecimalsAsAsked) {
  const Time time = *ParseTime("2024-05-01T12:30:15.120Z");
  EXPECT_EQ(FormatTime(time, TimeFormat::kMillis), "2024-05-01T12:30:15.120Z");
  EXPECT_EQ(FormatTime(time, TimeFormat::kNanos), "2024-05-01T12:30:15.120000000Z");
  EXPECT_EQ(FormatTime(time + 1us), "2024-05-01T12:30:15.120001Z");
  EXPECT_EQ(FormatTime(*ParseTime("2024-05-01"), TimeFormat::kMillis), "2024-05-01T00:00:00.000Z");
}

TEST(Time, TellsEpochUnitsByMagnitude) {
  const std::string_view kSame = "2022-06-12T02:13:20Z";
  EXPECT_EQ(FormatTime(*TimeFromEpoch(1'655'000'000)), kSame);
  EXPECT_EQ(FormatTime(*TimeFromEpoch(1'655'000'000'000)), kSame);
  EXPECT_EQ(FormatTime(*TimeFromEpoch(1'655'000'000'000'000)), kSame);
  EXPECT_EQ(FormatTime(*TimeFromEpoch(1'655'000'000'000'000'000)), kSame);
  EXPECT_EQ(FormatTime(*TimeFromEpoch(132'994'736'000'000'000)), kSame);  // a file time
  EXPECT_EQ(TimeFromEpoch(0)->ns, 0);
  EXPECT_EQ(TimeFromEpoch(-5)->ns, -5 * kNsPerSecond);
  EXPECT_EQ(TimeFromEpoch(99'999'999'999), std::nullopt);  // the year 5138
  EXPECT_EQ(TimeFromEpoch(100'000'000'000)->ns, 100'000'000 * kNsPerSecond);
}

TEST(Time, KeepsTheFractionOfAnEpochExactly) {
  EXPECT_EQ(ParseEpoch("1655800000.123456789")->ns, 1'655'800'000'123'456'789);
  EXPECT_EQ(ParseEpoch("1655800000.1")->ns, 1'655'800'000'100'000'000);
  EXPECT_EQ(ParseEpoch("1655800000123.25")->ns, 1'655'800'000'123'250'000);
  EXPECT_EQ(ParseEpoch("-0.5")->ns, -500'000'000);
  EXPECT_EQ(ParseEpoch("1655800000")->ns, 1'655'800'000'000'000'000);
  for (const std::string_view text : {"", ".", "1.", ".5", "1e9", "1.5x", "x", "1 ", "+1"}) {
    EXPECT_FALSE(ParseEpoch(text)) << text;
  }
}

TEST(Time, ConvertsFileTimes) {
  EXPECT_EQ(TimeFromFiletime(116'444'736'000'000'000)->ns, 0);
  EXPECT_EQ(TimeFromFiletime(116'444'736'000'000'001)->ns, 100);
  EXPECT_FALSE(TimeFromFiletime(0));  // 1601 does not fit
  EXPECT_FALSE(TimeFromFiletime(UINT64_MAX));
}

TEST(Duration, ReadsOneNumberAndOneUnit) {
  EXPECT_EQ(ParseDuration("5m"), 5min);
  EXPECT_EQ(ParseDuration("90s"), 90s);
  EXPECT_EQ(ParseDuration("250ms"), 250ms);
  EXPECT_EQ(ParseDuration("0s"), 0s);
  EXPECT_EQ(ParseDuration("2w"), 14 * 24h);
  for (const std::string_view text :
       {"", "5", "m", "-5m", "5 m", "5mm", "1.5h", "99999999999999d", "5M", "+5m"}) {
    EXPECT_FALSE(ParseDuration(text)) << text;
  }
}

TEST(Duration, PrintsTheLargestWholeUnit) {
  EXPECT_EQ(FormatDuration(300s), "5m");
  EXPECT_EQ(FormatDuration(90s), "90s");
  EXPECT_EQ(FormatDuration(24h), "1d");
  EXPECT_EQ(FormatDuration(0s), "0s");
  EXPECT_EQ(FormatDuration(1500us), "1500us");
}

TEST(Clock, ManualClockMovesOnlyWhenTold) {
  ManualClock clock(*ParseTime("2024-05-01"));
  clock.Advance(1h);
  EXPECT_EQ(FormatTime(clock.Now()), "2024-05-01T01:00:00Z");
  clock.Set({});
  EXPECT_EQ(clock.Now().ns, 0);
}

TEST(Clock, SystemClockIsInThisEra) { EXPECT_GT(SystemClock().Now(), *ParseTime("2023-01-01")); }

}  // namespace
}  // namespace tocsin
