#include "query/eql/lexer.h"

#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Lexed {
  std::vector<TokenKind> kinds;
  std::vector<std::string> values;
  std::vector<std::string> mistakes;
};

Lexed LexText(std::string_view text, Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  Lexed lexed;
  for (const Token& token : Lex(source, dialect, sink)) {
    lexed.kinds.push_back(token.kind);
    lexed.values.push_back(token.value);
  }
  lexed.kinds.pop_back();
  lexed.values.pop_back();
  lexed.mistakes = testing::Lines(source, sink);
  return lexed;
}

struct StringCase {
  const char* name;
  std::string text;
  std::string value;
};

TEST(EqlLexer, TellsWhatAWrongEscapeSpoils) {
  struct Case {
    const char* text;
    Span within;
  };
  constexpr Case kCases[] = {
      {R"(x "a\qb")", {2, 6}},          // no string at all
      {R"(x "a\u{}")", {2, 8}},         // the same
      {R"(x "a\u{110000}")", {4, 14}},  // an escape of no character
  };
  for (const Case& c : kCases) {
    const SourceRef source = SourceText::Make("<query>", c.text);
    DiagnosticSink sink;
    Lex(source, Dialect::kElasticsearch, sink);
    ASSERT_FALSE(sink.empty()) << c.text;
    EXPECT_EQ(sink.diagnostics().front().within(), c.within) << c.text;
  }
}

