#include "base/check.h"
#include "base/hash.h"
#include "base/hex.h"
#include "engine/engine.h"
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

std::shared_ptr<const Ruleset> Ruleset::Build(std::vector<RulePlan> plans, const Schema& schema,
                                              const EngineOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
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
  std::vector<match::ConditionSpec> conditions;
  for (const RulePlan& plan : impl->plans) {
    AddDemand(plan.plan, &impl->demand);
    const bool one_event_decides = std::holds_alternative<plan::EventPlan>(plan.plan);
    if (!one_event_decides) {
      const ConditionId first(static_cast<ConditionId::rep>(impl->owners.size()));
      impl->correlations.push_back({.plan = &plan, .first = first});
    }
    plan::ForEachCondition(plan.plan, [&](const plan::Predicate& condition) {
      conditions.push_back({.predicate = &condition,
                            .index_patterns = plan.scope.patterns(),
                            .index_match = options.index_match});
      if (one_event_decides) {
        impl->targets.push_back({.rule = plan.rule});
        return;
      }
      impl->targets.push_back(
          {.condition = ConditionId(static_cast<ConditionId::rep>(impl->owners.size()))});
      impl->owners.push_back(static_cast<std::uint32_t>(impl->correlations.size() - 1));
    });
  }
  impl->matcher = match::Matcher::Build(conditions);
  impl->hash = HashOf(impl->plans, options);
  return std::shared_ptr<const Ruleset>(new Ruleset(std::move(impl)));
}

Ruleset::Ruleset(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Ruleset::~Ruleset() = default;

const FieldDemand& Ruleset::demand() const { return impl_->demand; }
std::string Ruleset::hash() const { return impl_->hash; }
std::size_t Ruleset::rule_count() const { return impl_->plans.size(); }
std::span<const RefusedRule> Ruleset::refused() const { return impl_->refused; }
std::size_t Ruleset::atom_count() const { return impl_->matcher->facts().atoms; }
const EngineOptions& Ruleset::options() const { return impl_->options; }

}  // namespace tocsin
