// The memory of sequences: what it costs, what bounds it, and that nothing goes uncounted. What
// sequences find is tested against the reference (engine/sequence_vs_reference_test.cc).
#include "engine/correlate/sequence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::correlate {
namespace {

constexpr FieldId kUser{1};
constexpr FieldId kHost{2};

class TwoLanes final : public LaneTimes {
 public:
  Time Of(LaneId lane) const override { return times.at(lane.index()); }
  std::vector<Time> times = {kMinTime, kMinTime};
};

plan::Stage StageBy(const std::vector<FieldId>& keys) {
  plan::Stage stage;
  for (const FieldId id : keys) {
    plan::Expr field = plan::Expr::OfField("key");
    field.field = id;
    stage.keys.push_back({.field = std::move(field)});
  }
  return stage;
}

class Bench {
 public:
  Bench(std::size_t stages, const CorrelatorOptions& options, std::vector<FieldId> keys = {kUser})
      : plan_(PlanOf(stages, keys)), correlator_(RuleId(0), plan_, options, lanes_) {}

  // Returns the number of detections.
  std::size_t Send(std::uint32_t stage, const std::vector<Value>& users,
                   const std::vector<Value>& hosts = {}, LaneId lane = LaneId(0),
                   std::string_view raw = {}) {
    std::vector<FieldEntry> entries = {
        {kUser, static_cast<std::uint32_t>(users.size()), users.data()}};
    if (!hosts.empty()) {
      entries.push_back({kHost, static_cast<std::uint32_t>(hosts.size()), hosts.data()});
    }
    Event event;
    event.fields = entries;
    event.time = Time{static_cast<std::int64_t>(++ordinal_)};
    event.raw = raw;
    const ReleasedEvent released{.event = RetainedEvent::RetainCopy(event)};
    std::size_t found = 0;
    const std::vector<std::uint32_t> met = {stage};
    correlator_.Process({.released = released, .ordinal = ordinal_, .met = met, .lane = lane},
                        [&](Detection&&) { ++found; });
    return found;
  }
  std::size_t Send(std::uint32_t stage, std::int64_t user, LaneId lane = LaneId(0)) {
    return Send(stage, {Value::Int(user)}, {}, lane);
  }
  void Advance(LaneId lane, std::int64_t time) {
    lanes_.times.at(lane.index()) = Time{time};
    correlator_.Advance([](Detection&&) { FAIL(); });
  }

  const SequenceCorrelator& correlator() const { return correlator_; }

 private:
  static plan::SequencePlan PlanOf(std::size_t stages, const std::vector<FieldId>& keys) {
    plan::SequencePlan plan;
    for (; stages > 0; --stages) plan.stages.push_back(StageBy(keys));
    plan.maxspan_ns = 1'000'000;
    return plan;
  }

  plan::SequencePlan plan_;
  TwoLanes lanes_;
  SequenceCorrelator correlator_;
  std::uint64_t ordinal_ = 0;
};

TEST(SequenceMemory, APartialTakesNoMoreThanPromised) {
  EXPECT_LE(SequenceCorrelator::bytes_per_partial(), 128U);
}

TEST(SequenceMemory, BeyondTheBoundTheOldestKeysGoAndAreCounted) {
  constexpr std::int64_t kKeys = 300'000;
  constexpr std::int64_t kMax = 50'000;
  Bench bench(2, {.live_keys_max = kMax});
  for (std::int64_t key = 0; key < kKeys; ++key) {
    bench.Send(0, key);
    ASSERT_LE(bench.correlator().live_keys(), static_cast<std::size_t>(kMax));
  }
  EXPECT_EQ(bench.correlator().shed().keys, static_cast<std::uint64_t>(kKeys - kMax));
  EXPECT_EQ(bench.Send(1, kKeys - kMax - 1), 0U);
  EXPECT_EQ(bench.Send(1, kKeys - kMax), 1U);
  EXPECT_EQ(bench.Send(1, kKeys - 1), 1U);
}

TEST(SequenceMemory, WhatItsLaneHasEndedIsNoLoss) {
  Bench bench(2, {.live_keys_max = 10});
  for (std::int64_t key = 0; key < 10; ++key) bench.Send(0, key);
  bench.Advance(LaneId(0), 5 + 1'000'001);
  EXPECT_EQ(bench.correlator().live_keys(), 5U);
  EXPECT_EQ(bench.correlator().shed().keys, 0U);
}

// The other lane's time ends nothing here.
TEST(SequenceMemory, ExpiryIsThatOfTheLane) {
  Bench bench(2, {});
  bench.Send(0, 1, LaneId(0));
  bench.Send(0, 2, LaneId(1));
  bench.Advance(LaneId(1), 5'000'000);
  EXPECT_EQ(bench.correlator().live_keys(), 1U);
  EXPECT_EQ(bench.Send(1, 1, LaneId(0)), 1U);
}

TEST(SequenceMemory, HeldEventsAreBoundedInBytes) {
  Bench bench(3, {.live_bytes_max = 100'000});
  const std::string raw(1000, 'x');
  for (std::int64_t key = 0; key < 1000; ++key) {
    bench.Send(0, {Value::Int(key)}, {}, LaneId(0), raw);
    bench.Send(1, {Value::Int(key)}, {}, LaneId(0), raw);
  }
  // Two events of more than a kilobyte for each key.
  EXPECT_LT(bench.correlator().live_keys(), 50U);
  EXPECT_GT(bench.correlator().live_keys(), 20U);
  EXPECT_EQ(bench.correlator().shed().keys, 1000 - bench.correlator().live_keys());
  // The books of bytes are right: what is taken out makes room again.
  for (std::int64_t key = 999; key > 980; --key) EXPECT_EQ(bench.Send(2, key), 1U);
}

TEST(SequenceMemory, CombinationsThatAreNotLookedAtAreCounted) {
  Bench bench(2, {}, {kUser, kHost});
  std::vector<Value> many;
  for (int i = 0; i < 40; ++i) many.push_back(Value::Int(i));
  bench.Send(0, many, many);
  EXPECT_EQ(bench.correlator().live_keys(), kKeysOfEventMax);
  EXPECT_EQ(bench.correlator().shed().combinations, 40 * 40 - kKeysOfEventMax);
}

TEST(SequenceMemory, AKeySeenInTwoLanesIsCounted) {
  Bench bench(2, {});
  bench.Send(0, 1, LaneId(0));
  EXPECT_EQ(bench.Send(1, 1, LaneId(1)), 1U);
  EXPECT_EQ(bench.correlator().shed().lane_splits, 1U);
}

}  // namespace
}  // namespace tocsin::correlate
