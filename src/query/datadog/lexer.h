// From text to tokens.
//
// Reports what is wrong inside one token (quotes, backslashes, stray signs), repairs or leaves out
// that token and goes on, so that the parser meets a usable stream.
//
//   blank    := space | tab | line end
//   term     := { any but blank ( ) [ ] { } " : \ and not && || | "\" any }
//               `*` and `?` are wildcards unless escaped; - ! < > # have a meaning of their own
//               where a term begins
//   phrase   := '"' { any but " \ | "\" any } '"'
//   words    := "AND" | "&&" | "OR" | "||" | "NOT" | "TO" (only in a range)
//   "CIDR(" begins a list in which `,` separates and `:` is plain
//   "[" or "{" begins a range, in which `-` is a sign
//
// Facts: Datadog documentation, log search syntax; shipped rules for `\x` of an ordinary x, which
// is x. Pure; linear in the text.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "query/datadog/token.h"

#include <vector>

namespace tocsin::datadog {

// The last token is kEnd.
std::vector<Token> Lex(const SourceRef& source, DiagnosticSink& sink);

}  // namespace tocsin::datadog
