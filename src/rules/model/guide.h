// The investigation guide of a rule: Markdown with live pivots.
//
// A pivot is a search that the guide offers, `!{investigate{JSON}}` in the text: groups of field
// tests (outer list OR, inner list AND) whose values may name fields of the alert as {{field}}.
// Facts: Elastic documentation, "Interactive investigation guides"; detection-rules transform.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct PivotTest {
  enum class Query : unsigned char { kPhrase, kPhrases, kExists, kRange };
  std::string field;
  Query query = Query::kPhrase;
  std::string value;       // may hold {{field}}
  std::string value_type;  // string, boolean, number
  bool excluded = false;
};

struct Pivot {
  std::string label;
  std::string description;
  std::vector<std::vector<PivotTest>> providers;  // OR of AND
  std::string relative_from;                      // date math; both or none
  std::string relative_to;
  std::size_t offset = 0;  // of the pivot's text in the Markdown
  std::size_t length = 0;
};

// A live query that needs the host itself (`!{osquery{JSON}}`); shown, never run.
struct OsqueryBlock {
  std::string label;
  std::string query;
  std::size_t offset = 0;
  std::size_t length = 0;
};

struct GuideFault {
  std::size_t offset = 0;  // in the Markdown
  std::string message;
};

struct Guide {
  std::string markdown;
  std::vector<Pivot> pivots;
  std::vector<OsqueryBlock> osquery;
  std::vector<GuideFault> faults;  // blocks that could not be read; the text stays
  bool empty() const { return markdown.empty(); }
};

// Finds the blocks in `markdown`. Braces are counted as Kibana counts them; JSON is read
// tolerantly (doubled backslashes). Never fails: what cannot be read becomes a fault.
Guide ParseGuide(std::string markdown);

// The field names that a pivot's values mention as {{field}}, in order, without repeats.
std::vector<std::string> PlaceholderFields(const Pivot& pivot);

}  // namespace tocsin
