// The source exam: raw records and the ECS fields that they must become.
//
// A case is a pair of files, NAME.raw.EXT and NAME.expected.json; evtx/expected.ndjson has one case
// a line for records within event logs, which lie in `data_folder`. Every leaf of an expectation
// must be in the event with that value; more fields are welcome. What counts as equal:
//   * lists element by element, a list of one like its element;
//   * times as instants of milliseconds; numbers by value, also from decimal text;
//   * either of two published cuts of Defender's command lines into arguments;
//   * GUIDs, host names and hexadecimal integers in any spelling; addresses by value.
//
// Threads: one. Errors: a case that cannot be read fails with the reason.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace tocsin::conformance {

enum class Verdict : unsigned char {
  kPassed,
  kFailed,
  kUnread,  // the raw form is one that Tocsin does not read yet
};

struct Difference {
  std::string field;     // of which document, when there are several: "2:process.pid"
  std::string expected;  // JSON
  std::string got;       // JSON, empty when missing
};

struct CaseResult {
  std::string section;  // folder: "sysmon"
  std::string name;
  std::string kind;  // "upstream-pair" ...
  Verdict verdict = Verdict::kFailed;
  std::vector<Difference> differences;
};

struct Tally {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t unread = 0;
};

// All cases below `folder` in the order of their paths. `compat_elastic` is the mode of the exam.
std::vector<CaseResult> RunSourceCases(const std::string& folder, const std::string& data_folder,
                                       bool compat_elastic = true);

std::map<std::string, Tally> TallyBySection(const std::vector<CaseResult>& results);
std::map<std::string, Tally> TallyByKind(const std::vector<CaseResult>& results);

// For people: the tallies, then each failure with what was expected and got.
void PrintReport(const std::vector<CaseResult>& results, std::ostream& out);
// For programs: one JSON object a case and line.
void PrintLines(const std::vector<CaseResult>& results, std::ostream& out);

}  // namespace tocsin::conformance
