#include "query/eql/lexer.h"

#include "base/utf8.h"
#include "query/syntax/cursor.h"
#include "query/syntax/literal.h"

#include <string>
#include <utility>

namespace tocsin::eql {
namespace {

using syntax::is_digit;
using syntax::is_letter;

constexpr bool is_name_start(char c) { return is_letter(c) || c == '_' || c == '@'; }
constexpr bool is_name_part(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_line_end(char c) { return c == '\r' || c == '\n'; }

class Lexer {
 public:
  Lexer(const SourceRef& source, Dialect dialect, DiagnosticSink& sink)
      : source_(source), dialect_(dialect), sink_(sink), cursor_(source->text()) {}

  std::vector<Token> Run() {
    while (SkipBlanks(), !cursor_.at_end()) LexToken();
    // Where something is missing at the end is behind the last token, not behind the blanks.
    const Span end = Span::At(tokens_.empty() ? 0 : tokens_.back().span.end);
    tokens_.push_back({TokenKind::kEnd, end, {}});
    return std::move(tokens_);
  }

 private:
  void Add(TokenKind kind, std::size_t begin, std::string value = {}) {
    tokens_.push_back({kind, cursor_.SpanSince(begin), std::move(value)});
  }
  Diagnostic Problem(DiagCode code, Span span, std::string message) const {
    return Diagnostic(code, source_, span, std::move(message));
  }

  void SkipBlanks();
  void SkipBlockComment();
  void LexToken();
  void LexName();
  void LexQuotedName();
  void LexVariable();
  void LexNumber();
  void LexString();
  void LexRawString();
  void LexForeignString(std::size_t begin, bool raw);
  // `string`: where the string begins; `begin`: where the escape does.
  void LexEscape(std::size_t string, std::string& value);
  void LexUnicodeEscape(std::size_t string, std::size_t begin, std::string& value);
  void LexSign();
  void LexStray(std::size_t begin);

  const SourceRef& source_;
  const Dialect dialect_;
  DiagnosticSink& sink_;
  syntax::Cursor cursor_;
  std::vector<Token> tokens_;
};

void Lexer::SkipBlanks() {
  for (;;) {
    cursor_.TakeWhile(is_space);
    if (cursor_.Take("//")) {
      cursor_.TakeWhile([](char c) { return !is_line_end(c); });
    } else if (cursor_.rest().starts_with("/*")) {
      SkipBlockComment();
    } else {
      return;
    }
  }
}

void Lexer::SkipBlockComment() {
  const std::size_t begin = cursor_.offset();
  cursor_.Take("/*");
  int depth = 1;
  while (depth > 0) {
    if (cursor_.at_end()) {
      sink_.Add(Problem(DiagCode::kEqlUnterminatedComment, Span::Of(begin, begin + 2),
                        "the comment does not end")
                    .Label("begins here")
                    .Help(depth > 1 ? "comments nest: each `/*` needs a `*/` of its own"
                                    : "close it with `*/`"));
      return;
    }
    if (cursor_.Take("*/")) {
      --depth;
    } else if (dialect_ == Dialect::kElasticsearch && cursor_.Take("/*")) {
      ++depth;
    } else {
      cursor_.Advance();
    }
  }
}

void Lexer::LexToken() {
  const std::size_t begin = cursor_.offset();
  const char c = cursor_.Peek();
  if (is_name_start(c)) return LexName();
  if (is_digit(c) || (c == '.' && is_digit(cursor_.Peek(1)))) return LexNumber();
  if (c == '"') return cursor_.rest().starts_with("\"\"\"") ? LexRawString() : LexString();
  if (c == '`') return LexQuotedName();
  if (c == '\'') return LexForeignString(begin, false);
  if (c == '?' && (cursor_.Peek(1) == '\'' || cursor_.Peek(1) == '"')) {
    cursor_.Advance();
    return LexForeignString(begin, true);
  }
  if (c == '$' && dialect_ == Dialect::kEndpoint && is_name_start(cursor_.Peek(1))) {
    return LexVariable();
  }
  LexSign();
}

void Lexer::LexName() {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  cursor_.TakeWhile(is_name_part);
  std::string name(cursor_.since(begin));
  if (is_letter(name.front()) && cursor_.Take('~')) {
    const TokenKind kind = ReservedWord(cursor_.since(begin));
    if (is_reserved(kind)) return Add(kind, begin);
    return Add(TokenKind::kTildeIdentifier, begin, std::move(name));
  }
  const TokenKind kind = ReservedWord(name);
  Add(kind, begin, kind == TokenKind::kIdentifier ? std::move(name) : std::string());
}

void Lexer::LexQuotedName() {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  std::string name;
  while (!cursor_.at_end()) {
    if (cursor_.Take("``")) {
      name += '`';
    } else if (cursor_.Take('`')) {
      return Add(TokenKind::kQuotedIdentifier, begin, std::move(name));
    } else {
      name += cursor_.Peek();
      cursor_.Advance();
    }
  }
  // The mistake is more likely a stray backtick than a name as long as the rest of the query.
  cursor_ = syntax::Cursor(source_->text());
  cursor_.Advance(begin + 1);
  sink_.Add(Problem(DiagCode::kEqlUnterminatedName, cursor_.SpanSince(begin),
                    "the quoted name does not end")
                .Label("no closing backtick follows")
                .Help("a backtick inside a quoted name is written twice"));
}

void Lexer::LexVariable() {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  cursor_.TakeWhile(is_name_part);
  Add(TokenKind::kVariable, begin, std::string(cursor_.since(begin + 1)));
}

void Lexer::LexNumber() {
  const std::size_t begin = cursor_.offset();
  TokenKind kind = TokenKind::kInteger;
  cursor_.TakeWhile(is_digit);
  if (cursor_.Take('.')) {
    kind = TokenKind::kDecimal;
    cursor_.TakeWhile(is_digit);
  }
  const bool exponent = cursor_.Peek() == 'e' || cursor_.Peek() == 'E';
  const std::size_t sign = cursor_.Peek(1) == '+' || cursor_.Peek(1) == '-' ? 1 : 0;
  if (exponent && is_digit(cursor_.Peek(1 + sign))) {
    kind = TokenKind::kDecimal;
    cursor_.Advance(1 + sign);
    cursor_.TakeWhile(is_digit);
  }
  Add(kind, begin);
}

void Lexer::LexString() {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  std::string value;
  while (!cursor_.Take('"')) {
    const char c = cursor_.Peek();
    if (cursor_.at_end() || is_line_end(c)) {
      sink_.Add(Problem(DiagCode::kEqlUnterminatedString, cursor_.SpanSince(begin),
                        "the string does not end on its line")
                    .Label("no closing `\"` follows")
                    .Help("a quote inside is written `\\\"`, a line end `\\n`"));
      break;
    }
    if (c == '\\') {
      LexEscape(begin, value);
    } else {
      value += c;
      cursor_.Advance();
    }
  }
  Add(TokenKind::kString, begin, std::move(value));
}

void Lexer::LexRawString() {
  const std::size_t begin = cursor_.offset();
  cursor_.Take("\"\"\"");
  while (!cursor_.Take("\"\"\"")) {
    if (cursor_.at_end() || is_line_end(cursor_.Peek())) {
      sink_.Add(Problem(DiagCode::kEqlUnterminatedString, cursor_.SpanSince(begin),
                        "the raw string does not end on its line")
                    .Label("no closing `\"\"\"` follows")
                    .Help("raw strings cannot hold line ends; use a \"…\" string with `\\n`"));
      return Add(TokenKind::kRawString, begin, std::string(cursor_.since(begin + 3)));
    }
    cursor_.Advance();
  }
  if (cursor_.Take('"')) cursor_.Take('"');
  const std::string_view whole = cursor_.since(begin);
  Add(TokenKind::kRawString, begin, std::string(whole.substr(3, whole.size() - 6)));
}

// Strings as other dialects write them: '…', ?'…' and ?"…". Reported, and then taken as meant.
void Lexer::LexForeignString(std::size_t begin, bool raw) {
  const char quote = cursor_.Peek();
  cursor_.Advance();
  std::string value;
  bool closed = false;
  while (!cursor_.at_end() && !is_line_end(cursor_.Peek())) {
    if (cursor_.Take(quote)) {
      closed = true;
      break;
    }
    if (!raw && cursor_.Peek() == '\\') {
      value += '\\';
      cursor_.Advance();
      if (cursor_.at_end() || is_line_end(cursor_.Peek())) break;
    }
    value += cursor_.Peek();
    cursor_.Advance();
  }
  const Span span = cursor_.SpanSince(begin);
  const bool plain = value.find_first_of("\"\\") == std::string::npos;
  Diagnostic problem =
      raw ? Problem(DiagCode::kEqlQuoteStyle, span,
                    std::string("use triple double quotes (\"\"\") to define unescaped string "
                                "literals, not ?") +
                        quote)
          : Problem(DiagCode::kEqlQuoteStyle, span,
                    "use double quotes (\") to define string literals, not single quotes (')");
  if (closed) {
    const std::string quotes = raw && !plain ? "\"\"\"" : "\"";
    if (plain || (raw && value.find("\"\"\"") == std::string::npos)) {
      const std::string replacement = quotes + value + quotes;
      problem = std::move(problem).WithFix({span, replacement, "write " + replacement});
    }
  }
  sink_.Add(std::move(problem));
  Add(TokenKind::kString, begin, std::move(value));
}

void Lexer::LexEscape(std::size_t string, std::string& value) {
  const std::size_t begin = cursor_.offset();
  cursor_.Advance();
  const char c = cursor_.Peek();
  switch (c) {
    case 'b':
      value += '\b';
      break;
    case 't':
      value += '\t';
      break;
    case 'n':
      value += '\n';
      break;
    case 'f':
      value += '\f';
      break;
    case 'r':
      value += '\r';
      break;
    case '"':
      value += '"';
      break;
    case '\'':
      value += '\'';
      break;
    case '\\':
      value += '\\';
      break;
    case 'u':
      return LexUnicodeEscape(string, begin, value);
    default: {
      // The string itself may end here; that is told where it is found.
      const bool ends = cursor_.at_end() || is_line_end(c);
      if (!ends) cursor_.Advance(DecodeUtf8(cursor_.text(), cursor_.offset()).bytes);
      const std::string found(cursor_.since(begin));
      value += found;
      Diagnostic problem =
          Problem(DiagCode::kEqlBadEscape, cursor_.SpanSince(begin),
                  "`" + found + "` is no escape sequence")
              .Within(cursor_.SpanSince(string))
              .Help(
                  "escapes are \\b \\t \\n \\f \\r \\\" \\' \\\\ and \\u{…}; a backslash itself is "
                  "written twice");
      if (!ends) {
        problem = std::move(problem).WithFix(
            {cursor_.SpanSince(begin), "\\" + found, "write \\" + found});
      }
      sink_.Add(std::move(problem));
      return;
    }
  }
  cursor_.Advance();
}

void Lexer::LexUnicodeEscape(std::size_t string, std::size_t begin, std::string& value) {
  cursor_.Advance();
  // A wrong number spoils the escape, a wrong form the string.
  bool formed = false;
  const auto fail = [&](std::string message) {
    const Span whole = cursor_.SpanSince(formed ? begin : string);
    sink_.Add(Problem(DiagCode::kEqlBadUnicodeEscape, cursor_.SpanSince(begin), std::move(message))
                  .Within(whole)
                  .Help("write the character's number as \\u{…} with 2 to 8 hexadecimal digits, "
                        "such as \\u{e9} for é"));
    value += cursor_.since(begin);
  };
  if (!cursor_.Take('{')) return fail("`\\u` needs braces around its digits");
  const std::size_t digits_begin = cursor_.offset();
  const std::size_t count = cursor_.TakeWhile([](char c) { return syntax::HexDigit(c) >= 0; });
  const std::string_view digits = cursor_.since(digits_begin);
  if (!cursor_.Take('}')) return fail("`\\u{` is not followed by hexadecimal digits and `}`");
  if (count == 0) return fail("`\\u{}` names no character");
  formed = true;
  if (count < 2 || count > 8) {
    return fail("a Unicode sequence should use 2-8 hex digits; this has " + std::to_string(count));
  }
  std::uint32_t code_point = 0;
  for (const char c : digits) {
    code_point = code_point << 4 | static_cast<std::uint32_t>(syntax::HexDigit(c));
  }
  if (code_point > kMaxCodePoint) {
    return fail("invalid Unicode character code; the greatest is 10FFFF");
  }
  if (code_point >= 0xD800 && code_point <= 0xDFFF) {
    return fail("the Unicode character code is a surrogate code, which is no character of its own");
  }
  AppendUtf8(code_point, value);
}

void Lexer::LexSign() {
  // Longer spellings first.
  static constexpr TokenKind kSigns[] = {
      TokenKind::kEqual,
      TokenKind::kNotEqual,
      TokenKind::kLessEqual,
      TokenKind::kGreaterEqual,
      TokenKind::kMissingBracket,
      TokenKind::kLess,
      TokenKind::kGreater,
      TokenKind::kColon,
      TokenKind::kAssign,
      TokenKind::kPlus,
      TokenKind::kMinus,
      TokenKind::kStar,
      TokenKind::kSlash,
      TokenKind::kPercent,
      TokenKind::kDot,
      TokenKind::kComma,
      TokenKind::kLeftBracket,
      TokenKind::kRightBracket,
      TokenKind::kLeftParenthesis,
      TokenKind::kRightParenthesis,
      TokenKind::kPipe,
      TokenKind::kQuestion,
  };
  const std::size_t begin = cursor_.offset();
  if (cursor_.rest().starts_with("||")) return LexStray(begin);
  for (const TokenKind kind : kSigns) {
    if (cursor_.Take(Spelling(kind))) return Add(kind, begin);
  }
  LexStray(begin);
}

// A character that begins no token. Operators of other languages are taken as what they mean.
void Lexer::LexStray(std::size_t begin) {
  struct Foreign {
    std::string_view text;
    TokenKind kind;
  };
  static constexpr Foreign kForeign[] = {
      {"&&", TokenKind::kAnd}, {"||", TokenKind::kOr}, {"!", TokenKind::kNot}};
  for (const Foreign& foreign : kForeign) {
    if (!cursor_.Take(foreign.text)) continue;
    const std::string word(Spelling(foreign.kind));
    const bool blank_before = begin == 0 || is_space(cursor_.text()[begin - 1]);
    const std::string replacement =
        (blank_before ? "" : " ") + word + (is_space(cursor_.Peek()) ? "" : " ");
    sink_.Add(Problem(DiagCode::kEqlStrayCharacter, cursor_.SpanSince(begin),
                      "`" + std::string(foreign.text) + "` is no operator of EQL")
                  .WithFix({cursor_.SpanSince(begin), replacement, "write `" + word + "`"}));
    return Add(foreign.kind, begin);
  }
  // Neighbors of the same kind make one message.
  bool ascii = true;
  const auto stray = [&](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (stray(cursor_.Peek())) {
    ascii = false;
    cursor_.TakeWhile(stray);
  } else {
    cursor_.Advance();
  }
  const std::string found(cursor_.since(begin));
  Diagnostic problem = Problem(DiagCode::kEqlStrayCharacter, cursor_.SpanSince(begin),
                               "`" + found + "` cannot stand here");
  if (found == "$") {
    problem = std::move(problem).Help("variables belong to the endpoint dialect");
  } else if (found.starts_with("“") || found.starts_with("”") || found.starts_with("„")) {
    problem = std::move(problem).Help("strings are written with straight double quotes (\")");
  } else if (!ascii) {
    problem = std::move(problem).Help("text outside ASCII stands in \"strings\" and `names` only");
  }
  sink_.Add(std::move(problem));
}

}  // namespace

std::vector<Token> Lex(const SourceRef& source, Dialect dialect, DiagnosticSink& sink) {
  return Lexer(source, dialect, sink).Run();
}

}  // namespace tocsin::eql
