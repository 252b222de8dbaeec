// The grammar of a log search.
//
//   search     = or | nothing                     nothing, `*` and `*:*` select every log
//   or         = and { ( "OR" | "||" ) and }
//   and        = unary { [ "AND" | "&&" ] unary }  side by side is AND, which binds tighter
//   unary      = ( "-" | "NOT" ) unary | clause
//   clause     = "(" or ")"
//              | "CIDR" "(" "@" name "," block { "," block } ")"
//              | ( "_exists_" | "_missing_" ) ":" key
//              | key ":" "(" or ")"                the values of one key; no keys inside
//              | [ key ":" ] value
//   key        = "@" name | name | "*"
//   value      = term | phrase | ( ">" | ">=" | "<" | "<=" ) number
//              | ( "[" | "{" ) end "TO" end ( "]" | "}" )
//   end        = number | "*"
//
// No blank stands between `-` and what it excludes, nor around the `:` of a key.
//
// Facts: Datadog documentation, log search syntax; VRL's open search grammar for `_exists_` and
// `_missing_`. Recovery: at AND, OR, `)` and the end, so several mistakes are told at once. Bounded
// by syntax::Limits. Pure.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"
#include "query/datadog/ast.h"
#include "query/syntax/depth_guard.h"

namespace tocsin::datadog {

Result<Node, Reported> Parse(const SourceRef& source, DiagnosticSink& sink,
                             const syntax::Limits& limits = {});

}  // namespace tocsin::datadog
