#include "engine/correlate/absence.h"

#include <gtest/gtest.h>

#include <vector>

namespace tocsin::correlate {
namespace {

constexpr KeyHash kKey{1, 2};
constexpr KeyHash kOtherKey{3, 4};
constexpr LaneId kLane{0};

// 'E' an event, '!' a missing stage.
plan::SequencePlan PlanOf(std::string_view stages, std::int64_t maxspan) {
  plan::SequencePlan plan;
  for (const char c : stages) {
    plan::Stage stage;
    stage.missing = c == '!';
    plan.stages.push_back(stage);
  }
  plan.maxspan_ns = maxspan;
  return plan;
}

bool Rejects(std::string_view stages, const std::vector<std::int64_t>& times,
             const std::vector<std::pair<std::uint32_t, std::int64_t>>& forbidden) {
  Absence absence(PlanOf(stages, 10), 10);
  for (const auto& [stage, time] : forbidden)
    absence.Note(stage, kKey, Time{time}, kLane, kMinTime);
  std::vector<Time> positive;
  for (const std::int64_t time : times) positive.push_back(Time{time});
  const Absence::Verdict verdict = absence.DecideAtEnd(kKey, positive);
  if (verdict.rejected) return true;
  return absence.has_trailing() &&
         absence.TrailingRejects(kKey, positive.front(), positive.back(), verdict.leading);
}

TEST(Absence, BetweenIsExclusiveOfBothEnds) {
  EXPECT_TRUE(Rejects("E!E", {100, 105}, {{1, 103}}));
  EXPECT_FALSE(Rejects("E!E", {100, 105}, {{1, 100}, {1, 105}}));
  EXPECT_FALSE(Rejects("E!EE", {100, 105, 109}, {{1, 107}}));
}

TEST(Absence, LeadingReachesBackToMaxspanBeforeTheLast) {
  EXPECT_TRUE(Rejects("!EE", {100, 105}, {{0, 95}}));
  EXPECT_FALSE(Rejects("!EE", {100, 105}, {{0, 94}}));
  EXPECT_FALSE(Rejects("!EE", {100, 105}, {{0, 100}}));
}

TEST(Absence, TrailingReachesToMaxspanAfterTheFirst) {
  EXPECT_TRUE(Rejects("EE!", {100, 105}, {{2, 110}}));
  EXPECT_FALSE(Rejects("EE!", {100, 105}, {{2, 111}}));
  EXPECT_FALSE(Rejects("EE!", {100, 105}, {{2, 105}}));
}

TEST(Absence, BothEndsRejectOnlyAPairWithinMaxspan) {
  EXPECT_TRUE(Rejects("!E!", {100}, {{0, 96}, {2, 106}}));
  EXPECT_FALSE(Rejects("!E!", {100}, {{0, 95}, {2, 106}}));
  EXPECT_FALSE(Rejects("!E!", {100}, {{0, 99}}));
  EXPECT_FALSE(Rejects("!E!", {100}, {{2, 101}}));
  // Of several, the latest before and the earliest after count.
  EXPECT_TRUE(Rejects("!!E!", {100}, {{0, 91}, {1, 97}, {3, 107}, {3, 110}}));
}

TEST(Absence, OtherKeysDoNotMatter) {
  Absence absence(PlanOf("E!E", 10), 10);
  absence.Note(1, kOtherKey, Time{103}, kLane, kMinTime);
  const std::vector<Time> times = {Time{100}, Time{105}};
  EXPECT_FALSE(absence.DecideAtEnd(kKey, times).rejected);
}

TEST(Absence, ForgetsBehindTheFrontierAndShedsTheOldest) {
  Absence absence(PlanOf("E!E", 10), 10);
  for (std::int64_t i = 0; i < 20; ++i)
    absence.Note(1, {static_cast<std::uint64_t>(i), 0}, Time{i}, kLane, kMinTime);
  RunTime time;
  time.Set(Time{15});
  absence.Expire(time);
  EXPECT_EQ(absence.live_keys(), 15U);  // 5 is just 10 before the frontier
  EXPECT_EQ(absence.Shed(10), 5U);
  EXPECT_EQ(absence.live_keys(), 10U);
}

// One busy key keeps what can still matter, not what ever happened.
TEST(Absence, TimesThatNobodyNeedsGoAndTheOthersAreBounded) {
  Absence absence(PlanOf("E!E", 10), 10);
  for (std::int64_t i = 0; i < 300'000; ++i) {
    EXPECT_EQ(absence.Note(1, kKey, Time{i}, kLane, Time{i - 10}), 0U);
  }
  std::uint64_t dropped = 0;
  for (std::int64_t i = 300'000; i < 600'000; ++i) {
    dropped += absence.Note(1, kKey, Time{i}, kLane, Time{300'000});
  }
  EXPECT_GE(dropped, 300'000 - Absence::kTimesMax);
  EXPECT_LT(dropped, 300'000U);
}

}  // namespace
}  // namespace tocsin::correlate
