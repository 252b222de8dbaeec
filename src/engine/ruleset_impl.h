// Inside of Ruleset, shared by the sources of this folder only.
#pragma once

#include "engine/engine.h"
#include "engine/match/matcher.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {

struct Ruleset::Impl {
  // Where a hit of the matcher's condition goes: a rule that one event decides, or a condition of a
  // correlation.
  struct Target {
    RuleId rule;  // none: `condition` counts
    ConditionId condition;
  };
  struct CorrelationRule {
    const RulePlan* plan = nullptr;
    ConditionId first;  // its conditions follow one another, in the order of ForEachCondition
  };

  EngineOptions options;
  std::vector<RulePlan> plans;  // ascending by rule id; does not change any more
  std::vector<RefusedRule> refused;
  std::unique_ptr<const match::Matcher> matcher;
  std::vector<Target> targets;                // by condition of the matcher
  std::vector<CorrelationRule> correlations;  // ascending by rule id
  std::vector<std::uint32_t> owners;          // by ConditionId: index of correlations
  FieldDemand demand;
  std::string hash;
};

}  // namespace tocsin
