// Conditions of EQL: everything that may stand behind `where`, and the event filters around them.
//
// Part of the parser (parser.h); internal to query/eql.
#pragma once

#include "query/eql/ast.h"
#include "query/eql/parse_context.h"

namespace tocsin::eql {

// Each leaves the stream behind what it took. After a mistake the result holds kError nodes.
Expr ParseExpr(ParseContext& context);
EventFilter ParseEventFilter(ParseContext& context);

}  // namespace tocsin::eql
