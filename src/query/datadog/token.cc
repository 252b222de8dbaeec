#include "query/datadog/token.h"

#include "base/check.h"

namespace tocsin::datadog {

std::string_view NameOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEnd:
      return "the end of the search";
    case TokenKind::kTerm:
      return "a term";
    case TokenKind::kPhrase:
      return "a quoted phrase";
    case TokenKind::kColon:
      return "`:`";
    case TokenKind::kMinus:
      return "`-`";
    case TokenKind::kAnd:
      return "`AND`";
    case TokenKind::kOr:
      return "`OR`";
    case TokenKind::kNot:
      return "`NOT`";
    case TokenKind::kTo:
      return "`TO`";
    case TokenKind::kCidr:
      return "`CIDR`";
    case TokenKind::kComma:
      return "`,`";
    case TokenKind::kLess:
      return "`<`";
    case TokenKind::kLessEqual:
      return "`<=`";
    case TokenKind::kGreater:
      return "`>`";
    case TokenKind::kGreaterEqual:
      return "`>=`";
    case TokenKind::kLeftParenthesis:
      return "`(`";
    case TokenKind::kRightParenthesis:
      return "`)`";
    case TokenKind::kLeftBracket:
      return "`[`";
    case TokenKind::kRightBracket:
      return "`]`";
    case TokenKind::kLeftBrace:
      return "`{`";
    case TokenKind::kRightBrace:
      return "`}`";
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin::datadog
