#include "rules/model/schedule.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr std::int64_t kMinute = 60'000'000'000;

TEST(Schedule, ReadsDateMathOfFixedLength) {
  struct Case {
    const char* text;
    std::optional<std::int64_t> offset;
  };
  const Case cases[] = {
      {"now", 0},
      {"now-9m", -9 * kMinute},
      {"now-1h+30m", -30 * kMinute},
      {"now-119m", -119 * kMinute},
      {"now-48h/h", std::nullopt},
      {"now-1M", std::nullopt},
      {"now-", std::nullopt},
      {"now-99999999999999999999m", std::nullopt},
      {"2024-01-01", std::nullopt},
  };
  for (const Case& c : cases) EXPECT_EQ(DateMathOffset(c.text), c.offset) << c.text;
}

TEST(Schedule, LookBackIsWindowLessInterval) {
  EXPECT_EQ(AdditionalLookBack({"5m", "now-9m", "now"}), 4 * kMinute);
  EXPECT_EQ(AdditionalLookBack({"5m", "now-9m/m", "now"}), std::nullopt);
}

TEST(Schedule, RefusesWhatIsNoInterval) {
  EXPECT_EQ(ParseInterval("5m"), 5 * kMinute);
  for (const char* text : {"", "5", "m", "-5m", "5m5", "5x"}) {
    EXPECT_EQ(ParseInterval(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tocsin
