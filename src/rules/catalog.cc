#include "rules/catalog.h"

#include "base/case_fold.h"

#include <algorithm>

namespace tocsin {

std::optional<RuleId> Catalog::Find(std::string_view text) const {
  std::optional<RuleId> partial;
  bool unique = true;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i].rule;
    const RuleId id(static_cast<std::uint32_t>(i));
    if (rule.id == text || rule.name == text) return id;
    if (AsciiFindIgnoreCase(rule.name, text) != std::string_view::npos) {
      unique = unique && !partial;
      partial = id;
    }
  }
  return unique ? partial : std::nullopt;
}

std::vector<RulePlan> Catalog::Plans(IndexMatch index_match) const {
  std::vector<RulePlan> plans;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].state != RuleState::kReady) continue;
    const Rule& rule = rules_[i].rule;
    plans.push_back({RuleId(static_cast<std::uint32_t>(i)), rule.id, rule.plan,
                     IndexScope(rule.index_patterns, index_match)});
  }
  return plans;
}

std::size_t Catalog::count(RuleState state) const {
  return static_cast<std::size_t>(std::count_if(
      rules_.begin(), rules_.end(), [&](const LoadedRule& rule) { return rule.state == state; }));
}

void Catalog::Select(const std::function<bool(RuleId, const Rule&)>& wanted) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    LoadedRule& rule = rules_[i];
    if (rule.state != RuleState::kReady) continue;
    if (wanted(RuleId(static_cast<std::uint32_t>(i)), rule.rule)) continue;
    rule.state = RuleState::kDisabled;
    rule.reason = "not selected for this run";
  }
}

}  // namespace tocsin
