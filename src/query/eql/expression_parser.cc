// Grammar. Binding, tightest first: call and parentheses, predicate, sign, `* / %`, `+ -`, one
// comparison, `not`, `and`, `or`.
//
//   event      := category "where" expr
//   category   := "any" | NAME | STRING | RAW_STRING
//   expr       := and ( "or" and )*
//   and        := not ( "and" not )*
//   not        := "not" not | relation | comparison
//   relation   := NAME "of" "[" event "]"
//   comparison := sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
//   sum        := product ( ( "+" | "-" ) product )*
//   product    := signed ( ( "*" | "/" | "%" ) signed )*
//   signed     := ( "-" | "+" ) signed | primary [ predicate ]
//   predicate  := [ "not" ] ( "in" | "in~" ) "(" expr ( "," expr )* ")"
//               | ( ":" | "like" | "like~" | "regex" | "regex~" )
//                 ( constant | "(" constant ( "," constant )* ")" )
//   primary    := constant | call | field | variable | "(" expr ")"
//   call       := ( NAME | TILDE_NAME ) "(" [ expr ( "," expr )* ] ")"
//   constant   := "null" | "true" | "false" | INTEGER | DECIMAL | STRING | RAW_STRING
//
// Fields and variables are in field_parser.cc.
#include "query/eql/expression_parser.h"

#include "base/case_fold.h"
#include "query/eql/field_parser.h"
#include "query/syntax/literal.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace tocsin::eql {
namespace {

constexpr std::string_view kOperatorText = "an operator";
constexpr std::string_view kValueText = "a value";

Operator ComparisonOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kEqual:
      return Operator::kEqual;
    case TokenKind::kNotEqual:
      return Operator::kNotEqual;
    case TokenKind::kLess:
      return Operator::kLess;
    case TokenKind::kLessEqual:
      return Operator::kLessEqual;
    case TokenKind::kGreater:
      return Operator::kGreater;
    case TokenKind::kGreaterEqual:
      return Operator::kGreaterEqual;
    default:
      return Operator::kNone;
  }
}

Operator PatternOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kColon:
      return Operator::kWildcard;
    case TokenKind::kLike:
      return Operator::kLike;
    case TokenKind::kLikeFold:
      return Operator::kLikeFold;
    case TokenKind::kRegex:
      return Operator::kRegex;
    case TokenKind::kRegexFold:
      return Operator::kRegexFold;
    default:
      return Operator::kNone;
  }
}

Operator MembershipOf(TokenKind kind) {
  if (kind == TokenKind::kIn) return Operator::kIn;
  return kind == TokenKind::kInFold ? Operator::kInFold : Operator::kNone;
}

struct Arithmetic {
  Operator op = Operator::kNone;
  int binding = 0;  // a product binds tighter than a sum
};
Arithmetic ArithmeticOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kPlus:
      return {Operator::kAdd, 1};
    case TokenKind::kMinus:
      return {Operator::kSubtract, 1};
    case TokenKind::kStar:
      return {Operator::kMultiply, 2};
    case TokenKind::kSlash:
      return {Operator::kDivide, 2};
    case TokenKind::kPercent:
      return {Operator::kModulo, 2};
    default:
      return {};
  }
}

Expr Binary(ExprKind kind, Operator op, Span op_span, Expr left, Expr right) {
  Expr expr(kind, Cover(left.span, right.span));
  expr.op = op;
  expr.head = op_span;
  expr.children.push_back(std::move(left));
  expr.children.push_back(std::move(right));
  return expr;
}

class ExpressionParser {
 public:
  explicit ExpressionParser(ParseContext& context) : context_(context), tokens_(context.tokens()) {}

  EventFilter ParseEvent();
  Expr ParseOr();

