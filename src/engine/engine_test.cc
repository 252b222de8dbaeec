#include "engine/engine.h"

#include "event/builder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin {
namespace {

using plan::Expr;
using plan::Function;
using plan::Predicate;

class EngineTest : public testing::Test {
 protected:
  Expr Field(std::string_view name) {
    Expr field = Expr::OfField(std::string(name));
    field.field = schema_.Intern(name);
    field.type = plan::TypeOf(schema_.type(field.field));
    return field;
  }
  Predicate Name(const char* name) {
    return Predicate::Leaf(
        Expr::Call(Function::kEqual, {Field("process.name"), Expr::Of(std::string(name))}));
  }
  RulePlan Rule(std::uint32_t id, plan::Plan plan) {
    return {.rule = RuleId(id), .stable_id = "rule-" + std::to_string(id), .plan = std::move(plan)};
  }
  RulePlan Single(std::uint32_t id, const char* name) {
    return Rule(id, plan::EventPlan{.condition = Name(name)});
  }
  RulePlan Sequence(std::uint32_t id, std::vector<const char*> names) {
    plan::SequencePlan plan;
    for (const char* name : names) {
      plan::Stage stage;
      stage.condition = Name(name);
      stage.keys.push_back({.field = Field("host.id")});
      plan.stages.push_back(std::move(stage));
    }
    plan.maxspan_ns = 10;
    return Rule(id, plan);
  }
  EventBatch Batch(const std::vector<const char*>& names) {
    EventBatch batch;
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema_, demand, batch);
    for (const char* name : names) {
      builder.Begin("test", {.input = InputId(0), .offset = offset_++}, {});
      builder.AddNamed("process.name", Value::String(name));
      builder.AddNamed("host.id", Value::String("h"));
      builder.SetTime(Time{static_cast<std::int64_t>(offset_)});
      builder.Finish();
    }
    return batch;
  }

  Schema schema_;
  std::uint64_t offset_ = 0;
};

TEST_F(EngineTest, RuleAndConditionHitsAreApartAndOrdered) {
  const auto ruleset =
      Ruleset::Build({Sequence(9, {"a", "b"}), Single(7, "b"), Single(3, "b")}, schema_, {});
  EXPECT_EQ(ruleset->rule_count(), 3U);
  EXPECT_EQ(ruleset->atom_count(), 2U);
  MatchScratch scratch(*ruleset);
  MatchResult result;
  Match(*ruleset, Batch({"a", "x", "b"}), scratch, &result);
  ASSERT_EQ(result.rules.size(), 2U);
  EXPECT_EQ(result.rules[0].rule, RuleId(3));
  EXPECT_EQ(result.rules[1].rule, RuleId(7));
  EXPECT_EQ(result.rules[0].event, 2U);
  ASSERT_EQ(result.conditions.size(), 2U);
  EXPECT_EQ(result.conditions[0].condition, ConditionId(0));
  EXPECT_EQ(result.conditions[1].condition, ConditionId(1));
  Match(*ruleset, Batch({}), scratch, &result);
  EXPECT_TRUE(result.rules.empty() && result.conditions.empty());
}

TEST_F(EngineTest, HashTellsRulesetsApart) {
  const auto hash = [&](std::vector<RulePlan> plans, EngineOptions options = {}) {
    return Ruleset::Build(std::move(plans), schema_, options)->hash();
  };
  const std::string one = hash({Single(1, "a"), Single(2, "b")});
  EXPECT_EQ(one.size(), 64U);
  EXPECT_EQ(hash({Single(2, "b"), Single(1, "a")}), one);
  EXPECT_NE(hash({Single(1, "a"), Single(2, "c")}), one);
  EXPECT_NE(hash({Single(1, "a")}), one);
  EXPECT_NE(hash({Single(1, "a"), Single(2, "b")}, {.index_match = IndexMatch::kStrict}), one);
  RulePlan scoped = Single(2, "b");
  const std::vector<std::string> patterns = {"logs-*"};
  scoped.scope = IndexScope(patterns);
  EXPECT_NE(hash({Single(1, "a"), scoped}), one);
}

TEST_F(EngineTest, DemandNamesFieldsOfConditionsAndKeys) {
  const auto ruleset = Ruleset::Build({Sequence(0, {"a", "b"})}, schema_, {});
  const auto wants = [&](std::string_view name) {
    return ruleset->demand().Wants(*schema_.Find(name));
  };
  EXPECT_TRUE(wants("process.name"));
  EXPECT_TRUE(wants("host.id"));
  EXPECT_TRUE(wants("event.category"));
  EXPECT_FALSE(wants("dns.question.name"));
}

