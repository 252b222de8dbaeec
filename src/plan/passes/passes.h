// The steps from a freshly lowered plan to one that can be compiled, in order:
//   resolve    names to field ids; unknown names are reported with near names
//   typecheck  gives every node its type; reports what can never be right
//   fold       computes what has no fields, three-valued
//   normalize  negation inwards, flat and/or, one spelling for each leaf
// Each keeps the meaning (docs/internals/semantics.md), each is tested against reference_eval.
// Diagnostics go to the sink; Reported means that the plan cannot be used.
#pragma once

#include "base/diag/sink.h"
#include "base/result.h"
#include "event/ecs/schema.h"
#include "plan/plan.h"

namespace tocsin::plan {

enum class UnknownFields : std::uint8_t {
  kError,    // queries typed by a person
  kWarning,  // rules of a pack: the rule still runs, the field counts as missing
  kIgnore,
};

struct ResolveOptions {
  UnknownFields unknown = UnknownFields::kWarning;
  // Follow Elasticsearch: an unknown optional field is the constant null (it is a missing field
  // otherwise); cidrMatch takes fields of addresses and constant blocks only; lists hold no
  // addresses.
  bool exact = false;
};

// Adds unknown names to the schema (as unmapped), so that events can still carry them.
Result<void, Reported> Resolve(Plan& plan, Schema& schema, const ResolveOptions& options,
                               const SourceRef& source, DiagnosticSink& sink);
Result<void, Reported> Typecheck(Plan& plan, const Schema& schema, const SourceRef& source,
                                 DiagnosticSink& sink, bool exact = false);
Result<void, Reported> FoldConstants(Plan& plan, const SourceRef& source, DiagnosticSink& sink);
void Normalize(Plan& plan);

// All of them.
Result<void, Reported> RunPasses(Plan& plan, Schema& schema, const ResolveOptions& options,
                                 const SourceRef& source, DiagnosticSink& sink);

}  // namespace tocsin::plan
