#include "engine/scope.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin {
namespace {

// One stage for each list of key fields; '?' marks an optional one.
plan::SequencePlan Sequence(const std::vector<std::vector<std::string>>& stages) {
  plan::SequencePlan plan;
  for (const std::vector<std::string>& fields : stages) {
    plan::Stage stage;
    for (const std::string& field : fields) {
      const bool optional = field.front() == '?';
      stage.keys.push_back(
          {.field = plan::Expr::OfField(field.substr(optional ? 1 : 0)), .optional = optional});
    }
    plan.stages.push_back(std::move(stage));
  }
  return plan;
}

plan::SignalPlan Signal(const std::vector<std::string>& fields,
                        std::vector<std::uint32_t> group_signals_by) {
  plan::SignalPlan plan;
  plan.queries.emplace_back();
  for (const std::string& field : fields) {
    plan.queries[0].group_by.push_back(plan::Expr::OfField(field));
  }
  plan.group_signals_by = std::move(group_signals_by);
  return plan;
}

TEST(Scope, OnePositionMustBeBoundInEveryStage) {
  EXPECT_EQ(ScopeOf(Sequence({{"host.id", "user.name"}, {"host.id", "source.ip"}})),
            RuleScope::kHost);
  EXPECT_EQ(ScopeOf(Sequence({{"process.entity_id"}, {"process.parent.entity_id"}})),
            RuleScope::kHost);
  EXPECT_EQ(ScopeOf(Sequence({{"host.id", "user.name"}, {"user.name", "host.id"}})),
            RuleScope::kGlobal);
  EXPECT_EQ(ScopeOf(Sequence({{"user.name"}, {"user.name"}})), RuleScope::kGlobal);
  EXPECT_EQ(ScopeOf(Sequence({{}, {}})), RuleScope::kGlobal);
}

TEST(Scope, WhatHostsGiveOutAnewOrMayLackIsNotBound) {
  EXPECT_EQ(ScopeOf(Sequence({{"process.pid"}, {"process.pid"}})), RuleScope::kGlobal);
  EXPECT_EQ(ScopeOf(Sequence({{"?host.id"}, {"?host.id"}})), RuleScope::kGlobal);
}

TEST(Scope, UntilCountsAsAStage) {
  plan::SequencePlan plan = Sequence({{"host.id"}, {"host.id"}});
  plan.until = Sequence({{"user.name"}}).stages[0];
  EXPECT_EQ(ScopeOf(plan), RuleScope::kGlobal);
}

TEST(Scope, SignalsAreBoundByWhatGroupsThem) {
  EXPECT_EQ(ScopeOf(Signal({"host.name", "user.name"}, {})), RuleScope::kHost);
  EXPECT_EQ(ScopeOf(Signal({"host.name", "user.name"}, {1})), RuleScope::kGlobal);
  EXPECT_EQ(ScopeOf(Signal({"host.name", "user.name"}, {0})), RuleScope::kHost);
  EXPECT_EQ(ScopeOf(Signal({"user.name"}, {})), RuleScope::kGlobal);
}

}  // namespace
}  // namespace tocsin
