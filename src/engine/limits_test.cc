#include "engine/limits.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using Limit = plan::EventPlan::Limit;

std::vector<std::uint32_t> Left(const std::vector<Limit>& limits) {
  std::vector<Detection> detections;
  for (std::uint32_t i = 0; i < 5; ++i) detections.push_back({.rule = RuleId(i)});
  ApplyLimits(limits, &detections);
  std::vector<std::uint32_t> left;
  for (const Detection& detection : detections) left.push_back(detection.rule.value());
  return left;
}

using Numbers = std::vector<std::uint32_t>;

TEST(ApplyLimits, KeepsTheFirstOrTheLast) {
  EXPECT_EQ(Left({}), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(Left({{.tail = false, .count = 2}}), (Numbers{0, 1}));
  EXPECT_EQ(Left({{.tail = true, .count = 2}}), (Numbers{3, 4}));
  EXPECT_EQ(Left({{.tail = true, .count = 9}}), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(Left({{.tail = false, .count = 0}}), Numbers{});
}

TEST(ApplyLimits, GoesFromLeftToRight) {
  EXPECT_EQ(Left({{.tail = true, .count = 3}, {.tail = false, .count = 1}}), (Numbers{2}));
  EXPECT_EQ(Left({{.tail = false, .count = 3}, {.tail = true, .count = 1}}), (Numbers{2}));
}

TEST(LimitsOf, ReadsEventsAndSequences) {
  plan::SequencePlan sequence;
  sequence.limits.push_back({.tail = true, .count = 3});
  ASSERT_EQ(LimitsOf(plan::Plan(sequence)).size(), 1U);
  EXPECT_TRUE(LimitsOf(plan::Plan(sequence)).front().tail);
  EXPECT_TRUE(LimitsOf(plan::Plan(plan::EventPlan{})).empty());
  EXPECT_TRUE(LimitsOf(plan::Plan(plan::SamplePlan{})).empty());
}

}  // namespace
}  // namespace tocsin
