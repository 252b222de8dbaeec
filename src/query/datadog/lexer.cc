#include "query/datadog/lexer.h"

#include "query/syntax/cursor.h"

#include <cstdint>
#include <string>
#include <utility>

namespace tocsin::datadog {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_bracket(char c) {
  return c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}';
}

// What the text between two brackets is.
enum class Place : std::uint8_t { kPlain, kRange, kCidr };

class Lexer {
 public:
  Lexer(const SourceRef& source, DiagnosticSink& sink)
      : source_(source), sink_(sink), cursor_(source->text()) {}

  std::vector<Token> Run() {
    for (;;) {
      blank_ = cursor_.TakeWhile(is_blank) > 0 || cursor_.offset() == 0;
      if (cursor_.at_end()) break;
      LexToken();
    }
    Add(TokenKind::kEnd, cursor_.offset());
    return std::move(tokens_);
  }

 private:
  void Add(TokenKind kind, std::size_t begin, TextPattern text = {}) {
    tokens_.push_back({kind, cursor_.SpanSince(begin), blank_, std::move(text)});
  }
  TokenKind Before() const { return tokens_.empty() ? TokenKind::kEnd : tokens_.back().kind; }

  void LexToken();
  bool LexSign();
  bool StartsNumber() const;
  void LexPhrase();
  void LexTerm();
  void LexEscape(TextPattern* text);
  bool EndsTerm(char c) const;

  const SourceRef& source_;
  DiagnosticSink& sink_;
  syntax::Cursor cursor_;
  std::vector<Token> tokens_;
  Place place_ = Place::kPlain;
  bool blank_ = true;
};

void Lexer::LexToken() {
  if (cursor_.Peek() == '"') return LexPhrase();
  if (!LexSign()) LexTerm();
}

// A minus that belongs to a number: behind a key or an operator, or in a range.
bool Lexer::StartsNumber() const {
  const char next = cursor_.Peek(1);
  if (!syntax::is_digit(next) && next != '.') return false;
  if (place_ == Place::kRange) return true;
  return !blank_ && (Before() == TokenKind::kColon || is_comparison(Before()));
}

bool Lexer::LexSign() {
  const std::size_t begin = cursor_.offset();
  const char c = cursor_.Peek();
  const auto sign = [&](TokenKind kind, std::size_t bytes, Place place) {
    cursor_.Advance(bytes);
    Add(kind, begin);
    place_ = place;
    return true;
  };
  switch (c) {
    case '(':
      return sign(TokenKind::kLeftParenthesis, 1, place_);
    case ')':
      return sign(TokenKind::kRightParenthesis, 1, Place::kPlain);
    case '[':
      return sign(TokenKind::kLeftBracket, 1, Place::kRange);
    case '{':
      return sign(TokenKind::kLeftBrace, 1, Place::kRange);
    case ']':
      return sign(TokenKind::kRightBracket, 1, Place::kPlain);
    case '}':
      return sign(TokenKind::kRightBrace, 1, Place::kPlain);
    case ',':
      return place_ == Place::kCidr && sign(TokenKind::kComma, 1, place_);
    case ':':
      return place_ != Place::kCidr && sign(TokenKind::kColon, 1, place_);
    case '-':
      return !StartsNumber() && sign(TokenKind::kMinus, 1, place_);
    case '<':
      return cursor_.Peek(1) == '=' ? sign(TokenKind::kLessEqual, 2, place_)
                                    : sign(TokenKind::kLess, 1, place_);
    case '>':
      return cursor_.Peek(1) == '=' ? sign(TokenKind::kGreaterEqual, 2, place_)
                                    : sign(TokenKind::kGreater, 1, place_);
    case '&':
      return cursor_.Peek(1) == '&' && sign(TokenKind::kAnd, 2, place_);
    case '|':
      return cursor_.Peek(1) == '|' && sign(TokenKind::kOr, 2, place_);
    case '!':
      cursor_.Advance();
      sink_.Add(Diagnostic(DiagCode::kDdsUnescaped, source_, cursor_.SpanSince(begin),
                           "`!` cannot begin a term")
                    .Help("exclude with `-` or `NOT`; write a plain one as `\\!`"));
      return true;
    case '#':
      sink_.Add(Diagnostic(DiagCode::kDdsUnsupported, source_, Span::Of(begin, begin + 1),
                           "calculated fields (`#name`) exist only in scheduled rules")
                    .Help("write a plain one as `\\#`"));
      return false;
    default:
      return false;
  }
}

