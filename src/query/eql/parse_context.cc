#include "query/eql/parse_context.h"

#include "query/eql/lexer.h"

#include <algorithm>
#include <utility>

namespace tocsin::eql {

ParseContext::ParseContext(const SourceRef& source, const ParseOptions& options,
                           DiagnosticSink& sink)
    : source_(source),
      options_(options),
      sink_(sink),
      tokens_(Lex(source, options.dialect, sink)) {}

std::string ParseContext::Quote(Span span) const {
  static constexpr std::size_t kShownMax = 60;
  std::string_view text = source_->text(span);
  if (text.find('`') != std::string_view::npos) return "`` " + std::string(text) + " ``";
  if (text.size() <= kShownMax) return "`" + std::string(text) + "`";
  std::size_t cut = kShownMax;  // at a character's start
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return "`" + std::string(text.substr(0, cut)) + "…`";
}

Diagnostic ParseContext::Problem(DiagCode code, Span span, std::string message) const {
  return Diagnostic(code, source_, span, std::move(message));
}

void ParseContext::Tell(Diagnostic diagnostic) {
  if (too_deep_ || sink_.error_count() >= options_.limits.errors_max) return;
  sink_.Add(std::move(diagnostic));
}

void ParseContext::Report(Diagnostic diagnostic) {
  if (tokens_.position() < quiet_until_) return;
  quiet_until_ = tokens_.position() + 1;
  Tell(std::move(diagnostic));
}

void ParseContext::Unexpected(std::string help) {
  const Token& token = tokens_.Peek();
  const std::string found = token.kind == TokenKind::kEnd ? "the query ends too early"
                                                          : "unexpected " + Quote(token.span);
  Diagnostic problem = Problem(DiagCode::kEqlUnexpectedToken, token.span, found);
  if (const std::string expected = tokens_.DescribeExpected(); !expected.empty()) {
    problem = std::move(problem).Label("expected " + expected);
  }
  const bool cut_off = token.kind == TokenKind::kEnd || ClosesAnything(token.kind);
  if (cut_off && !open_.empty() && !open_.back().opened.empty()) {
    problem = std::move(problem).Secondary(open_.back().opened, "opened here");
  }
  if (!help.empty()) problem = std::move(problem).Help(std::move(help));
  Report(std::move(problem));
}

void ParseContext::TooDeep(Span span) {
  if (too_deep_) return;
  Tell(Problem(DiagCode::kEqlTooLarge, span,
               "the expression nests more than " + std::to_string(options_.limits.depth_max) +
                   " levels deep"));
  too_deep_ = true;
  while (!tokens_.at_end()) tokens_.Next();
}

bool ParseContext::Require(TokenKind kind, std::string help) {
  if (tokens_.Accept(kind)) return true;
  Unexpected(std::move(help));
  Recover();
  return tokens_.Accept(kind);
}

bool ParseContext::Open::ClosedBy(TokenKind kind) const {
  return std::find(closers.begin(), closers.end(), kind) != closers.end();
}

bool ParseContext::ClosesAnything(TokenKind kind) const {
  return std::any_of(open_.begin(), open_.end(),
                     [kind](const Open& open) { return open.ClosedBy(kind); });
}

bool ParseContext::AtClose() {
  if (open_.empty()) return tokens_.At(TokenKind::kEnd);
  bool closes = false;
  for (const TokenKind kind : open_.back().closers) closes |= tokens_.At(kind);
  return closes;
}

void ParseContext::Recover() {
  int open = 0;
  while (!tokens_.at_end()) {
    const TokenKind kind = tokens_.Peek().kind;
    if (open == 0 && (kind == TokenKind::kAnd || kind == TokenKind::kOr || ClosesAnything(kind))) {
      break;
    }
    if (kind == TokenKind::kLeftParenthesis) ++open;
    if (kind == TokenKind::kRightParenthesis && open > 0) --open;
    // However many parentheses were left open, these are safe ground.
    const bool safe = kind == TokenKind::kRightBracket || kind == TokenKind::kLeftBracket ||
                      kind == TokenKind::kMissingBracket || kind == TokenKind::kPipe;
    if (safe && ClosesAnything(kind)) break;
    tokens_.Next();
  }
  quiet_until_ = std::max(quiet_until_, tokens_.position() + 1);
}

}  // namespace tocsin::eql
