#include "query/datadog/parser.h"

#include "base/ip.h"
#include "query/datadog/lexer.h"
#include "query/datadog/number.h"
#include "query/syntax/token_stream.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tocsin::datadog {
namespace {

using syntax::DepthGuard;

constexpr std::size_t kShownMax = 60;

class Parser {
 public:
  Parser(const SourceRef& source, DiagnosticSink& sink, const syntax::Limits& limits)
      : source_(source), sink_(sink), limits_(limits), tokens_(Lex(source, sink)) {}

  Node Run() {
    if (tokens_.Sees(TokenKind::kEnd)) return All({});
    Node node = ParseOr(nullptr);
    while (!tokens_.at_end()) {
      const Token& token = tokens_.Peek();
      Report(Diagnostic(DiagCode::kDdsUnbalanced, source_, token.span,
                        "nothing is open that " + Quote(token.span) + " could close")
                 .Help("remove it; in a value write it as `\\" + Text(token) + "`"));
      tokens_.Next();
      if (!tokens_.at_end()) node = Join(NodeKind::kAnd, std::move(node), ParseOr(nullptr));
    }
    return node;
  }

 private:
  using Tokens = syntax::TokenStream<Token>;

  static Node All(Span span) {
    Node node;
    node.span = span;
    return node;
  }
  static Node Match(Key key, Value value, Span span) {
    Node node;
    node.kind = NodeKind::kMatch;
    node.span = span;
    node.key = std::move(key);
    node.value = std::move(value);
    return node;
  }
  static Node Not(Node child, Span span) {
    Node node;
    node.kind = NodeKind::kNot;
    node.span = span;
    node.children.push_back(std::move(child));
    return node;
  }
  // Flattens: `a b c` is one conjunction.
  static Node Join(NodeKind kind, Node left, Node right) {
    Node node;
    node.kind = kind;
    node.span = Cover(left.span, right.span);
    if (left.kind == kind) {
      node.children = std::move(left.children);
    } else {
      node.children.push_back(std::move(left));
    }
    node.children.push_back(std::move(right));
    return node;
  }

  std::string Text(const Token& token) const { return std::string(source_->text(token.span)); }
  std::string Quote(Span span) const {
    const std::string_view text = source_->text(span);
    return "`" + std::string(text.substr(0, kShownMax)) + (text.size() > kShownMax ? "…`" : "`");
  }

  // One message for a place; what follows from it is an echo.
  void Report(Diagnostic diagnostic) {
    if (tokens_.position() < quiet_until_ || sink_.error_count() >= limits_.errors_max) return;
    quiet_until_ = tokens_.position() + 1;
    sink_.Add(std::move(diagnostic));
  }
  Node Failed(Diagnostic diagnostic) {
    const Span span = tokens_.Peek().span;
    Report(std::move(diagnostic));
    Recover();
    return All(span);
  }
  // To the next place where a clause can end.
  void Recover() {
    int depth = 0;
    for (; !tokens_.at_end(); tokens_.Next()) {
      const TokenKind kind = tokens_.Peek().kind;
      if (kind == TokenKind::kLeftParenthesis) ++depth;
      if (kind == TokenKind::kRightParenthesis && depth-- == 0) return;
      if (depth <= 0 && (kind == TokenKind::kAnd || kind == TokenKind::kOr)) return;
    }
  }
  Node Unexpected(std::string what, std::string help) {
    const Token& token = tokens_.Peek();
    const std::string found = token.kind == TokenKind::kEnd ? "the search ends too early"
                                                            : "unexpected " + Quote(token.span);
    Diagnostic problem(DiagCode::kDdsUnexpectedToken, source_, token.span, found);
    problem = std::move(problem).Label("expected " + std::move(what));
    if (!help.empty()) problem = std::move(problem).Help(std::move(help));
    return Failed(std::move(problem));
  }

