// What a sequence or sample must fulfil as a whole, and can be told without a schema: numbers of
// keys and stages, runs, missing-event stages. (EQL syntax reference, sequences and samples.)
//
// Part of the parser (parser.h); internal to query/eql.
#pragma once

#include "query/eql/ast.h"
#include "query/eql/parse_context.h"

namespace tocsin::eql {

void CheckSequence(const Sequence& sequence, ParseContext& context);
void CheckSample(const Sample& sample, ParseContext& context);

}  // namespace tocsin::eql
