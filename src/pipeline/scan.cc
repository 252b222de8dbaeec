#include "pipeline/scan.h"

#include "alerts/builder.h"
#include "pipeline/key_secret.h"
#include "telemetry/native_fields.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool IsRefused(const std::vector<RefusedRule>& refused, RuleId rule) {
  return std::any_of(refused.begin(), refused.end(),
                     [rule](const RefusedRule& entry) { return entry.rule == rule; });
}

}  // namespace

void JudgeRules(const Catalog& catalog, std::span<const RulePlan> plans, const NativeFields& native,
                std::span<const std::uint64_t> alerts_of, ScanResult* result) {
  for (const RulePlan& plan : plans) {
    if (IsRefused(result->refused, plan.rule)) continue;
    result->standings.push_back({plan.rule,
                                 JudgeRule(plan, catalog.schema(), result->run.census, native),
                                 alerts_of[plan.rule.value()]});
  }
  std::vector<JudgedRule> rules;
  for (const RuleStanding& standing : result->standings) {
    rules.push_back({nullptr, &standing.standing});
  }
  result->gaps = FindGaps(rules);
}

ScanResult Scan(const Catalog& catalog, const ScanOptions& options, BatchProgress* progress) {
  ScanResult result;
  const auto load_start = std::chrono::steady_clock::now();
  std::vector<RulePlan> plans = catalog.Plans(options.engine.index_match);
  const std::vector<RulePlan> judged = plans;
  EngineOptions engine = options.engine;
  engine.key_secret = RandomKeySecret();
  engine.native = NativeFieldsOfSources(catalog.schema(), options.batch.normalize);
  const std::shared_ptr<const Ruleset> ruleset =
      Ruleset::Build(std::move(plans), catalog.schema(), engine);
  result.ruleset_hash = ruleset->hash();
  result.refused.assign(ruleset->refused().begin(), ruleset->refused().end());
  result.seconds_load = SecondsSince(load_start);

  const auto run_start = std::chrono::steady_clock::now();
  result.run = RunBatch(ruleset, catalog.schema(), options.batch, progress);
  AlertBuilder builder(catalog,
                       [&](InputId input) { return result.run.inputs.at(input.value()).name; });
  for (const ReleasedEvent& released : result.run.events) builder.Name(released.event);
  std::vector<std::uint64_t> alerts_of(catalog.rules().size(), 0);
  for (const Detection& detection : std::exchange(result.run.detections, {})) {
    ++alerts_of.at(detection.rule.value());
    result.alerts.push_back(builder.Build(detection));
    result.totals.Count(result.alerts.back());
  }
  // Signals come when they close; people and diffs want the order of time.
  std::stable_sort(result.alerts.begin(), result.alerts.end(),
                   [](const Alert& a, const Alert& b) { return a.first_event < b.first_event; });
  JudgeRules(catalog, judged, engine.native, alerts_of, &result);
  result.seconds_run = SecondsSince(run_start);
  return result;
}

}  // namespace tocsin
