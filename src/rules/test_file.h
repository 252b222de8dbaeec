// What a rule must say about evidence: the file test.yaml beside a rule.
//
//   rule: rule.toml              a rule file, beside this one
//   cases:
//     - name: on every sensor
//       events: match.ndjson     a file beside this one, or a list of files
//       expect: match            match, no_match, or {count: N}
//       alerts:                  each of these is among the alerts
//         - records: [1, 2]      where the alert's events stand in their files, in the alert's
//         order
//           facts: {severity: high, entities.hosts: wks-01}
//
// A fact is a path into the canonical alert (schemas/alert-1.json) with a value, or a list of
// values, that stands there; numbers are compared as they are written.
//
// Ownership: everything is copied. Threads: pure.
#pragma once

#include "base/diag/sink.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

struct ExpectedFact {
  std::string path;
  std::vector<std::string> values;
};

struct ExpectedAlert {
  std::vector<std::uint64_t> records;  // empty: not asked
  std::vector<ExpectedFact> facts;
};

struct RuleTestCase {
  enum class Expect : unsigned char { kMatch, kNoMatch, kCount };

  std::string name;
  std::vector<std::string> events;
  Expect expect = Expect::kMatch;
  std::uint64_t count = 0;  // of kCount
  std::vector<ExpectedAlert> alerts;
};

struct RuleTest {
  std::string rule;
  std::vector<RuleTestCase> cases;
};

// Unknown keys are warnings; everything else that is wrong is an error, and no test comes back.
Result<RuleTest, Reported> ReadRuleTest(const SourceRef& file, DiagnosticSink& sink);

}  // namespace tocsin
