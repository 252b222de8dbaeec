// Rules of Datadog Cloud SIEM as its API and exports write them: one rule, a list of rules, a
// listing {"data": [...]} (also with "attributes" inside), or a test request {"rule": {...}}.
//
// Runs: type `log_detection` with the threshold method over logs, aggregations count, cardinality,
// sum and max. Other methods and types are read with all their facts and listed as not supported.
// A rule without an id gets one from its name (UUID version 5), so it keeps it while the name
// stays.
//
// Facts: Datadog API reference, security monitoring rules; Datadog documentation, log detection
// rules; exported rules (docs/reference/datadog.md lists the choices where these are silent).
#pragma once

#include "rules/formats/format.h"

namespace tocsin {

class DatadogJsonFormat : public RuleFormat {
 public:
  std::string_view name() const override { return "datadog_json"; }
  std::string_view extension() const override { return ".json"; }
  bool Claims(std::string_view text) const override;
  std::vector<LoadedRule> Read(const SourceRef& file, const FormatContext& context) const override;
};

}  // namespace tocsin
