// A file of queries with their answers, written by hand: *.test below the folder of a language.
//
//   file     = { note | fields | events | query }
//   note     = "#" text                          anywhere but within a query's text
//   fields   = "--- fields" { NAME TYPE }        adds to the dictionary, for the whole file
//   events   = "--- events" { JSON object }      for the queries below, until the next events
//   query    = "--- query" { option } text ( finds | refused )
//   option   = "exact" | "endpoint" | "per-key=" NUMBER
//   finds    = "--- finds" answer
//   refused  = "--- refused" { CODE LINE ":" COLUMN }
//
// Every element stands on a line of its own. Three members of an event are not fields: `id` names
// it; `at` is its time in seconds after 2024-01-01T00:00:00Z (its place in the list, from 1, if it
// says nothing); `tie` is its tiebreaker. An answer is the ids of the events in one line, or one
// sequence or sample a line, with the key in brackets: "a b [root, null]"; "-" stands in the place
// of a missing event.
//
// Ownership: plain values. Errors: the first line that does not fit.
#pragma once

#include "base/result.h"
#include "event/ecs/field.h"
#include "query_run.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::queries {

struct QueryCase {
  std::size_t line = 0;  // of "--- query", from 1
  std::string text;
  bool exact = false;
  std::string dialect;  // empty: the language's first
  std::uint32_t samples_per_key = 1;
  std::shared_ptr<const std::vector<QueryEvent>> events;
  bool refused = false;
  std::string answer;  // what finds or refused says, lines ended by "\n"
};

struct QueryFile {
  std::vector<std::pair<std::string, FieldType>> fields;
  std::vector<QueryCase> cases;
};

Result<QueryFile> ParseQueryFile(const std::string& text);

}  // namespace tocsin::queries
