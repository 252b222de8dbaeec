// Names of EQL: fields, variables and join keys.
//
// Part of the parser (parser.h); internal to query/eql.
#pragma once

#include "query/eql/ast.h"
#include "query/eql/parse_context.h"

namespace tocsin::eql {

// Each begins at the current token, which must be able to begin it, and leaves the stream behind
// what it took. After a mistake the result may be kError.
Expr ParseField(ParseContext& context);
Expr ParseVariable(ParseContext& context);
// Any token may stand here.
Expr ParseKey(ParseContext& context);

}  // namespace tocsin::eql