TEST(EqlLexer, DecodesStrings) {
  const StringCase kCases[] = {
      {"plain", R"("abc")", "abc"},
      {"empty", R"("")", ""},
      {"escapes", R"("\b\t\n\f\r\"\'\\")", "\b\t\n\f\r\"'\\"},
      {"unicode, two digits", R"("\u{e9}")", "é"},
      {"unicode, eight digits", R"("\u{0001F600}")", "😀"},
      {"nul", R"("\u{00}")", std::string(1, '\0')},
      {"backslash before u", R"("a\\u123b")", "a\\u123b"},
      {"comment signs", R"("a // b /* c")", "a // b /* c"},
      {"raw keeps backslashes", R"("""C:\Temp\n""")", R"(C:\Temp\n)"},
      {"raw with quotes inside", R"("""a "b" c""")", R"(a "b" c)"},
      {"raw that begins and ends with quotes", R"(""""a"""")", R"("a")"},
      {"raw that ends in two quotes", R"("""a""""")", R"(a"")"},
      {"six quotes", R"("""""")", ""},
      {"eight quotes", R"("""""""")", R"("")"},
  };
  for (const StringCase& c : kCases) {
    SCOPED_TRACE(c.name);
    const Lexed lexed = LexText(c.text);
    EXPECT_THAT(lexed.mistakes, IsEmpty());
    EXPECT_THAT(lexed.values, ElementsAre(c.value));
  }
}

TEST(EqlLexer, EndsARawStringAtTheShortestRun) {
  const Lexed lexed = LexText(R"("""""""a""")");
  // Seven quotes are a raw string of one quote; then a name, then an unfinished raw string.
  ASSERT_GE(lexed.kinds.size(), 2u);
  EXPECT_EQ(lexed.kinds[0], TokenKind::kRawString);
  EXPECT_EQ(lexed.values[0], "\"");
  EXPECT_EQ(lexed.kinds[1], TokenKind::kIdentifier);
}

struct MistakeCase {
  const char* name;
  const char* text;
  const char* mistake;
};

TEST(EqlLexer, TellsWhatIsWrongInsideAToken) {
  const MistakeCase kCases[] = {
      {"no end", "\"abc", "1:1 EQL002 the string does not end on its line"},
      {"line end", "\"abc\ndef", "1:1 EQL002 the string does not end on its line"},
      {"raw without end", "\"\"\"abc\nd", "1:1 EQL002 the raw string does not end on its line"},
      {"single quotes", "'abc'",
       "1:1 EQL004 use double quotes (\") to define string literals, not single quotes (')"},
      {"old raw", "?'abc'",
       "1:1 EQL004 use triple double quotes (\"\"\") to define unescaped string literals, not ?'"},
      {"unknown escape", R"("a\qb")", R"(1:3 EQL005 `\q` is no escape sequence)"},
      {"escape of a wide character", "\"\\é\"", "1:2 EQL005 `\\é` is no escape sequence"},
      {"one digit", R"("\u{D}")",
       "1:2 EQL006 a Unicode sequence should use 2-8 hex digits; this has 1"},
      {"nine digits", R"("\u{123456789}")",
       "1:2 EQL006 a Unicode sequence should use 2-8 hex digits; this has 9"},
      {"no digits", R"("\u{}")", "1:2 EQL006 `\\u{}` names no character"},
      {"not hex", R"("\u{00U1}")",
       "1:2 EQL006 `\\u{` is not followed by hexadecimal digits and `}`"},
      {"no braces", R"("\uad12")", "1:2 EQL006 `\\u` needs braces around its digits"},
      {"too large", R"("\u{110000}")",
       "1:2 EQL006 invalid Unicode character code; the greatest is 10FFFF"},
      {"surrogate", R"("\u{dB12}")",
       "1:2 EQL006 the Unicode character code is a surrogate code, which is no character of its "
       "own"},
      {"comment", "a /* b", "1:3 EQL007 the comment does not end"},
      {"nested comment", "/* a /* b */", "1:1 EQL007 the comment does not end"},
      {"backtick", "`abc == 1", "1:1 EQL008 the quoted name does not end"},
      {"ampersands", "a && b", "1:3 EQL003 `&&` is no operator of EQL"},
      {"bars", "a || b", "1:3 EQL003 `||` is no operator of EQL"},
      {"exclamation mark", "!a", "1:1 EQL003 `!` is no operator of EQL"},
      {"hash", "#a", "1:1 EQL003 `#` cannot stand here"},
      {"letters outside ASCII", "größe", "1:3 EQL003 `öß` cannot stand here"},
      {"variable", "$a", "1:1 EQL003 `$` cannot stand here"},
  };
  for (const MistakeCase& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(LexText(c.text).mistakes, ElementsAre(c.mistake));
  }
}

TEST(EqlLexer, TakesForeignOperatorsAsMeant) {
  EXPECT_THAT(LexText("a && !b || c").kinds,
              ElementsAre(TokenKind::kIdentifier, TokenKind::kAnd, TokenKind::kNot,
                          TokenKind::kIdentifier, TokenKind::kOr, TokenKind::kIdentifier));
}

TEST(EqlLexer, OffersAFixForForeignQuotes) {
  const SourceRef source = SourceText::Make("<query>", "'a' ?'C:\\a' 'a\"b'");
  DiagnosticSink sink;
  Lex(source, Dialect::kElasticsearch, sink);
  ASSERT_EQ(sink.diagnostics().size(), 3u);
  EXPECT_EQ(sink.diagnostics()[0].fix()->replacement, "\"a\"");
  EXPECT_EQ(sink.diagnostics()[1].fix()->replacement, "\"\"\"C:\\a\"\"\"");
  EXPECT_FALSE(sink.diagnostics()[2].fix().has_value());
}

TEST(EqlLexer, TellsNamesFromWordsAndSigns) {
  EXPECT_THAT(LexText("@timestamp like~ foo~ in~ in ~").kinds,
              ElementsAre(TokenKind::kIdentifier, TokenKind::kLikeFold, TokenKind::kTildeIdentifier,
                          TokenKind::kInFold, TokenKind::kIn));
  EXPECT_THAT(LexText("![ [ != ! [").kinds,
              ElementsAre(TokenKind::kMissingBracket, TokenKind::kLeftBracket, TokenKind::kNotEqual,
                          TokenKind::kNot, TokenKind::kLeftBracket));
  EXPECT_THAT(LexText("== = <= < >= > : + - * / % . , ] ( ) | ?").kinds,
              ElementsAre(TokenKind::kEqual, TokenKind::kAssign, TokenKind::kLessEqual,
                          TokenKind::kLess, TokenKind::kGreaterEqual, TokenKind::kGreater,
                          TokenKind::kColon, TokenKind::kPlus, TokenKind::kMinus, TokenKind::kStar,
                          TokenKind::kSlash, TokenKind::kPercent, TokenKind::kDot,
                          TokenKind::kComma, TokenKind::kRightBracket, TokenKind::kLeftParenthesis,
                          TokenKind::kRightParenthesis, TokenKind::kPipe, TokenKind::kQuestion));
}

TEST(EqlLexer, ReadsQuotedNames) {
  const Lexed lexed = LexText("`a.b` `a``b` `line\nend` ``");
  EXPECT_THAT(lexed.mistakes, IsEmpty());
  EXPECT_THAT(lexed.values, ElementsAre("a.b", "a`b", "line\nend", ""));
}

TEST(EqlLexer, ReadsNumbers) {
  EXPECT_THAT(LexText("1 1.5 .5 5. 5e14 1e-3 30s 5e").kinds,
              ElementsAre(TokenKind::kInteger, TokenKind::kDecimal, TokenKind::kDecimal,
                          TokenKind::kDecimal, TokenKind::kDecimal, TokenKind::kDecimal,
                          TokenKind::kInteger, TokenKind::kIdentifier, TokenKind::kInteger,
                          TokenKind::kIdentifier));
}

TEST(EqlLexer, SkipsCommentsWhichNestInElasticsearchOnly) {
  EXPECT_THAT(LexText("a // b\n c /* d /* e */ f */ g").values, ElementsAre("a", "c", "g"));
  const Lexed endpoint = LexText("a /* d /* e */ f", Dialect::kEndpoint);
  EXPECT_THAT(endpoint.values, ElementsAre("a", "f"));
  EXPECT_THAT(endpoint.mistakes, IsEmpty());
}

TEST(EqlLexer, KnowsVariablesInTheEndpointDialectOnly) {
  const Lexed endpoint = LexText("$entry.name", Dialect::kEndpoint);
  EXPECT_THAT(endpoint.kinds,
              ElementsAre(TokenKind::kVariable, TokenKind::kDot, TokenKind::kIdentifier));
  EXPECT_THAT(endpoint.values, ElementsAre("entry", "", "name"));
}

TEST(EqlLexer, SpansCoverEachToken) {
  const SourceRef source = SourceText::Make("<query>", "ab == \"c\"");
  DiagnosticSink sink;
  const std::vector<Token> tokens = Lex(source, Dialect::kElasticsearch, sink);
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_EQ(tokens[0].span, Span::Of(0, 2));
  EXPECT_EQ(tokens[1].span, Span::Of(3, 5));
  EXPECT_EQ(tokens[2].span, Span::Of(6, 9));
  EXPECT_EQ(tokens[3].span, Span::At(9));
}

}  // namespace
}  // namespace tocsin::eql
