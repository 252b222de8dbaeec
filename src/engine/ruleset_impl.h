// Inside of Ruleset, shared by the sources of this folder only.
#pragma once

#include "engine/engine.h"
#include "engine/match/matcher.h"
#include "engine/possible.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {

struct Ruleset::Impl {
  class ConditionList;

  // What a hit of the matcher's condition means.
  enum class TargetKind : std::uint8_t {
    kRule,       // a rule that one event decides
    kCondition,  // a condition of a correlation
    kGuard,      // the event may meet a condition once process state has filled it
    kMark,       // the inner condition of a `descendant of`
  };
  struct Target {
    TargetKind kind = TargetKind::kRule;
    RuleId rule;              // kRule
    ConditionId condition;    // kCondition
    std::uint32_t guard = 0;  // kGuard: index of guards
    std::uint32_t mark = 0;   // kMark: Predicate::relation
    // kRule, kCondition, kMark: what has to be confirmed where ancestors are known; null: nothing.
    const plan::Predicate* confirm = nullptr;
  };
  struct CorrelationRule {
    const RulePlan* plan = nullptr;
    ConditionId first;  // its conditions follow one another, in the order of ForEachCondition
  };

  EngineOptions options;
  std::vector<RulePlan> plans;  // ascending by rule id; does not change any more
  std::vector<RefusedRule> refused;
  std::unique_ptr<const match::Matcher> matcher;
  std::vector<Target> targets;  // by condition of the matcher
  // A guard stands behind the condition that it guards, in the matcher as in `targets`.
  std::vector<Waiting> guards;
  std::vector<RuleId> guarded_rules;       // by guard, ascending
  std::vector<RuleId> rules_on_state;      // the same, each once
  std::vector<std::uint32_t> mark_levels;  // by mark: 1 + those of the relations within it
  std::uint32_t relation_levels = 0;       // the highest of them
  NativeFields native;
  bool needs_process_state = false;
  std::vector<CorrelationRule> correlations;  // ascending by rule id
  std::vector<std::uint32_t> owners;          // by ConditionId: index of correlations
  FieldDemand demand;
  std::string hash;
};

}  // namespace tocsin
