// The books of a scan: every record, rule and limit accounted for, as JSON for programs and as a
// summary for people.
#pragma once

#include "cli/console_text/terminal.h"
#include "pipeline/scan.h"
#include "rules/catalog.h"
#include "rules/loader.h"

#include <string>

namespace tocsin {

// One object, schema "tocsin.scan-stats/1" (schemas/scan-stats-1.json). The sums balance:
// records.in == records.parsed + the sum of records.rejected.
std::string ScanBooksJson(const ScanResult& result, const Catalog& catalog,
                          const LoadReport& report);

// A few lines; `seconds` is what all took, rules and output included; `detailed` adds every rule
// that could not be judged and every source.
std::string ScanSummary(const ScanResult& result, const Catalog& catalog, const LoadReport& report,
                        double seconds, bool detailed, const Terminal& terminal);

// Whether something could not be read: a damaged input, or rejected records.
bool SomethingWasUnreadable(const ScanResult& result);

}  // namespace tocsin
