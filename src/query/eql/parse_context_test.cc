#include "query/eql/parse_context.h"

#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

class EqlParseContext : public ::testing::Test {
 protected:
  ParseContext Make(const char* text) {
    source_ = SourceText::Make("<query>", text);
    return ParseContext(source_, options_, sink_);
  }

  SourceRef source_;
  ParseOptions options_;
  DiagnosticSink sink_;
};

TEST_F(EqlParseContext, RecoversAtWhatEndsAnOpenConstruct) {
  ParseContext context = Make("a b ( c ] and ) d ] e");
  ParseContext::Closers stage(context, {TokenKind::kRightBracket});
  context.Recover();
  // The first bracket is safe ground although a parenthesis is open.
  EXPECT_EQ(context.tokens().Peek().span, Span::Of(8, 9));
}

TEST_F(EqlParseContext, PassesOverWholeParentheses) {
  ParseContext context = Make("a ( b and c ) and d");
  context.Recover();
  EXPECT_EQ(context.tokens().Peek().span, Span::Of(14, 17));
}

TEST_F(EqlParseContext, DoesNotTellEchoes) {
  ParseContext context = Make("a b and c");
  context.Unexpected();
  context.Recover();
  context.Unexpected();
  EXPECT_EQ(sink_.error_count(), 1u);
  context.tokens().Next();
  context.Unexpected();
  EXPECT_EQ(sink_.error_count(), 2u);
}

TEST_F(EqlParseContext, ShortensWhatItQuotes) {
  const std::string text = std::string(59, 'x') + "é and more";
  ParseContext context = Make(text.c_str());
  EXPECT_EQ(context.Quote(Span::Of(0, text.size())), "`" + std::string(59, 'x') + "…`");
  EXPECT_EQ(context.Quote(Span::Of(0, 3)), "`xxx`");
}

}  // namespace
}  // namespace tocsin::eql
