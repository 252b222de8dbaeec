#include "base/check.h"
#include "base/hash.h"
#include "base/hex.h"
#include "engine/engine.h"
#include "engine/lineage/enrich.h"
#include "engine/refuse.h"
#include "engine/ruleset_impl.h"
#include "plan/printer.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace tocsin {
namespace {

// Read whatever the rules are: index membership, order, lanes and the shell of alerts.
constexpr std::string_view kAlwaysWanted[] = {
    "@timestamp",           "agent.id",      "cloud.account.id", "event.category",
    "event.dataset",        "host.id",       "host.name",        "host.os.type",
    "winlog.computer_name", "observer.name", "event.code",       "event.action",
};

void AddDemand(const plan::Plan& plan, FieldDemand* demand) {
  plan::ForEachCondition(plan, [&](const plan::Predicate& condition) {
    plan::ForEachField(condition, [&](const plan::Expr& field) { demand->Add(field.field); });
  });
  plan::ForEachKeyField(plan, [&](const plan::Expr& key) {
    plan::ForEachField(key, [&](const plan::Expr& field) { demand->Add(field.field); });
  });
}

// Length-prefixed parts, so that no two rulesets give the same bytes.
void HashPart(std::string_view part, Sha256* hash) {
  hash->Update(std::to_string(part.size()));
  hash->Update(":");
  hash->Update(part);
}

std::string HashOf(const std::vector<RulePlan>& plans, const EngineOptions& options) {
  Sha256 hash;
  HashPart(options.index_match == IndexMatch::kStrict ? "strict" : "equivalent", &hash);
  for (const RulePlan& plan : plans) {
    HashPart(plan.stable_id, &hash);
    HashPart(plan::Print(plan.plan), &hash);
    HashPart(std::to_string(plan.scope.patterns().size()), &hash);
    for (const std::string& pattern : plan.scope.patterns()) HashPart(pattern, &hash);
  }
  const Sha256Digest digest = hash.Finish();
  return HexEncode(std::span<const std::uint8_t>(digest));
}

}  // namespace

// Collects the conditions of all rules for the matcher, with what a hit of each one means.
class Ruleset::Impl::ConditionList {
 public:
  explicit ConditionList(Impl& impl) : impl_(impl) {}

  void AddAll() {
    for (RulePlan& rule : impl_.plans) {
      AddDemand(rule.plan, &impl_.demand);
      scope_ = rule.scope.patterns();
      rule_ = rule.rule;
      plan::ForEachCondition(rule.plan, [&](plan::Predicate& condition) {
        plan::ForEachRelation(condition, [&](plan::Predicate& relation) { AddRelation(relation); });
      });
      const bool one_event_decides = std::holds_alternative<plan::EventPlan>(rule.plan);
      if (!one_event_decides) {
        impl_.correlations.push_back({.plan = &rule, .first = NextCondition()});
      }
      const std::vector<Use> uses = UsesOf(rule.plan);
      std::size_t position = 0;
      plan::ForEachCondition(rule.plan, [&](const plan::Predicate& condition) {
        Target target{.kind = TargetKind::kRule, .rule = rule.rule};
        if (!one_event_decides) {
          target = {.kind = TargetKind::kCondition, .condition = NextCondition()};
          impl_.owners.push_back(static_cast<std::uint32_t>(impl_.correlations.size() - 1));
        }
        const Use& use = uses[position++];
        AddGuarded(condition, use.keys, target, !use.speaks_against);
      });
    }
    if (impl_.needs_process_state) {
      for (const FieldId field : lineage::SightingFields()) impl_.demand.Add(field);
    }
    impl_.matcher = match::Matcher::Build(specs_, &impl_.native);
  }

 private:
  ConditionId NextCondition() const {
    return ConditionId(static_cast<ConditionId::rep>(impl_.owners.size()));
  }

  // How a plan uses the events that meet one of its conditions.
  struct Use {
    std::vector<FieldId> keys;    // that join the event to others
    bool speaks_against = false;  // a missing stage or `until`
  };

  // In the order of ForEachCondition.
  static std::vector<Use> UsesOf(const plan::Plan& plan) {
    std::vector<Use> uses;
    std::visit(
        [&](const auto& p) {
          using P = std::remove_cvref_t<decltype(p)>;
          const auto add = [&](const plan::Stage& stage, bool speaks_against) {
            Use& use = uses.emplace_back();
            use.speaks_against = speaks_against;
            for (const plan::Key& key : stage.keys) use.keys.push_back(key.field.field);
          };
          if constexpr (std::is_same_v<P, plan::EventPlan>) {
            uses.emplace_back();
          } else if constexpr (std::is_same_v<P, plan::SignalPlan>) {
            for (const plan::SignalQuery& query : p.queries) {
              Use& use = uses.emplace_back();
              for (const plan::Expr& field : query.group_by) use.keys.push_back(field.field);
              for (const plan::Expr& field : query.distinct) use.keys.push_back(field.field);
              if (query.metric) use.keys.push_back(query.metric->field);
            }
          } else {
            for (const plan::Stage& stage : p.stages) add(stage, stage.missing);
            if constexpr (std::is_same_v<P, plan::SequencePlan>) {
              if (p.until) add(*p.until, true);
            }
          }
        },
        plan);
    return uses;
  }