 private:
  Expr ParseAnd();
  Expr ParseNot();
  Expr ParseRelation();
  Expr ParseComparison();
  Expr ParseArithmetic(int binding);
  Expr ParseSigned();
  Expr ParsePredicate(Expr left);
  Expr ParseMembership(Expr left, std::size_t words);
  Expr ParsePattern(Expr left);
  void ParsePatternConstant(std::vector<Expr>& constants);
  Expr ParsePrimary();
  Expr ParseGroup();
  Expr ParseCall();
  std::vector<Expr> ParseArguments();
  Expr ParseConstant();

  bool AtConstant() const;
  bool AtReservedName() const;
  void FinishOperand();
  bool IsShouted(TokenKind word) const;
  bool AcceptJoin(TokenKind word);
  std::string HintForOperand() const;
  Expr TooDeep() {
    context_.TooDeep(tokens_.Peek().span);
    return Expr(ExprKind::kError, tokens_.Peek().span);
  }

  ParseContext& context_;
  syntax::TokenStream<Token>& tokens_;
};

EventFilter ExpressionParser::ParseEvent() {
  EventFilter event;
  const Token& token = tokens_.Peek();
  event.category_span = token.span;
  std::string help;
  if (tokens_.Accept(TokenKind::kAny)) {
    event.any = true;
  } else if (tokens_.At(TokenKind::kIdentifier) || tokens_.At(TokenKind::kString) ||
             tokens_.Sees(TokenKind::kRawString)) {
    event.category = tokens_.Next().value;
    if (token.kind == TokenKind::kIdentifier) {
      help = "a query begins with an event category, such as `process where …` or `any where …`";
    }
  } else if (token.kind == TokenKind::kQuotedIdentifier ||
             (is_reserved(token.kind) && tokens_.Sees(TokenKind::kWhere, 1))) {
    event.category =
        token.value.empty() ? std::string(Spelling(token.kind)) : std::string(token.value);
    const std::string quoted = "\"" + event.category + "\"";
    context_.Tell(context_
                      .Problem(is_reserved(token.kind) ? DiagCode::kEqlReservedWord
                                                       : DiagCode::kEqlUnexpectedToken,
                               token.span,
                               context_.Quote(token.span) + " cannot stand as an event category")
                      .Label("expected `any`, a name or a string")
                      .WithFix({token.span, quoted, "write " + quoted}));
    tokens_.Next();
  } else {
    context_.Unexpected("a query begins with an event category, such as `process where …`");
    context_.Recover();
  }
  if (tokens_.Accept(TokenKind::kWhere) || context_.Require(TokenKind::kWhere, std::move(help))) {
    event.condition = ParseOr();
  } else {
    event.condition = ParseOr();  // what follows is told about as well
  }
  event.span = Cover(event.category_span, event.condition.span);
  return event;
}

Expr ExpressionParser::ParseOr() {
  syntax::DepthGuard guard(context_.depth(), context_.options().limits.depth_max);
  if (!guard) return TooDeep();
  Expr first = ParseAnd();
  if (!AcceptJoin(TokenKind::kOr)) return first;
  Expr any(ExprKind::kOr, first.span);
  any.children.push_back(std::move(first));
  do {
    any.children.push_back(ParseAnd());
  } while (AcceptJoin(TokenKind::kOr));
  any.span = Cover(any.span, any.children.back().span);
  return any;
}

Expr ExpressionParser::ParseAnd() {
  Expr first = ParseNot();
  FinishOperand();
  if (!AcceptJoin(TokenKind::kAnd)) return first;
  Expr all(ExprKind::kAnd, first.span);
  all.children.push_back(std::move(first));
  do {
    all.children.push_back(ParseNot());
    FinishOperand();
  } while (AcceptJoin(TokenKind::kAnd));
  all.span = Cover(all.span, all.children.back().span);
  return all;
}

