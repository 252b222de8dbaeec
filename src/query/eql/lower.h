// From the tree of an EQL query to a plan.
//
// What stands above the leaves (`and`, `or`, `not`) becomes predicates, everything below a
// comparison or call becomes one scalar expression (plan/expr.h says why that matters):
//
//   a != b                not (a == b)
//   x == null             isNull(x)
//   f(x) == false         not f(x), also without a value of x
//   process where c       category field == "process" and c
//   x : "a*"              like, ignoring case: ASCII on a field, Unicode on a computed value
//   [c] with runs=3       three stages
//   endpoint dialect      a sequence of one host's events
//
// Names stay unresolved and types unchecked: that is for the passes. Reported here: functions and
// their argument counts, aliases and variables, and what no plan can express.
// Facts: EQL syntax and function reference; Elasticsearch's optimizer for null and boolean
// comparisons. Pure.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"
#include "plan/plan.h"
#include "query/eql/ast.h"
#include "query/eql/dialect.h"

#include <string>

namespace tocsin::eql {

struct LowerOptions {
  Dialect dialect = Dialect::kElasticsearch;
  std::string category_field = "event.category";
  bool exact = false;  // refuse comparisons between fields, as Elasticsearch does
};

Result<plan::Plan, Reported> Lower(const Query& query, const SourceRef& source,
                                   const LowerOptions& options, DiagnosticSink& sink);

// A condition alone, without a category.
Result<plan::Predicate, Reported> LowerCondition(const Expr& expr, const SourceRef& source,
                                                 const LowerOptions& options, DiagnosticSink& sink);

}  // namespace tocsin::eql
