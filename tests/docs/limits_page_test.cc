// docs/reference/limits.md is made from the bounds in the code.

#include "page.h"
#include "telemetry/limits.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

TEST(LimitsPage, SaysWhatTheCodeKeeps) {
  std::string page =
      "# Limits\n\n"
      "What evidence may ask for. Reaching a bound costs the thing that reached it: the record, "
      "the\n"
      "text, the archive. The scan goes on, neighbors are not touched, and the books say so under "
      "the\n"
      "name in the fourth column: a reason of `records.rejected`, a note of `records.notes`, or "
      "words "
      "of\nthe fault of an input. `tocsin help limits` prints the same.\n\n"
      "| What | At most | Then | In the books | Why |\n| --- | --- | --- | --- | --- |\n";
  for (const Limit& limit : AllLimits()) {
    page += "| " + std::string(limit.what) + " | " + limit.value + " | " + std::string(limit.then) +
            " | " + (limit.books.empty() ? "" : "`" + std::string(limit.books) + "`") + " | " +
            std::string(limit.why) + " |\n";
  }
  page +=
      "\nPatterns of rules need no bound on their stars: a wildcard is matched without going back, "
      "in\n"
      "at most the value's length times that of the longest run between two stars. Regular\n"
      "expressions run on automata, in time linear in the value, and have at most 8 KiB of "
      "source.\n"
      "\nA repeated key of a JSON object keeps every value: a rule sees them all, so that none "
      "hides\n"
      "another.\n";
  ExpectPage("docs/reference/limits.md", page);
}

}  // namespace
}  // namespace tocsin
