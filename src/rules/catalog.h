// All loaded rules with what their files say: the door of rules/ for everything above.
//
// A RuleId is the position in `rules()`. Rules that cannot run stay in the list with their state
// and reason, so that none is missing silently; `plans()` gives the others to the engine.
//
// Ownership: owns rules and schema. Threads: immutable after loading, shared as const.
#pragma once

#include "base/diag/sink.h"
#include "base/result.h"
#include "event/ecs/schema.h"
#include "rules/formats/format.h"
#include "rules/model/rule.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class Catalog {
 public:
  Catalog(std::vector<LoadedRule> rules, std::unique_ptr<Schema> schema)
      : rules_(std::move(rules)), schema_(std::move(schema)) {}

  const std::vector<LoadedRule>& rules() const { return rules_; }
  const LoadedRule& at(RuleId id) const { return rules_[id.value()]; }
  const Schema& schema() const { return *schema_; }

  // A rule by its id, by its exact name, or by a unique part of its name (ignoring case).
  std::optional<RuleId> Find(std::string_view text) const;

  // Plans of the rules that are ready, for Ruleset::Build.
  std::vector<RulePlan> Plans(IndexMatch index_match = IndexMatch::kEquivalent) const;
  std::size_t count(RuleState state) const;

  // Keeps ready only the rules that `wanted` accepts; the others become disabled.
  void Select(const std::function<bool(RuleId, const Rule&)>& wanted);

 private:
  std::vector<LoadedRule> rules_;
  std::unique_ptr<Schema> schema_;
};

}  // namespace tocsin
