// The tokens of the Datadog search language.
//
// Facts: Datadog documentation, log search syntax. Spans are of the query's SourceText. Threads:
// plain values.
#pragma once

#include "base/diag/span.h"
#include "query/datadog/text_pattern.h"

#include <cstdint>
#include <string_view>

namespace tocsin::datadog {

enum class TokenKind : std::uint8_t {
  kEnd,
  kTerm,    // Connect*, @http.method, C\:\\Windows
  kPhrase,  // "Connection refused"
  kColon,
  kMinus,  // before a term: exclusion
  kAnd,    // AND, &&
  kOr,     // OR, ||
  kNot,
  kTo,     // between the ends of a range
  kCidr,   // CIDR before its parenthesis
  kComma,  // between address blocks
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
  bool after_blank = false;  // something else than a token, or nothing, stands before it
  TextPattern text;          // of terms and phrases
};

// As messages name the kind: "`AND`", "a term".
std::string_view NameOf(TokenKind kind);

constexpr bool is_comparison(TokenKind kind) {
  return kind >= TokenKind::kLess && kind <= TokenKind::kGreaterEqual;
}

}  // namespace tocsin::datadog