  // The condition itself and, if process state may change its answer, the guard before it.
  void AddGuarded(const plan::Predicate& condition, std::span<const FieldId> keys, Target target,
                  bool needs_certainty) {
    Waiting waiting = WaitsFor(condition, lineage::DerivableFields());
    for (const FieldId key : keys) {
      const auto derivable = lineage::DerivableFields();
      if (std::find(derivable.begin(), derivable.end(), key) != derivable.end()) {
        waiting.fields.push_back(key);
      }
    }
    if (waiting.ancestors) target.confirm = &condition;
    Add(condition, target, needs_certainty);
    if (waiting.empty()) return;
    impl_.needs_process_state = true;
    impl_.guarded_rules.push_back(rule_);
    if (impl_.rules_on_state.empty() || impl_.rules_on_state.back() != rule_) {
      impl_.rules_on_state.push_back(rule_);
    }
    guards_.push_back(std::make_unique<plan::Predicate>(Possible(condition, waiting.fields)));
    Add(*guards_.back(),
        {.kind = TargetKind::kGuard, .guard = static_cast<std::uint32_t>(impl_.guards.size())},
        false);
    impl_.guards.push_back(std::move(waiting));
  }

  void AddRelation(plan::Predicate& relation) {
    const plan::Predicate& inner = relation.children.front();
    std::uint32_t level = 1;
    plan::ForEachRelation(inner, [&](const plan::Predicate& within) {
      level = std::max(level, impl_.mark_levels[within.relation] + 1);
    });
    relation.relation = static_cast<std::uint32_t>(impl_.mark_levels.size());
    impl_.mark_levels.push_back(level);
    impl_.relation_levels = std::max(impl_.relation_levels, level);
    AddGuarded(inner, {}, {.kind = TargetKind::kMark, .mark = relation.relation}, true);
  }

  void Add(const plan::Predicate& predicate, const Target& target, bool needs_certainty) {
    specs_.push_back({.predicate = &predicate,
                      .index_patterns = scope_,
                      .index_match = impl_.options.index_match,
                      .needs_certainty = needs_certainty});
    impl_.targets.push_back(target);
  }

  Impl& impl_;
  std::span<const std::string> scope_;  // of the rule at hand
  RuleId rule_;
  std::vector<match::ConditionSpec> specs_;
  std::vector<std::unique_ptr<plan::Predicate>> guards_;
};

std::shared_ptr<const Ruleset> Ruleset::Build(std::vector<RulePlan> plans, const Schema& schema,
                                              const EngineOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->native = options.native;
  std::sort(plans.begin(), plans.end(),
            [](const RulePlan& a, const RulePlan& b) { return a.rule < b.rule; });
  for (RulePlan& plan : plans) {
    TOCSIN_CHECK(impl->plans.empty() || impl->plans.back().rule != plan.rule, "rule id used twice");
    if (auto reason = ReasonToRefuse(plan.plan)) {
      impl->refused.push_back({plan.rule, std::move(*reason)});
    } else {
      impl->plans.push_back(std::move(plan));
    }
  }
  for (const std::string_view name : kAlwaysWanted) {
    if (const auto field = schema.Find(name)) impl->demand.Add(*field);
  }
  Impl::ConditionList(*impl).AddAll();
  impl->hash = HashOf(impl->plans, options);
  return std::shared_ptr<const Ruleset>(new Ruleset(std::move(impl)));
}

Ruleset::Ruleset(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Ruleset::~Ruleset() = default;

const FieldDemand& Ruleset::demand() const { return impl_->demand; }
std::string Ruleset::hash() const { return impl_->hash; }
std::size_t Ruleset::rule_count() const { return impl_->plans.size(); }
std::span<const RefusedRule> Ruleset::refused() const { return impl_->refused; }
bool Ruleset::needs_process_state() const { return impl_->needs_process_state; }
std::span<const RuleId> Ruleset::rules_on_process_state() const { return impl_->rules_on_state; }
std::size_t Ruleset::atom_count() const { return impl_->matcher->facts().atoms; }
const EngineOptions& Ruleset::options() const { return impl_->options; }

}  // namespace tocsin
