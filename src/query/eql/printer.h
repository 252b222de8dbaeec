// Trees as text.
//
// Print gives EQL again, in one canonical layout with the fewest parentheses; parsing it gives an
// equal tree. PrintTree gives the structure, for golden files and `rules explain`.
// Pure. A tree with kError nodes prints as `<error>` there and does not parse.
#pragma once

#include "query/eql/ast.h"

#include <string>
#include <string_view>

namespace tocsin::eql {

std::string Print(const Query& query);
std::string Print(const Expr& expr);

std::string PrintTree(const Query& query);
std::string PrintTree(const Expr& expr);

// `==`, `like~` …
std::string_view OperatorText(Operator op);
// As a literal "…" with escapes.
std::string QuoteString(std::string_view text);
// A dotted name, with backticks where they are needed.
std::string JoinPath(const std::vector<std::string>& path);

}  // namespace tocsin::eql
