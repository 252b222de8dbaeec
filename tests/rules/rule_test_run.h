// Runs what a rule's test.yaml asks for: scans the evidence with that rule alone and compares the
// alerts.
#pragma once

#include "pipeline/scan.h"
#include "rules/catalog.h"
#include "rules/test_file.h"

#include <string>
#include <vector>

namespace tocsin {

struct RunSettings {
  unsigned jobs = 1;
  std::size_t batch_records = 1024;
};

// What is not as the case expects, one sentence each; empty when all is well. `folder` holds the
// evidence; `catalog` holds the rule.
std::vector<std::string> RunCase(const Catalog& catalog, const RuleTestCase& test,
                                 const std::string& folder, const RunSettings& settings);

}  // namespace tocsin
