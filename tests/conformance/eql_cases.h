// The exam of EQL: queries over given events and the answers of Elasticsearch, expressions and
// what they fold to, and texts that must be accepted or refused. The cases are FOLDER/cases/*.json,
// their events and schemas FOLDER/datasets.
//
// Each query goes through the door of the query languages, exactly as Elasticsearch would read it,
// and through the engine at several batch sizes and numbers of threads; the reference evaluator
// answers it too. A case passes if every run gives what is expected. Where engine and reference
// differ, that is told apart, whatever was expected.
//
// A refused query must be refused in the expected class, and at the expected place where the case
// names one; whether our message says what Elasticsearch's does is counted apart. Elasticsearch
// points at the whole construct that is spoiled (Diagnostic::within), and
// counts the columns of some messages from 2: the next column is the same place.
//
// Sets of the older python-eql dialect are run in the dialect of ours that is nearest and reported
// by set; they show what the languages share, and decide nothing.
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
  bool python = false;   // of the python-eql dialect
  std::string dialect;   // of ours, in which it is read; empty: that of Elasticsearch
  bool passed = false;
  std::string query;
  std::string expected;               // JSON, in the form of the case
  std::string got;                    // JSON, in the same form
  std::string message;                // of a refusal
  std::string fragment;               // what the message should have in it; empty: anything
  std::vector<std::string> disagree;  // runs of the engine that differ from the reference
};

std::vector<EqlResult> RunEqlCases(const std::string& folder);

// Whether everything that the program promises passed: all but the python-eql sets.
bool AllPassed(const std::vector<EqlResult>& results);

// For people: the tallies by set, then each failure with what was expected and got.
void PrintReport(const std::vector<EqlResult>& results, std::ostream& out);
// For programs: one JSON object a case and line: set, name, got.
void PrintLines(const std::vector<EqlResult>& results, std::ostream& out);

}  // namespace tocsin::conformance
