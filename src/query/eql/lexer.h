// From text to tokens.
//
// Reports what is wrong inside one token (quotes, escapes, comments, stray signs), leaves out or
// repairs that token and goes on, so that the parser meets a usable stream.
//
//   comment   := "//" to the end of the line | "/*" … "*/"     (the latter nests in Elasticsearch)
//   name      := [A-Za-z_@][A-Za-z0-9_]*    reserved words are no names
//   quoted    := "`" (any | "``")* "`"
//   tilde     := [A-Za-z][A-Za-z0-9_]* "~"
//   variable  := "$" [A-Za-z_][A-Za-z0-9_]*                    (endpoint dialect)
//   number    := digits [ "." digits? ] exponent? | "." digits exponent?
//   string    := '"' (any but " \ CR LF | escape)* '"'
//   escape    := "\" ( b t n f r " ' \ | "u{" 2 to 8 hex digits "}" )
//   raw       := '"""' (any but CR LF)* '"""' '"'? '"'?        (shortest run, then more quotes)
//
// Facts: EQL syntax reference and the lexer of Elasticsearch 9. Pure; linear in the text.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "query/eql/dialect.h"
#include "query/eql/token.h"

#include <vector>

namespace tocsin::eql {

// The last token is kEnd.
std::vector<Token> Lex(const SourceRef& source, Dialect dialect, DiagnosticSink& sink);

}  // namespace tocsin::eql