// Two lists of 300 values have more combinations than are tried.
TEST_F(EngineTest, ConditionsThatAreGivenUpAreCounted) {
  const auto ruleset = Ruleset::Build(
      {Rule(0, plan::EventPlan{.condition = Predicate::Leaf(Expr::Call(
                                   Function::kEqual,
                                   {Field("process.args"), Field("process.parent.args")}))})},
      schema_, {});
  EventBatch batch;
  const FieldDemand demand = FieldDemand::All();
  EventBuilder builder(schema_, demand, batch);
  for (const int values : {10, 300}) {
    builder.Begin("test", {.input = InputId(0), .offset = offset_++}, {});
    for (int i = 0; i < values; ++i) {
      const std::string text = std::to_string(i);
      builder.AddNamed("process.args", Value::String(batch.arena().Copy("a" + text)));
      builder.AddNamed("process.parent.args", Value::String(batch.arena().Copy("b" + text)));
    }
    builder.SetTime(Time{1});
    builder.Finish();
  }
  MatchScratch scratch(*ruleset);
  MatchResult result;
  Match(*ruleset, batch, scratch, &result);
  EXPECT_TRUE(result.rules.empty());
  EXPECT_EQ(scratch.given_up(), 1U);
}

TEST_F(EngineTest, RefusedRulesAreNamedAndLeftOut) {
  plan::SequencePlan nothing;
  nothing.stages.push_back({.condition = Name("a"), .missing = true});
  const auto ruleset =
      Ruleset::Build({Single(1, "a"), Rule(2, nothing), Single(3, "a")}, schema_, {});
  ASSERT_EQ(ruleset->refused().size(), 1U);
  EXPECT_EQ(ruleset->refused()[0].rule, RuleId(2));
  EXPECT_FALSE(ruleset->refused()[0].reason.empty());
  EXPECT_EQ(ruleset->rule_count(), 2U);
}

TEST_F(EngineTest, WeakestSourceMatchOfASequence) {
  const auto ruleset = Ruleset::Build({Sequence(0, {"a", "b"})}, schema_, {});
  const EventBatch batch = Batch({"a", "b"});
  std::vector<Detection> detections;
  const auto emit = [&](Detection&& detection) { detections.push_back(std::move(detection)); };
  Correlation correlation(ruleset);
  correlation.Process({.event = RetainedEvent::RetainCopy(batch.events()[0]),
                       .conditions = {ConditionId(0)},
                       .equivalent = {ConditionId(0)}},
                      emit);
  EXPECT_EQ(correlation.stats().live_keys, 1U);
  correlation.Process(
      {.event = RetainedEvent::RetainCopy(batch.events()[1]), .conditions = {ConditionId(1)}},
      emit);
  ASSERT_EQ(detections.size(), 1U);
  EXPECT_EQ(detections[0].source_match, SourceMatch::kEquivalent);
  EXPECT_EQ(detections[0].key, (std::vector<KeyPart>{{"host.id", ValueKind::kString, "h"}}));
  EXPECT_EQ(correlation.stats().live_keys, 0U);
  EXPECT_EQ(correlation.stats().live_keys_peak, 1U);
}

TEST_F(EngineTest, ShedKeysAreCountedForTheirRule) {
  const auto ruleset = Ruleset::Build({Sequence(5, {"a", "b"})}, schema_, {.live_keys_max = 10});
  Correlation correlation(ruleset);
  for (int i = 0; i < 100; ++i) {
    const std::string host = "host " + std::to_string(i);
    const Value value = Value::String(host);
    const FieldEntry entry{*schema_.Find("host.id"), 1, &value};
    Event event;
    event.fields = {&entry, 1};
    event.time = Time{i};
    correlation.Process({.event = RetainedEvent::RetainCopy(event), .conditions = {ConditionId(0)}},
                        [](Detection&&) { FAIL(); });
  }
  EXPECT_EQ(correlation.stats().live_keys, 10U);
  ASSERT_EQ(correlation.stats().shed.size(), 1U);
  EXPECT_EQ(correlation.stats().shed[0].rule, RuleId(5));
  EXPECT_EQ(correlation.stats().shed[0].keys, 90U);
}

TEST_F(EngineTest, AdvanceForgetsWhatMaxspanHasEnded) {
  const auto ruleset = Ruleset::Build({Sequence(5, {"a", "b"})}, schema_, {});
  const EventBatch batch = Batch({"a"});  // at time 1, maxspan 10
  Correlation correlation(ruleset);
  const auto emit = [](Detection&&) {};
  correlation.Process(
      {.event = RetainedEvent::RetainCopy(batch.events()[0]), .conditions = {ConditionId(0)}},
      emit);
  correlation.Advance(Time{11}, emit);
  EXPECT_EQ(correlation.stats().live_keys, 1U);
  correlation.Advance(Time{12}, emit);
  EXPECT_EQ(correlation.stats().live_keys, 0U);
}

}  // namespace
}  // namespace tocsin
