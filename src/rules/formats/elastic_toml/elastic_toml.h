// Rules as the Elastic detection-rules repository writes them: one rule per TOML file, with the
// tables [metadata], [rule] and optionally [transform].
//
// Facts: elastic/detection-rules, rule schemas and loader; Kibana detection-engine API schema.
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