Expr ExpressionParser::ParseNot() {
  if (!tokens_.Sees(TokenKind::kNot)) {
    const bool relation = tokens_.Sees(TokenKind::kIdentifier) && tokens_.Sees(TokenKind::kOf, 1);
    return relation ? ParseRelation() : ParseComparison();
  }
  syntax::DepthGuard guard(context_.depth(), context_.options().limits.depth_max);
  if (!guard) return TooDeep();
  const Span sign = tokens_.Next().span;
  Expr child = ParseNot();
  Expr negation(ExprKind::kNot, Cover(sign, child.span));
  negation.head = sign;
  negation.children.push_back(std::move(child));
  return negation;
}

Expr ExpressionParser::ParseRelation() {
  syntax::DepthGuard guard(context_.depth(), context_.options().limits.depth_max);
  if (!guard) return TooDeep();
  Expr relation(ExprKind::kRelation, tokens_.Peek().span);
  relation.text = tokens_.Peek().value;
  relation.head = Cover(tokens_.Peek().span, tokens_.Peek(1).span);
  tokens_.Next();
  tokens_.Next();
  static constexpr std::string_view kRelations[] = {"child", "descendant", "event"};
  if (std::find(std::begin(kRelations), std::end(kRelations), relation.text) ==
      std::end(kRelations)) {
    context_.Tell(context_
                      .Problem(DiagCode::kEqlRelation, relation.head,
                               "there is no relationship " + context_.Quote(relation.head))
                      .Help("relationships are `child of`, `descendant of` and `event of`"));
  } else if (!context_.endpoint()) {
    context_.Tell(context_
                      .Problem(DiagCode::kEqlRelation, relation.head,
                               "process relationships are not supported")
                      .Help("join two stages of a sequence: `process.entity_id` of the parent with "
                            "`process.parent.entity_id` of the child"));
  }
  const Span opened = tokens_.Peek().span;
  if (context_.Require(TokenKind::kLeftBracket)) {
    ParseContext::Closers closers(context_, {TokenKind::kRightBracket}, opened);
    relation.event = std::make_unique<EventFilter>(ParseEvent());
    context_.Require(TokenKind::kRightBracket);
  }
  relation.span = Cover(relation.span, tokens_.Last().span);
  return relation;
}

Expr ExpressionParser::ParseComparison() {
  Expr left = ParseArithmetic(1);
  tokens_.Expect(kOperatorText);
  TokenKind kind = tokens_.Peek().kind;
  if (kind == TokenKind::kAssign) {
    const Span sign = tokens_.Peek().span;
    context_.Tell(context_
                      .Problem(DiagCode::kEqlSingleEquals, sign,
                               "a comparison is written with `==`, not with `=`")
                      .WithFix({sign, "==", "write `==`"}));
    kind = TokenKind::kEqual;
  }
  Operator op = ComparisonOf(kind);
  if (op == Operator::kNone) return left;
  const Span sign = tokens_.Next().span;
  Expr right = ParseArithmetic(1);
  Expr comparison = Binary(ExprKind::kCompare, op, sign, std::move(left), std::move(right));
  if (ComparisonOf(tokens_.Peek().kind) != Operator::kNone) {
    context_.Tell(context_
                      .Problem(DiagCode::kEqlChainedComparison, tokens_.Peek().span,
                               "comparisons cannot be chained")
                      .Secondary(sign, "the first comparison")
                      .Help("join them with `and`, or put the first in parentheses"));
    while (ComparisonOf(tokens_.Peek().kind) != Operator::kNone) {
      tokens_.Next();
      ParseArithmetic(1);
    }
  }
  return comparison;
}

// Operators of this binding or tighter.
Expr ExpressionParser::ParseArithmetic(int binding) {
  syntax::DepthGuard guard(context_.depth(), context_.options().limits.depth_max, 0);
  Expr left = ParseSigned();
  for (;;) {
    const Arithmetic arithmetic = ArithmeticOf(tokens_.Peek().kind);
    if (arithmetic.op == Operator::kNone || arithmetic.binding < binding) return left;
    guard.Deepen();
    if (!guard) return TooDeep();
    const Span sign = tokens_.Next().span;
    Expr right = arithmetic.binding == 1 ? ParseArithmetic(2) : ParseSigned();
    left = Binary(ExprKind::kArithmetic, arithmetic.op, sign, std::move(left), std::move(right));
  }
}