  bool EndsClause() const {
    return tokens_.Sees(TokenKind::kEnd) || tokens_.Sees(TokenKind::kRightParenthesis) ||
           tokens_.Sees(TokenKind::kAnd) || tokens_.Sees(TokenKind::kOr);
  }
  Node Dangling(const Token& op) {
    return Failed(Diagnostic(DiagCode::kDdsDanglingOperator, source_, op.span,
                             Quote(op.span) + " has nothing to work on")
                      .Help("add a term, or remove it; to search for the word put it in quotes"));
  }

  Node ParseOr(const Key* fixed) {
    DepthGuard guard(depth_, limits_.depth_max);
    if (!guard) return TooDeep();
    Node node = ParseAnd(fixed);
    while (tokens_.Accept(TokenKind::kOr)) {
      const Token op = tokens_.Last();
      if (EndsClause()) {
        Dangling(op);
        continue;
      }
      node = Join(NodeKind::kOr, std::move(node), ParseAnd(fixed));
    }
    return node;
  }

  Node ParseAnd(const Key* fixed) {
    if (tokens_.Sees(TokenKind::kAnd) || tokens_.Sees(TokenKind::kOr)) {
      const Token op = tokens_.Next();
      Dangling(op);
      return All(op.span);
    }
    Node node = ParseUnary(fixed);
    for (;;) {
      if (tokens_.Accept(TokenKind::kAnd)) {
        const Token op = tokens_.Last();
        if (EndsClause()) {
          Dangling(op);
          continue;
        }
      } else if (EndsClause()) {
        return node;
      }
      const std::size_t before = tokens_.position();
      node = Join(NodeKind::kAnd, std::move(node), ParseUnary(fixed));
      if (tokens_.position() == before) return node;
    }
  }

  Node ParseUnary(const Key* fixed) {
    DepthGuard guard(depth_, limits_.depth_max);
    if (!guard) return TooDeep();
    if (tokens_.Sees(TokenKind::kNot)) {
      const Token op = tokens_.Next();
      if (EndsClause()) return Dangling(op);
      Node child = ParseUnary(fixed);
      const Span span = Cover(op.span, child.span);
      return Not(std::move(child), span);
    }
    if (tokens_.Sees(TokenKind::kMinus)) {
      const Token op = tokens_.Next();
      if (EndsClause() || tokens_.Peek().after_blank) {
        return Failed(Diagnostic(DiagCode::kDdsDanglingOperator, source_, op.span,
                                 "`-` stands before nothing that it could exclude")
                          .Help("write it without a blank, as in `-@a:b`; a plain one is `\\-`"));
      }
      Node child = ParseUnary(fixed);
      const Span span = Cover(op.span, child.span);
      return Not(std::move(child), span);
    }
    return ParseClause(fixed);
  }

  Node ParseClause(const Key* fixed) {
    const Token& token = tokens_.Peek();
    if (token.kind == TokenKind::kLeftParenthesis) return ParseGroup(fixed);
    if (token.kind == TokenKind::kCidr) return ParseCidr(fixed);
    if (token.kind == TokenKind::kColon) {
      return Failed(
          Diagnostic(DiagCode::kDdsUnexpectedToken, source_, token.span, "no key stands before `:`")
              .Help("write a plain one as `\\:`"));
    }
    if (token.kind == TokenKind::kTerm && tokens_.Sees(TokenKind::kColon, 1) &&
        !tokens_.Peek(1).after_blank) {
      if (fixed != nullptr) return NestedKey(*fixed);
      return ParseKeyed();
    }
    return ParseValue(fixed != nullptr ? *fixed : Key());
  }

  Node NestedKey(const Key& fixed) {
    const Token& token = tokens_.Peek();
    return Failed(Diagnostic(DiagCode::kDdsUnescaped, source_, tokens_.Peek(1).span,
                             "a key inside the values of another key")
                      .Secondary(fixed.span, "the values are of this key")
                      .Help("if the value is " + Quote(token.span) +
                            " with a colon, write the colon as `\\:`"));
  }

