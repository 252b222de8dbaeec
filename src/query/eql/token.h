// The tokens of EQL.
//
// Facts: EQL syntax reference (Elasticsearch 9) and its lexer; the endpoint dialect adds `$name`.
// Token::value owns its text; spans are of the query's SourceText. Threads: plain values.
#pragma once

#include "base/diag/span.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::eql {

enum class TokenKind : std::uint8_t {
  kEnd,

  kIdentifier,        // process, @timestamp
  kQuotedIdentifier,  // `a name`
  kTildeIdentifier,   // startsWith~
  kVariable,          // $entry (endpoint dialect)
  kInteger,
  kDecimal,
  kString,     // "text", with its escapes decoded
  kRawString,  // """text"""

  // Reserved words, in the order of the alphabet; always lower case.
  kAnd,
  kAny,
  kBy,
  kFalse,
  kIn,
  kInFold,  // in~
  kJoin,
  kLike,
  kLikeFold,  // like~
  kMaxspan,
  kNot,
  kNull,
  kOf,
  kOr,
  kRegex,
  kRegexFold,  // regex~
  kSample,
  kSequence,
  kTrue,
  kUntil,
  kWhere,
  kWith,

  kEqual,         // ==
  kNotEqual,      // !=
  kLess,          // <
  kLessEqual,     // <=
  kGreater,       // >
  kGreaterEqual,  // >=
  kColon,
  kAssign,  // =
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPercent,
  kDot,
  kComma,
  kLeftBracket,
  kMissingBracket,  // ![
  kRightBracket,
  kLeftParenthesis,
  kRightParenthesis,
  kPipe,
  kQuestion,
};

inline constexpr TokenKind kFirstReserved = TokenKind::kAnd;
inline constexpr TokenKind kLastReserved = TokenKind::kWith;

constexpr bool is_reserved(TokenKind kind) {
  return kind >= kFirstReserved && kind <= kLastReserved;
}

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
  std::string value;  // of names and strings: the text that they mean

  friend bool operator==(const Token&, const Token&) = default;
};

// As messages name the kind: "`and`", "a number", "the end of the query".
std::string_view NameOf(TokenKind kind);

// How a reserved word or a sign is written; empty for kinds with many texts.
std::string_view Spelling(TokenKind kind);

// The reserved word of this text, or kIdentifier. Case-sensitive.
TokenKind ReservedWord(std::string_view text);

}  // namespace tocsin::eql