Expr ExpressionParser::ParseSigned() {
  const TokenKind kind = tokens_.Peek().kind;
  if (kind != TokenKind::kMinus && kind != TokenKind::kPlus) {
    return ParsePredicate(ParsePrimary());
  }
  syntax::DepthGuard guard(context_.depth(), context_.options().limits.depth_max);
  if (!guard) return TooDeep();
  const Span sign = tokens_.Next().span;
  Expr child = ParseSigned();
  Expr expr(kind == TokenKind::kMinus ? ExprKind::kNegate : ExprKind::kPlus,
            Cover(sign, child.span));
  expr.head = sign;
  expr.children.push_back(std::move(child));
  return expr;
}

Expr ExpressionParser::ParsePredicate(Expr left) {
  const bool negated = tokens_.Sees(TokenKind::kNot);
  const TokenKind kind = tokens_.Peek(negated ? 1 : 0).kind;
  if (MembershipOf(kind) != Operator::kNone) {
    return ParseMembership(std::move(left), negated ? 2 : 1);
  }
  if (PatternOf(kind) == Operator::kNone) return left;
  if (!negated) return ParsePattern(std::move(left));
  const Span sign = tokens_.Next().span;
  const std::string word(Spelling(kind));
  context_.Tell(
      context_
          .Problem(DiagCode::kEqlUnexpectedToken, sign, "`not` cannot stand before `" + word + "`")
          .Help("write `not " + std::string(context_.Text(left.span)) + " " + word + " …`"));
  return ParsePattern(std::move(left));
}

// `words`: 1 for `in`, 2 for `not in`.
Expr ExpressionParser::ParseMembership(Expr left, std::size_t words) {
  Expr expr(ExprKind::kIn, left.span);
  expr.negated = words == 2;
  expr.head = tokens_.Peek().span;
  while (words-- > 0) {
    expr.op = MembershipOf(tokens_.Peek().kind);
    expr.head = Cover(expr.head, tokens_.Next().span);
  }
  expr.children.push_back(std::move(left));
  if (!tokens_.At(TokenKind::kLeftParenthesis)) {
    context_.Unexpected("a list stands in parentheses: `in (\"a\", \"b\")`");
    context_.Recover();
    return Expr(ExprKind::kError, expr.span);
  }
  if (tokens_.Sees(TokenKind::kRightParenthesis, 1)) {
    tokens_.Next();
    tokens_.Expect(kValueText);
    context_.Unexpected("a list needs at least one value");
    tokens_.Next();
    return Expr(ExprKind::kError, expr.span);
  }
  std::vector<Expr> elements = ParseArguments();
  std::move(elements.begin(), elements.end(), std::back_inserter(expr.children));
  expr.span = Cover(expr.span, tokens_.Last().span);
  return expr;
}

Expr ExpressionParser::ParsePattern(Expr left) {
  Expr expr(ExprKind::kPattern, left.span);
  expr.head = tokens_.Peek().span;
  expr.op = PatternOf(tokens_.Next().kind);
  expr.children.push_back(std::move(left));
  const Span opened = tokens_.Peek().span;
  if (tokens_.Accept(TokenKind::kLeftParenthesis)) {
    ParseContext::Closers closers(context_, {TokenKind::kComma, TokenKind::kRightParenthesis},
                                  opened);
    do {
      ParsePatternConstant(expr.children);
    } while (tokens_.Accept(TokenKind::kComma));
    context_.Require(TokenKind::kRightParenthesis);
  } else {
    ParsePatternConstant(expr.children);
  }
  expr.span = Cover(expr.span, tokens_.Last().span);
  return expr;
}