  Node ParseGroup(const Key* fixed) {
    const Token open = tokens_.Next();
    if (tokens_.Sees(TokenKind::kRightParenthesis)) {
      Report(Diagnostic(DiagCode::kDdsEmptyGroup, source_, Cover(open.span, tokens_.Peek().span),
                        "the group is empty")
                 .Help("put a term into it, or remove it"));
      tokens_.Next();
      return All(open.span);
    }
    Node node = ParseOr(fixed);
    if (!tokens_.Accept(TokenKind::kRightParenthesis)) {
      Report(Diagnostic(DiagCode::kDdsUnbalanced, source_, tokens_.Peek().span,
                        "the group is not closed")
                 .Label("expected `)`")
                 .Secondary(open.span, "opened here")
                 .Help("close it with `)`; write a plain parenthesis as `\\(`"));
    }
    node.span = Cover(open.span, tokens_.Last().span);
    return node;
  }

  static Key KeyOf(const Token& token) {
    Key key{KeyKind::kWord, token.text.literal(), token.span};
    if (token.text.is_match_all()) return {KeyKind::kEverything, {}, token.span};
    if (key.name.starts_with('@')) {
      key.kind = KeyKind::kAttribute;
      // `@@name` occurs in shipped texts and means the same.
      key.name.erase(0, std::min(key.name.find_first_not_of('@'), key.name.size()));
    }
    return key;
  }

  // Checks the name of a key that stands at `token`; false after a message.
  bool CheckKey(const Token& token, const Key& key) {
    if (key.kind == KeyKind::kEverything) return true;
    if (!token.text.is_literal()) {
      Report(Diagnostic(DiagCode::kDdsBadKey, source_, token.span,
                        "the name of a key cannot have wildcards")
                 .Help("name one attribute, or search all of them with `*:`"));
      return false;
    }
    if (key.name.empty()) {
      Report(Diagnostic(DiagCode::kDdsBadKey, source_, token.span, "the key has no name")
                 .Help("an attribute is written `@name:value`"));
      return false;
    }
    return true;
  }

  Node ParseKeyed() {
    const Token& token = tokens_.Peek();
    const Key key = KeyOf(token);
    if (!CheckKey(token, key)) {
      Recover();
      return All(token.span);
    }
    tokens_.Next();
    const Token colon = tokens_.Next();
    const Token& value = tokens_.Peek();
    if (value.after_blank || EndsClause()) {
      return Failed(Diagnostic(DiagCode::kDdsNoValue, source_, Cover(key.span, colon.span),
                               "the key " + Quote(key.span) + " has no value")
                        .Help("write the value right behind the colon; `" +
                              std::string(source_->text(key.span)) + ":*` asks for any value"));
    }
    if (key.kind == KeyKind::kWord && (key.name == "_exists_" || key.name == "_missing_")) {
      return ParsePresence(key);
    }
    if (value.kind == TokenKind::kLeftParenthesis) {
      Node node = ParseGroup(&key);
      node.span = Cover(key.span, node.span);
      return node;
    }
    Node node = ParseValue(key);
    if (tokens_.Sees(TokenKind::kColon) && !tokens_.Peek().after_blank) {
      return Failed(Diagnostic(DiagCode::kDdsUnescaped, source_, tokens_.Peek().span,
                               "a colon inside a value")
                        .Help("write it as `\\:`, or put the value in quotes"));
    }
    return node;
  }

  Node ParsePresence(const Key& key) {
    const Token& token = tokens_.Peek();
    if (token.kind != TokenKind::kTerm) return Unexpected("the name of a key", {});
    const Key wanted = KeyOf(token);
    if (!CheckKey(token, wanted) || wanted.kind == KeyKind::kEverything) {
      if (wanted.kind == KeyKind::kEverything) return Unexpected("the name of a key", {});
      Recover();
      return All(token.span);
    }
    tokens_.Next();
    const Span span = Cover(key.span, token.span);
    Node node = Match(wanted, Exists(), span);
    return key.name == "_missing_" ? Not(std::move(node), span) : node;
  }

