// Rules as the Elastic detection-rules repository writes them: one rule per TOML file, with the
// tables [metadata], [rule] and optionally [transform].
//
// A [rule] with the key `min_endpoint_version` is a behavior rule of Elastic Endpoint: its query is
// in the endpoint dialect, it reads the events of that sensor and its equivalents on the systems of
// `os_list`, and as it names no severity it has the middle one.
//
// Facts: elastic/detection-rules, rule schemas and loader; Kibana detection-engine API schema;
// elastic/protections-artifacts, behavior rules.
// Runs: type `eql`. Other types are read with all their facts and listed as not supported yet.
#pragma once

#include "rules/formats/format.h"

namespace tocsin {

class ElasticTomlFormat : public RuleFormat {
 public:
  std::string_view name() const override { return "elastic_toml"; }
  std::string_view extension() const override { return ".toml"; }
  bool Claims(std::string_view text) const override;
  std::vector<LoadedRule> Read(const SourceRef& file, const FormatContext& context) const override;
};

}  // namespace tocsin