void Lexer::LexPhrase() {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  TextPattern text;
  for (;;) {
    const std::size_t plain = cursor_.offset();
    cursor_.TakeWhile([](char c) { return c != '"' && c != '\\'; });
    text.AddLiteral(cursor_.since(plain));
    if (cursor_.at_end()) {
      sink_.Add(Diagnostic(DiagCode::kDdsUnterminatedPhrase, source_, Span::Of(begin, begin + 1),
                           "the quoted phrase does not end")
                    .Label("begins here")
                    .Help("close it with `\"`; write a quote inside as `\\\"`"));
      break;
    }
    if (cursor_.Take('"')) break;
    LexEscape(&text);
  }
  Add(TokenKind::kPhrase, begin, std::move(text));
}

void Lexer::LexEscape(TextPattern* text) {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  if (cursor_.at_end()) {
    sink_.Add(Diagnostic(DiagCode::kDdsUnescaped, source_, cursor_.SpanSince(begin),
                         "the backslash escapes nothing")
                  .Help("write a plain backslash as `\\\\`"));
    return;
  }
  const char c = cursor_.Peek();
  text->AddLiteral(cursor_.rest().substr(0, 1));
  cursor_.Advance();
  if (syntax::is_letter(c) || syntax::is_digit(c)) {
    sink_.Add(Diagnostic(DiagCode::kDdsLostBackslash, source_, cursor_.SpanSince(begin),
                         std::string("the backslash before `") + c + "` is dropped")
                  .Help("if the text shall contain it, as in a Windows path, write it twice"));
  }
}

bool Lexer::EndsTerm(char c) const {
  if (is_blank(c) || is_bracket(c) || c == '"') return true;
  if (c == ':') return place_ != Place::kCidr;
  if (c == ',') return place_ == Place::kCidr;
  return (c == '&' || c == '|') && cursor_.Peek(1) == c;
}

void Lexer::LexTerm() {
  const std::size_t begin = cursor_.offset();
  TextPattern text;
  while (!cursor_.at_end() && !EndsTerm(cursor_.Peek())) {
    switch (const char c = cursor_.Peek()) {
      case '\\':
        LexEscape(&text);
        break;
      case '*':
        text.AddAnyRun();
        cursor_.Advance();
        break;
      case '?':
        text.AddAnyOne();
        cursor_.Advance();
        break;
      default:
        text.AddLiteral({&c, 1});
        cursor_.Advance();
    }
  }
  const std::string_view word = cursor_.since(begin);
  const bool key = !cursor_.at_end() && cursor_.Peek() == ':';
  if (!key && word == "AND") return Add(TokenKind::kAnd, begin);
  if (!key && word == "OR") return Add(TokenKind::kOr, begin);
  if (!key && word == "NOT") return Add(TokenKind::kNot, begin);
  if (word == "TO" && place_ == Place::kRange) return Add(TokenKind::kTo, begin);
  if (word == "CIDR" && !cursor_.at_end() && cursor_.Peek() == '(') {
    Add(TokenKind::kCidr, begin);
    place_ = Place::kCidr;
    return;
  }
  Add(TokenKind::kTerm, begin, std::move(text));
}

}  // namespace

std::vector<Token> Lex(const SourceRef& source, DiagnosticSink& sink) {
  return Lexer(source, sink).Run();
}

}  // namespace tocsin::datadog