  Node ParseValue(Key key) {
    const Token& token = tokens_.Peek();
    const Span from = key.kind == KeyKind::kNone ? token.span : key.span;
    switch (token.kind) {
      case TokenKind::kTerm: {
        tokens_.Next();
        if (!CheckTermEnd()) return All(token.span);
        const Span span = Cover(from, token.span);
        if (token.text.is_match_all() &&
            (key.kind == KeyKind::kNone || key.kind == KeyKind::kEverything)) {
          return All(span);
        }
        if (token.text.is_match_all()) return Match(std::move(key), Exists(), span);
        return Match(std::move(key), Term{token.text}, span);
      }
      case TokenKind::kPhrase:
        tokens_.Next();
        return Match(std::move(key), Phrase{token.text.literal()}, Cover(from, token.span));
      case TokenKind::kLess:
      case TokenKind::kLessEqual:
      case TokenKind::kGreater:
      case TokenKind::kGreaterEqual:
        return ParseComparison(std::move(key));
      case TokenKind::kLeftBracket:
      case TokenKind::kLeftBrace:
        return ParseRange(std::move(key));
      default:
        return Unexpected("a term, a quoted phrase or a group", {});
    }
  }

  // A sign that would need a backslash stands right behind the term.
  bool CheckTermEnd() {
    const Token& next = tokens_.Peek();
    const bool stray = next.kind == TokenKind::kPhrase ||
                       next.kind == TokenKind::kLeftParenthesis ||
                       next.kind == TokenKind::kLeftBracket || next.kind == TokenKind::kLeftBrace;
    if (next.after_blank || !stray) return true;
    const std::string sign = Text(next).substr(0, 1);
    Failed(Diagnostic(DiagCode::kDdsUnescaped, source_,
                      Span::Of(next.span.begin, next.span.begin + 1),
                      "`" + sign + "` inside a term")
               .Help("write it as `\\" + sign + "`, or put a blank before it"));
    return false;
  }

  bool CheckNumericKey(const Key& key) {
    if (key.kind == KeyKind::kAttribute || key.kind == KeyKind::kWord) return true;
    Report(Diagnostic(DiagCode::kDdsBadNumber, source_, tokens_.Peek().span,
                      "numbers are compared with one attribute")
               .Help("write the attribute before it, as in `@http.status_code:>=500`"));
    return false;
  }

  std::optional<Number> ParseEnd() {
    const Token& token = tokens_.Peek();
    if (token.kind != TokenKind::kTerm && token.kind != TokenKind::kPhrase) {
      Unexpected("a number", {});
      return std::nullopt;
    }
    std::optional<Number> number;
    if (token.text.is_literal()) number = NumberOf(token.text.literal());
    if (!number) {
      Failed(Diagnostic(DiagCode::kDdsBadNumber, source_, token.span,
                        Quote(token.span) + " is not a number")
                 .Help("comparisons and ranges are numeric; for text use wildcards"));
      return std::nullopt;
    }
    tokens_.Next();
    return number;
  }

  Node ParseComparison(Key key) {
    const Token op = tokens_.Peek();
    if (!CheckNumericKey(key)) {
      Recover();
      return All(op.span);
    }
    tokens_.Next();
    const std::optional<Number> number = ParseEnd();
    if (!number) return All(op.span);
    static constexpr CompareOp kOps[] = {CompareOp::kLess, CompareOp::kLessEqual,
                                         CompareOp::kGreater, CompareOp::kGreaterEqual};
    const auto which =
        static_cast<std::size_t>(op.kind) - static_cast<std::size_t>(TokenKind::kLess);
    const Span span = Cover(key.span, tokens_.Last().span);
    return Match(std::move(key), Comparison{kOps[which], *number}, span);
  }

  Node ParseRange(Key key) {
    const Token open = tokens_.Peek();
    if (!CheckNumericKey(key)) {
      Recover();
      return All(open.span);
    }
    tokens_.Next();
    Range range;
    range.inclusive_low = open.kind == TokenKind::kLeftBracket;
    if (!ParseRangeEnd(&range.low)) return All(open.span);
    if (!tokens_.Accept(TokenKind::kTo)) {
      return Unexpected("`TO`", "a range is written `[low TO high]`");
    }
    if (!ParseRangeEnd(&range.high)) return All(open.span);
    if (!tokens_.Sees(TokenKind::kRightBracket) && !tokens_.Sees(TokenKind::kRightBrace)) {
      return Failed(Diagnostic(DiagCode::kDdsUnbalanced, source_, tokens_.Peek().span,
                               "the range is not closed")
                        .Secondary(open.span, "opened here")
                        .Help("close it with `]`, or with `}` to leave the end out"));
    }
    range.inclusive_high = tokens_.Next().kind == TokenKind::kRightBracket;
    const Span span = Cover(key.span, tokens_.Last().span);
    if (!range.low && !range.high) return Match(std::move(key), Exists(), span);
    return Match(std::move(key), range, span);
  }

