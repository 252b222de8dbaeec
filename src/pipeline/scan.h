// The main job: rules over evidence -> alerts, with the books of what was read and what could not
// be judged.
//
// Ownership: a result owns all but the rules that its alerts name; the catalog must outlive it.
// Threads: called by one; the run starts its own workers (batch_run.h). Cost: batch_run.h; judging
// rules is a walk over the census for each rule.
#pragma once

#include "alerts/alert.h"
#include "engine/engine.h"
#include "pipeline/alert_totals.h"
#include "pipeline/batch_run.h"
#include "pipeline/field_health.h"
#include "pipeline/fireability.h"
#include "pipeline/stream.h"
#include "rules/catalog.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tocsin {

struct ScanOptions {
  BatchOptions batch;
  EngineOptions engine;
};

struct RuleStanding {
  RuleId rule;
  Standing standing;
  std::uint64_t alerts = 0;
};

struct ScanResult {
  std::vector<RefusedRule> refused;  // rules that the engine left out, with the reason
  std::vector<Alert> alerts;         // by first event; borrow rules from the catalog
  AlertTotals totals;
  BatchOutput run;                      // without detections, which became alerts
  std::vector<RuleStanding> standings;  // of the rules that were run, ascending
  FieldGaps gaps;                       // what keeps those rules from firing
  std::string ruleset_hash;
  double seconds_load = 0;  // compiling the ruleset
  double seconds_run = 0;
  std::optional<StreamStats> stream;  // of Follow (pipeline/follow.h), which hands alerts on
};

// Judges the rules that ran on the telemetry that was seen: `standings` and `gaps` of the result.
// `alerts_of`: by rule id.
void JudgeRules(const Catalog& catalog, std::span<const RulePlan> plans, const NativeFields& native,
                std::span<const std::uint64_t> alerts_of, ScanResult* result);

ScanResult Scan(const Catalog& catalog, const ScanOptions& options,
                BatchProgress* progress = nullptr);

}  // namespace tocsin
