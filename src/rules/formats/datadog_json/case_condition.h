// The condition of a case: which counts of which queries make the signal.
//
//   condition  = expr [ "THEN" expr ]
//   expr       = and { "||" and }
//   and        = prim { "&&" prim }                "&&" binds tighter
//   prim       = "(" expr ")" | comparison
//   comparison = operand ( ">" | ">=" | "<" | "<=" ) operand    at least one names a query
//   operand    = alias | number | number "*" alias | alias "*" number
//
// Numbers are whole and not negative; rules of the anomaly method may have a fraction. Blanks are
// free. Facts: Datadog documentation, log detection rules, "Set rule cases"; shipped rules.
// Pure. Bounded in depth.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"
#include "plan/plan.h"

#include <optional>
#include <span>
#include <string>

namespace tocsin::datadog_json {

struct ConditionOptions {
  std::span<const std::string> queries;  // aliases, in the order of the rule's queries
  bool fractions = false;
};

Result<plan::SignalCondition, Reported> ParseCondition(const SourceRef& source,
                                                       const ConditionOptions& options,
                                                       DiagnosticSink& sink);

// Holds when no query has any event in the window. Such a condition alone makes no signal.
bool HoldsOnNothing(const plan::SignalCondition& condition);

}  // namespace tocsin::datadog_json
