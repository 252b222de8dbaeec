// The exam of EQL: queries over given events and the answers of Elasticsearch, expressions and
// what they fold to, and texts that must be accepted or refused. The cases are FOLDER/cases/*.json
// of dialect elasticsearch, their events and schemas FOLDER/datasets.
//
// Each query goes through the door of the query languages, exactly as Elasticsearch would read it,
// and through the engine at several batch sizes and numbers of threads; the reference evaluator
// answers it too. A case passes if every run gives what is expected. Where engine and reference
// differ, that is told apart, whatever was expected.
//
// A refused query must be refused in the expected class, and at the expected place where the case
// names one. Elasticsearch points at the whole construct that is spoiled (Diagnostic::within), and
// counts the columns of some messages from 2: the next column is the same place.
//
// Threads: one, the runs start their own. Errors: a file that cannot be read gives one failed case
// that says why.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace tocsin::conformance {

struct EqlResult {
  std::string set;
  std::string name;
  std::string kind;      // query, fold, valid, invalid
  bool upstream = true;  // not written for the suite
  bool passed = false;
  std::string query;
  std::string expected;               // JSON, in the form of the case
  std::string got;                    // JSON, in the same form
  std::string message;                // of a refusal
  std::vector<std::string> disagree;  // runs of the engine that differ from the reference
};

std::vector<EqlResult> RunEqlCases(const std::string& folder);

// For people: the tallies by set, then each failure with what was expected and got.
void PrintReport(const std::vector<EqlResult>& results, std::ostream& out);
// For programs: one JSON object a case and line: set, name, got.
void PrintLines(const std::vector<EqlResult>& results, std::ostream& out);

}  // namespace tocsin::conformance
