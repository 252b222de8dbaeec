#include "pipeline/gap_ledger.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

Gap Late(std::uint32_t rule, const char* lane, std::int64_t from, std::int64_t to) {
  return {GapCause::kLate, RuleId(rule), lane, Time{from}, Time{to}, 1};
}

TEST(GapLedger, JoinsGapsOfOneRuleAndLane) {
  GapLedger ledger(10);
  ledger.Add(Late(1, "a", 10, 20));
  ledger.Add(Late(1, "b", 5, 6));
  ledger.Add(Late(1, "a", 50, 70));
  ledger.Add(Late(2, "a", 1, 2));
  const auto gaps = ledger.gaps();
  ASSERT_EQ(gaps.size(), 3U);
  EXPECT_EQ(gaps[0].from, Time{10});
  EXPECT_EQ(gaps[0].to, Time{70});
  EXPECT_EQ(gaps[0].count, 2U);
}

TEST(GapLedger, ShedKeysAreOneRecordForEachMinute) {
  GapLedger ledger(10);
  for (std::int64_t second = 0; second < 120; second += 10) {
    const Time time{second * kNsPerSecond};
    ledger.Add({GapCause::kShed, RuleId(1), "", time, time, 3});
  }
  const auto gaps = ledger.gaps();
  ASSERT_EQ(gaps.size(), 2U);
  EXPECT_EQ(gaps[0].count, 18U);
  EXPECT_EQ(gaps[1].from, Time{60 * kNsPerSecond});
}

TEST(GapLedger, CountsWhatItHasNoRoomFor) {
  GapLedger ledger(1);
  ledger.Add(Late(1, "a", 10, 20));
  ledger.Add(Late(1, "b", 10, 20));
  ledger.Add(Late(1, "a", 10, 30));
  EXPECT_EQ(ledger.gaps().size(), 1U);
  EXPECT_EQ(ledger.beyond(), 1U);
}

}  // namespace
}  // namespace tocsin
