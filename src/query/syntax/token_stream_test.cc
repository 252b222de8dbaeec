#include "query/syntax/token_stream.h"

#include "base/diag/span.h"

#include <gtest/gtest.h>

namespace tocsin::syntax {
namespace {

enum class Kind { kName, kComma, kEnd };
struct Token {
  Kind kind;
  Span span;
};
std::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::kName:
      return "a name";
    case Kind::kComma:
      return "`,`";
    case Kind::kEnd:
      return "the end";
  }
  return {};
}

TEST(TokenStream, StaysAtItsEnd) {
  TokenStream<Token> tokens({{Kind::kName, Span::Of(0, 1)}, {Kind::kEnd, Span::At(1)}});
  EXPECT_TRUE(tokens.Accept(Kind::kName));
  EXPECT_TRUE(tokens.at_end());
  EXPECT_EQ(tokens.Next().kind, Kind::kEnd);
  EXPECT_EQ(tokens.Next().kind, Kind::kEnd);
  EXPECT_EQ(tokens.Peek(5).kind, Kind::kEnd);
  EXPECT_EQ(tokens.Last().kind, Kind::kName);
}

TEST(TokenStream, RemembersWhatWouldHaveFitHere) {
  TokenStream<Token> tokens(
      {{Kind::kName, Span::Of(0, 1)}, {Kind::kName, Span::Of(2, 3)}, {Kind::kEnd, Span::At(3)}});
  EXPECT_FALSE(tokens.Accept(Kind::kComma));
  EXPECT_TRUE(tokens.Accept(Kind::kName));
  EXPECT_FALSE(tokens.Accept(Kind::kComma));
  EXPECT_FALSE(tokens.Sees(Kind::kEnd));
  EXPECT_FALSE(tokens.At(Kind::kEnd));
  EXPECT_EQ(tokens.DescribeExpected(), "`,` or the end");
}

}  // namespace
}  // namespace tocsin::syntax
