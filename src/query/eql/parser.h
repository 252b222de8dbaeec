// EQL: from text to tree.
//
// After a mistake the parser goes on at `and`, `or`, `)`, `]`, `|` or the next stage, so that one
// run tells several mistakes, in the order of the text. A tree comes back only if there was none.
// The checks that need no schema are done here too (keys, stages, runs, time spans, pipes).
//
// Facts: EQL syntax reference and the grammar of Elasticsearch 9; the endpoint dialect after its
// public rules. The grammar stands in parser.cc and expression_parser.cc.
// Threads: pure. Cost: linear in the text. Limits: syntax::Limits, kStagesMax, kNodesMax.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"
#include "query/eql/ast.h"
#include "query/eql/dialect.h"
#include "query/syntax/depth_guard.h"

namespace tocsin::eql {

struct ParseOptions {
  Dialect dialect = Dialect::kElasticsearch;
  syntax::Limits limits;
};

// Of a sequence, after `with runs=n` is written out.
inline constexpr std::size_t kStagesMax = 1000;
inline constexpr std::size_t kNodesMax = 1'000'000;

Result<Query, Reported> Parse(const SourceRef& source, const ParseOptions& options,
                              DiagnosticSink& sink);

// What may stand behind `where`, alone.
Result<Expr, Reported> ParseExpression(const SourceRef& source, const ParseOptions& options,
                                       DiagnosticSink& sink);

}  // namespace tocsin::eql