  bool ParseRangeEnd(std::optional<Number>* end) {
    const Token& token = tokens_.Peek();
    if (token.kind == TokenKind::kTerm && token.text.is_match_all()) {
      tokens_.Next();
      return true;
    }
    *end = ParseEnd();
    return end->has_value();
  }

  Node ParseCidr(const Key* fixed) {
    const Token word = tokens_.Next();
    const Token open = tokens_.Next();
    if (fixed != nullptr) {
      return Failed(Diagnostic(DiagCode::kDdsUnexpectedToken, source_, word.span,
                               "`CIDR` names its attribute itself")
                        .Help("write `CIDR(@attribute, block)` without a key before it"));
    }
    const Token name = tokens_.Peek();
    const Key key = KeyOf(name);
    if (name.kind != TokenKind::kTerm || key.kind != KeyKind::kAttribute) {
      return Unexpected("an attribute such as `@network.client.ip`", {});
    }
    if (!CheckKey(name, key)) {
      Recover();
      return All(word.span);
    }
    tokens_.Next();
    Blocks blocks;
    while (tokens_.Accept(TokenKind::kComma)) {
      const Token& token = tokens_.Peek();
      if (token.kind != TokenKind::kTerm) return Unexpected("an address block", {});
      const std::string text = token.text.is_literal() ? token.text.literal() : std::string();
      if (!CidrBlock::Parse(text)) {
        return Failed(
            Diagnostic(DiagCode::kDdsBadBlock, source_, token.span,
                       Quote(token.span) + " is not an address block")
                .Help("write an IPv4 or IPv6 block, such as 10.0.0.0/8 or 2001:db8::/32"));
      }
      blocks.texts.push_back(text);
      tokens_.Next();
    }
    if (blocks.texts.empty()) return Unexpected("`,` and an address block", {});
    if (!tokens_.Accept(TokenKind::kRightParenthesis)) {
      return Failed(Diagnostic(DiagCode::kDdsUnbalanced, source_, tokens_.Peek().span,
                               "the list of blocks is not closed")
                        .Label("expected `,` or `)`")
                        .Secondary(open.span, "opened here"));
    }
    return Match(key, std::move(blocks), Cover(word.span, tokens_.Last().span));
  }

  Node TooDeep() {
    const Span span = tokens_.Peek().span;
    if (!too_deep_) {
      Report(Diagnostic(
          DiagCode::kDdsTooLarge, source_, span,
          "the search nests more than " + std::to_string(limits_.depth_max) + " levels deep"));
    }
    too_deep_ = true;
    while (!tokens_.at_end()) tokens_.Next();
    return All(span);
  }

  const SourceRef& source_;
  DiagnosticSink& sink_;
  const syntax::Limits& limits_;
  Tokens tokens_;
  std::size_t quiet_until_ = 0;
  int depth_ = 0;
  bool too_deep_ = false;
};

}  // namespace

Result<Node, Reported> Parse(const SourceRef& source, DiagnosticSink& sink,
                             const syntax::Limits& limits) {
  if (source->text().size() > limits.text_bytes_max) {
    return sink.AddAndFail(Diagnostic(
        DiagCode::kDdsTooLarge, source, Span::At(0),
        "the search is longer than " + std::to_string(limits.text_bytes_max) + " bytes"));
  }
  DiagnosticSink found;
  Node node = Parser(source, found, limits).Run();
  const bool failed = found.has_errors();
  for (Diagnostic& diagnostic : found.Take()) sink.Add(std::move(diagnostic));
  if (failed) return Fail(Reported());
  return node;
}

}  // namespace tocsin::datadog