void ExpressionParser::ParsePatternConstant(std::vector<Expr>& constants) {
  tokens_.Expect("a constant");
  if (AtConstant()) {
    constants.push_back(ParseConstant());
    return;
  }
  const TokenKind kind = tokens_.Peek().kind;
  const bool value = kind == TokenKind::kIdentifier || kind == TokenKind::kQuotedIdentifier ||
                     kind == TokenKind::kTildeIdentifier || kind == TokenKind::kQuestion ||
                     kind == TokenKind::kVariable || kind == TokenKind::kLeftParenthesis;
  if (!value) {
    context_.Unexpected();
    context_.Recover();
    return;
  }
  const Expr operand = ParsePrimary();
  context_.Tell(context_
                    .Problem(DiagCode::kEqlPatternOperand, operand.span,
                             "a pattern must be a constant, not " + context_.Quote(operand.span))
                    .Label("expected a string, or a list of strings in parentheses"));
}

bool ExpressionParser::AtConstant() const {
  switch (tokens_.Peek().kind) {
    case TokenKind::kNull:
    case TokenKind::kTrue:
    case TokenKind::kFalse:
    case TokenKind::kInteger:
    case TokenKind::kDecimal:
    case TokenKind::kString:
    case TokenKind::kRawString:
      return true;
    default:
      return false;
  }
}

// A reserved word where a value belongs, and from what follows it was meant as a field.
bool ExpressionParser::AtReservedName() const {
  if (!is_reserved(tokens_.Peek().kind)) return false;
  const TokenKind next = tokens_.Peek(1).kind;
  return next == TokenKind::kDot || ComparisonOf(next) != Operator::kNone ||
         PatternOf(next) != Operator::kNone || MembershipOf(next) != Operator::kNone;
}

Expr ExpressionParser::ParsePrimary() {
  if (AtConstant()) return ParseConstant();
  switch (tokens_.Peek().kind) {
    case TokenKind::kLeftParenthesis:
      return ParseGroup();
    case TokenKind::kTildeIdentifier:
      return ParseCall();
    case TokenKind::kIdentifier:
      if (tokens_.Sees(TokenKind::kLeftParenthesis, 1)) return ParseCall();
      return ParseField(context_);
    case TokenKind::kQuotedIdentifier:
    case TokenKind::kQuestion:
      return ParseField(context_);
    case TokenKind::kVariable:
      return ParseVariable(context_);
    default:
      break;
  }
  if (AtReservedName()) return ParseField(context_);
  Expr error(ExprKind::kError, tokens_.Peek().span);
  tokens_.Expect(kValueText);
  context_.Unexpected();
  context_.Recover();
  return error;
}

Expr ExpressionParser::ParseGroup() {
  const Span opened = tokens_.Next().span;
  ParseContext::Closers closers(context_, {TokenKind::kRightParenthesis}, opened);
  Expr inner = ParseOr();
  context_.Require(TokenKind::kRightParenthesis);
  inner.span = Cover(opened, tokens_.Last().span);
  return inner;
}

Expr ExpressionParser::ParseCall() {
  Expr call(ExprKind::kCall, tokens_.Peek().span);
  call.head = call.span;
  call.text = tokens_.Peek().value;
  if (tokens_.Peek().kind == TokenKind::kTildeIdentifier) call.text += '~';
  tokens_.Next();
  if (!tokens_.At(TokenKind::kLeftParenthesis)) {
    context_.Unexpected("a name with `~` is a function: `" + call.text + "(…)`");
    context_.Recover();
    return Expr(ExprKind::kError, call.span);
  }
  call.children = ParseArguments();
  call.span = Cover(call.span, tokens_.Last().span);
  return call;
}

// "(" [ expr ( "," expr )* ] ")"
std::vector<Expr> ExpressionParser::ParseArguments() {
  std::vector<Expr> arguments;
  const Span opened = tokens_.Next().span;
  if (tokens_.Accept(TokenKind::kRightParenthesis)) return arguments;
  ParseContext::Closers closers(context_, {TokenKind::kComma, TokenKind::kRightParenthesis},
                                opened);
  do {
    arguments.push_back(ParseOr());
  } while (tokens_.Accept(TokenKind::kComma));
  context_.Require(TokenKind::kRightParenthesis);
  return arguments;
}

