// Grammar.
//
//   field    := [ "?" ] name ( "." name | "[" INTEGER "]" )*      an index is refused
//   variable := VARIABLE ( "." name )*                            endpoint dialect
//   name     := NAME | QUOTED_NAME
//
// A "[" behind a field opens the next stage unless an integer and "]" follow.
#include "query/eql/field_parser.h"

#include <string>

namespace tocsin::eql {
namespace {

void ParseComponent(ParseContext& context, Expr& expr) {
  syntax::TokenStream<Token>& tokens = context.tokens();
  const Token& token = tokens.Peek();
  if (tokens.Accept(TokenKind::kIdentifier)) {
    expr.path.push_back(token.value);
  } else if (token.kind == TokenKind::kQuotedIdentifier) {
    expr.path.push_back(token.value);
    tokens.Next();
  } else if (is_reserved(token.kind)) {
    const std::string word(Spelling(token.kind));
    context.Tell(context
                     .Problem(DiagCode::kEqlReservedWord, token.span,
                              "`" + word + "` is a reserved word and cannot be a name")
                     .Help("put it in backticks: `` `" + word + "` ``")
                     .WithFix({token.span, "`" + word + "`", "write it in backticks"}));
    expr.path.push_back(word);
    tokens.Next();
  } else {
    context.Unexpected();
    context.Recover();
    expr.kind = ExprKind::kError;
    return;
  }
  expr.span = Cover(expr.span, token.span);
}

void RefuseIndex(ParseContext& context, const Expr& expr) {
  syntax::TokenStream<Token>& tokens = context.tokens();
  const Span span = Cover(tokens.Peek().span, tokens.Peek(2).span);
  context.Tell(context.Problem(DiagCode::kEqlArrayIndex, span, "array indexes are not supported")
                   .Secondary(expr.span, "any value of this field meets a condition")
                   .WithFix({span, "", "leave the index out"}));
  for (int i = 0; i < 3; ++i) tokens.Next();
}

// "a.5": the lexer took the dot for a decimal point.
bool AtDigitName(ParseContext& context) {
  const Token& token = context.tokens().Peek();
  return token.kind == TokenKind::kDecimal &&
         token.span.begin == context.tokens().Last().span.end &&
         context.Text(token.span).starts_with('.');
}

void RefuseDigitName(ParseContext& context, Expr& expr) {
  const Token& token = context.tokens().Next();
  const std::string name(context.Text(token.span).substr(1));
  context.Tell(context
                   .Problem(DiagCode::kEqlUnexpectedToken, token.span,
                            "a name cannot begin with a digit unless it is quoted")
                   .WithFix({token.span, ".`" + name + "`", "write it in backticks"}));
  expr.path.push_back(name);
}

void ParsePath(ParseContext& context, Expr& expr) {
  syntax::TokenStream<Token>& tokens = context.tokens();
  for (;;) {
    if (tokens.Accept(TokenKind::kDot)) {
      ParseComponent(context, expr);
    } else if (tokens.Sees(TokenKind::kLeftBracket) && tokens.Sees(TokenKind::kInteger, 1) &&
               tokens.Sees(TokenKind::kRightBracket, 2)) {
      RefuseIndex(context, expr);
    } else if (AtDigitName(context)) {
      RefuseDigitName(context, expr);
    } else {
      return;
    }
    expr.span = Cover(expr.span, tokens.Last().span);
  }
}

bool IsArithmetic(TokenKind kind) {
  return kind == TokenKind::kPlus || kind == TokenKind::kMinus || kind == TokenKind::kStar ||
         kind == TokenKind::kSlash || kind == TokenKind::kPercent;
}

}  // namespace

Expr ParseField(ParseContext& context) {
  syntax::TokenStream<Token>& tokens = context.tokens();
  Expr field(ExprKind::kField, tokens.Peek().span);
  field.optional = tokens.Accept(TokenKind::kQuestion);
  ParseComponent(context, field);
  ParsePath(context, field);
  return field;
}

Expr ParseVariable(ParseContext& context) {
  Expr variable(ExprKind::kVariable, context.tokens().Peek().span);
  variable.text = context.tokens().Next().value;
  ParsePath(context, variable);
  return variable;
}

Expr ParseKey(ParseContext& context) {
  syntax::TokenStream<Token>& tokens = context.tokens();
  const Token& first = tokens.Peek();
  Expr key(ExprKind::kError, first.span);
  bool computed = false;
  switch (first.kind) {
    case TokenKind::kIdentifier:
    case TokenKind::kQuotedIdentifier:
    case TokenKind::kQuestion:
      key = ParseField(context);
      computed = tokens.Sees(TokenKind::kLeftParenthesis) || IsArithmetic(tokens.Peek().kind);
      break;
    case TokenKind::kTildeIdentifier:
    case TokenKind::kLeftParenthesis:
    case TokenKind::kMinus:
    case TokenKind::kInteger:
    case TokenKind::kDecimal:
    case TokenKind::kString:
    case TokenKind::kRawString:
      computed = true;
      break;
    default:
      tokens.Expect("a field");
      context.Unexpected();
      context.Recover();
      return key;
  }
  if (computed) {
    context.Report(context
                       .Problem(DiagCode::kEqlKeyNotField, Cover(key.span, tokens.Peek().span),
                                "a join key must be a plain field")
                       .Help("a key cannot be computed; join on the fields themselves"));
    context.Recover();
    key.kind = ExprKind::kError;
  }
  return key;
}

}  // namespace tocsin::eql
