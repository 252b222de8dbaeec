// The door of query/: from the text of a query, in any language, to a plan that can be compiled.
//
// CompileQuery parses, lowers and runs all passes (plan/passes/passes.h). What is wrong with the
// text goes to the sink; names that the schema does not know are added to it as unmapped.
//
// Threads: calls with different schemas are independent. Cost: well below a millisecond for an
// ordinary rule; bounded by the limits of the language.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"
#include "event/ecs/schema.h"
#include "plan/passes/passes.h"
#include "plan/plan.h"

#include <span>
#include <string>
#include <string_view>

namespace tocsin {

struct QueryOptions {
  // A variant of the language: "elasticsearch" or "endpoint" for eql. Empty: the first one listed.
  std::string dialect;
  // The field that the word before `where` is compared with (event_category_override).
  std::string category_field = "event.category";
  plan::UnknownFields unknown_fields = plan::UnknownFields::kWarning;
  // As the home system does, also where that is not wise.
  bool exact = false;
};

struct LanguageFacts {
  std::string_view name;                       // "eql"
  std::span<const std::string_view> dialects;  // the first is the default
  // Records have no schema, so every name is as good as any other.
  bool open_names = false;
};
std::span<const LanguageFacts> Languages();

Result<plan::Plan, Reported> CompileQuery(std::string_view language, const SourceRef& source,
                                          const QueryOptions& options, Schema& schema,
                                          DiagnosticSink& sink);

}  // namespace tocsin
