// One detection rule with everything its file says. The query is already a plan; the rest joins
// the engine's detections again in alerts/.
//
// Ownership: owned by the catalog, which never changes it after loading. Threads: immutable.
#pragma once

#include "base/diag/source_text.h"
#include "plan/plan.h"
#include "rules/model/attack.h"
#include "rules/model/guide.h"
#include "rules/model/schedule.h"
#include "rules/model/severity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct RelatedIntegration {
  std::string package;
  std::string version;  // a semver range
  std::string integration;
};

struct RequiredField {
  std::string name;
  std::string type;
  bool ecs = false;
};

// RuleSeverity or risk score taken from a field of the event (elastic-rules: overrides).
struct FieldOverride {
  std::string field;
  std::string value;
  std::optional<RuleSeverity> severity;  // severity_mapping
  std::optional<int> risk_score;         // risk_score_mapping
};

// What only rules that count signals have (Datadog).
struct SignalTexts {
  std::string message;  // template: Goal, Strategy, Triage and response
  bool has_extended_title = false;
  std::string detection_method;
  struct Case {
    std::string name;
    RuleSeverity severity = RuleSeverity::kInformational;
    std::string condition;
    std::vector<std::string> notifications;
  };
  std::vector<Case> cases;
  struct Query {
    std::string name;
    std::string text;
    std::string aggregation;
    std::vector<std::string> group_by;
  };
  std::vector<Query> queries;
  std::int64_t evaluation_window_s = 0;
  std::int64_t keep_alive_s = 0;
  std::int64_t max_signal_duration_s = 0;
};

struct Rule {
  // Identity.
  std::string id;  // stable over versions and installations
  std::string name;
  std::string description;
  int version = 1;
  std::string format;  // elastic_toml, datadog_json ...
  std::string type;    // eql, query, threshold, log_detection ...
  std::string language;
  std::string path;  // the file it came from; "builtin:..." for the pack in the binary
  std::string maturity;
  bool enabled = true;

  // Judgement.
  RuleSeverity severity = RuleSeverity::kInformational;
  int risk_score = 0;
  std::vector<FieldOverride> severity_mapping;
  std::vector<FieldOverride> risk_score_mapping;
  std::string rule_name_override;
  bool building_block = false;

  // Words.
  std::vector<std::string> tags;
  std::vector<Threat> threat;
  std::vector<std::string> references;
  std::vector<std::string> false_positives;
  std::vector<std::string> authors;
  std::string license;
  std::string setup;
  Guide guide;
  std::vector<std::string> investigation_fields;
  std::string created;  // as the file writes it
  std::string updated;

  // When and over what.
  Schedule schedule;
  std::uint32_t max_signals = 100;
  std::vector<std::string> index_patterns;
  std::string timestamp_override;
  bool timestamp_override_fallback_disabled = false;
  std::vector<RelatedIntegration> related_integrations;
  std::vector<RequiredField> required_fields;

  // The question.
  std::string query;     // the text itself
  SourceRef query_text;  // the same, mapped into the rule file
  plan::Plan plan;
  std::optional<SignalTexts> signal;
};

}  // namespace tocsin