Expr ExpressionParser::ParseConstant() {
  const Token& token = tokens_.Next();
  Expr expr(ExprKind::kNull, token.span);
  switch (token.kind) {
    case TokenKind::kTrue:
    case TokenKind::kFalse:
      expr.kind = ExprKind::kBoolean;
      expr.boolean = token.kind == TokenKind::kTrue;
      break;
    case TokenKind::kString:
    case TokenKind::kRawString:
      expr.kind = ExprKind::kString;
      expr.text = token.value;
      break;
    case TokenKind::kInteger:
    case TokenKind::kDecimal: {
      const auto number = syntax::ParseNumber(context_.Text(token.span));
      if (const auto* integer = std::get_if<std::int64_t>(&number)) {
        expr.kind = ExprKind::kInteger;
        expr.integer = *integer;
      } else if (const auto* decimal = std::get_if<double>(&number)) {
        expr.kind = ExprKind::kDecimal;
        expr.decimal = *decimal;
      } else {
        context_.Tell(
            context_.Problem(DiagCode::kEqlNumberTooLarge, token.span,
                             "the number " + context_.Quote(token.span) + " is too large"));
      }
      break;
    }
    default:
      break;
  }
  return expr;
}

// Is the current token this word in capital letters?
bool ExpressionParser::IsShouted(TokenKind word) const {
  const Token& token = tokens_.Peek();
  return token.kind == TokenKind::kIdentifier && AsciiEqualsIgnoreCase(token.value, Spelling(word));
}

bool ExpressionParser::AcceptJoin(TokenKind word) {
  if (tokens_.Accept(word)) return true;
  if (!IsShouted(word)) return false;
  const std::string spelling(Spelling(word));
  context_.Tell(context_
                    .Problem(DiagCode::kEqlUnexpectedToken, tokens_.Peek().span,
                             "unexpected " + context_.Quote(tokens_.Peek().span))
                    .Help("keywords are lower case: `" + spelling + "`")
                    .WithFix({tokens_.Peek().span, spelling, "write `" + spelling + "`"}));
  tokens_.Next();
  return true;
}

// Behind an operand there must be `and`, `or`, or what ends the construct around it.
void ExpressionParser::FinishOperand() {
  const bool at_and = tokens_.At(TokenKind::kAnd);
  const bool at_or = tokens_.At(TokenKind::kOr);
  const bool at_close = context_.AtClose();
  if (at_and || at_or || at_close) return;
  if (IsShouted(TokenKind::kAnd) || IsShouted(TokenKind::kOr)) return;
  context_.Unexpected(HintForOperand());
  context_.Recover();
}

std::string ExpressionParser::HintForOperand() const {
  const Token& last = tokens_.Last();
  if (last.kind == TokenKind::kIdentifier) {
    std::string lower = AsciiLowerCopy(last.value);
    if (is_reserved(ReservedWord(lower))) return "keywords are lower case: `" + lower + "`";
  }
  const Token& token = tokens_.Peek();
  const bool string = token.kind == TokenKind::kString || token.kind == TokenKind::kRawString;
  if (string && last.kind == TokenKind::kString) return "a `\"` inside a string is written `\\\"`";
  if (string || token.kind == TokenKind::kInteger || token.kind == TokenKind::kIdentifier) {
    return "an operator is missing before " + context_.Quote(token.span);
  }
  return {};
}

}  // namespace

Expr ParseExpr(ParseContext& context) { return ExpressionParser(context).ParseOr(); }
EventFilter ParseEventFilter(ParseContext& context) {
  return ExpressionParser(context).ParseEvent();
}

}  // namespace tocsin::eql
