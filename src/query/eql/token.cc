#include "query/eql/token.h"

#include <algorithm>
#include <iterator>

namespace tocsin::eql {
namespace {

struct KindFacts {
  TokenKind kind;
  std::string_view name;
};

constexpr KindFacts kKinds[] = {
    {TokenKind::kEnd, "the end of the query"},
    {TokenKind::kIdentifier, "a name"},
    {TokenKind::kQuotedIdentifier, "a name in backticks"},
    {TokenKind::kTildeIdentifier, "a function name"},
    {TokenKind::kVariable, "a variable"},
    {TokenKind::kInteger, "a whole number"},
    {TokenKind::kDecimal, "a number"},
    {TokenKind::kString, "a string"},
    {TokenKind::kRawString, "a raw string"},
    {TokenKind::kAnd, "`and`"},
    {TokenKind::kAny, "`any`"},
    {TokenKind::kBy, "`by`"},
    {TokenKind::kFalse, "`false`"},
    {TokenKind::kIn, "`in`"},
    {TokenKind::kInFold, "`in~`"},
    {TokenKind::kJoin, "`join`"},
    {TokenKind::kLike, "`like`"},
    {TokenKind::kLikeFold, "`like~`"},
    {TokenKind::kMaxspan, "`maxspan`"},
    {TokenKind::kNot, "`not`"},
    {TokenKind::kNull, "`null`"},
    {TokenKind::kOf, "`of`"},
    {TokenKind::kOr, "`or`"},
    {TokenKind::kRegex, "`regex`"},
    {TokenKind::kRegexFold, "`regex~`"},
    {TokenKind::kSample, "`sample`"},
    {TokenKind::kSequence, "`sequence`"},
    {TokenKind::kTrue, "`true`"},
    {TokenKind::kUntil, "`until`"},
    {TokenKind::kWhere, "`where`"},
    {TokenKind::kWith, "`with`"},
    {TokenKind::kEqual, "`==`"},
    {TokenKind::kNotEqual, "`!=`"},
    {TokenKind::kLess, "`<`"},
    {TokenKind::kLessEqual, "`<=`"},
    {TokenKind::kGreater, "`>`"},
    {TokenKind::kGreaterEqual, "`>=`"},
    {TokenKind::kColon, "`:`"},
    {TokenKind::kAssign, "`=`"},
    {TokenKind::kPlus, "`+`"},
    {TokenKind::kMinus, "`-`"},
    {TokenKind::kStar, "`*`"},
    {TokenKind::kSlash, "`/`"},
    {TokenKind::kPercent, "`%`"},
    {TokenKind::kDot, "`.`"},
    {TokenKind::kComma, "`,`"},
    {TokenKind::kLeftBracket, "`[`"},
    {TokenKind::kMissingBracket, "`![`"},
    {TokenKind::kRightBracket, "`]`"},
    {TokenKind::kLeftParenthesis, "`(`"},
    {TokenKind::kRightParenthesis, "`)`"},
    {TokenKind::kPipe, "`|`"},
    {TokenKind::kQuestion, "`?`"},
};

constexpr bool InOrder() {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (kKinds[i].kind != static_cast<TokenKind>(i)) return false;
  }
  return true;
}
static_assert(InOrder(), "kKinds must list the kinds in the order of their enumeration");

}  // namespace

std::string_view NameOf(TokenKind kind) { return kKinds[static_cast<std::size_t>(kind)].name; }

std::string_view Spelling(TokenKind kind) {
  const std::string_view name = NameOf(kind);
  if (!name.starts_with('`')) return {};
  return name.substr(1, name.size() - 2);
}

TokenKind ReservedWord(std::string_view text) {
  const KindFacts* begin = kKinds + static_cast<std::size_t>(kFirstReserved);
  const KindFacts* end = kKinds + static_cast<std::size_t>(kLastReserved) + 1;
  const KindFacts* found = std::find_if(
      begin, end, [text](const KindFacts& facts) { return Spelling(facts.kind) == text; });
  return found == end ? TokenKind::kIdentifier : found->kind;
}

}  // namespace tocsin::eql
