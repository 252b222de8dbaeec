#include "engine/correlate/absence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::correlate {
namespace {

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
  Absence absence(PlanOf(stages, 10));
  for (const auto& [stage, time] : forbidden) absence.Note(stage, "k", Time{time});
  std::vector<Time> positive;
  for (const std::int64_t time : times) positive.push_back(Time{time});
  const Absence::Verdict verdict = absence.DecideAtEnd("k", positive);
  if (verdict.rejected) return true;
  return absence.has_trailing() &&
         absence.TrailingRejects("k", positive.front(), positive.back(), verdict.leading);
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
  Absence absence(PlanOf("E!E", 10));
  absence.Note(1, "other", Time{103});
  const std::vector<Time> times = {Time{100}, Time{105}};
  EXPECT_FALSE(absence.DecideAtEnd("k", times).rejected);
}

TEST(Absence, ForgetsBehindTheFrontierAndShedsTheOldest) {
  Absence absence(PlanOf("E!E", 10));
  for (std::int64_t i = 0; i < 20; ++i) absence.Note(1, std::to_string(i), Time{i});
  absence.Expire(Time{15});
  EXPECT_EQ(absence.live_keys(), 15U);  // 5 is just 10 before the frontier
  EXPECT_EQ(absence.Shed(10), 5U);
  EXPECT_EQ(absence.live_keys(), 10U);
}

}  // namespace
}  // namespace tocsin::correlate
