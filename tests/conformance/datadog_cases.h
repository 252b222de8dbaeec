// The exam of Datadog searches: one log, one search, and whether it selects the log; some searches
// must be refused. The file is FOLDER/search.json.
//
// Each log goes through the source for Datadog logs, as one read from a file would, and the search
// through the door of the query languages; the reference evaluator decides.
//
// Threads: one. Errors: a file that cannot be read gives one failed case that says why.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace tocsin::conformance {

struct SearchResult {
  std::string id;
  std::string feature;
  std::string query;
  std::string expected;  // match, no match, refused
  std::string got;
  std::string detail;  // of a refusal: its first message
  bool passed = false;
};

std::vector<SearchResult> RunSearchCases(const std::string& folder);

// For people: the tallies by feature, then each failure.
void PrintReport(const std::vector<SearchResult>& results, std::ostream& out);
// For programs: one JSON object a case and line.
void PrintLines(const std::vector<SearchResult>& results, std::ostream& out);

}  // namespace tocsin::conformance
