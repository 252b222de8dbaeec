#include "query/eql/token.h"

#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

TEST(EqlToken, ReservedWordsAreLowerCaseOnly) {
  EXPECT_EQ(ReservedWord("sequence"), TokenKind::kSequence);
  EXPECT_EQ(ReservedWord("Sequence"), TokenKind::kIdentifier);
  EXPECT_EQ(ReservedWord("like~"), TokenKind::kLikeFold);
  EXPECT_EQ(ReservedWord("runs"), TokenKind::kIdentifier);
  EXPECT_EQ(ReservedWord("=="), TokenKind::kIdentifier);
}

TEST(EqlToken, SpellingIsTheNameWithoutItsQuotes) {
  EXPECT_EQ(Spelling(TokenKind::kMissingBracket), "![");
  EXPECT_EQ(Spelling(TokenKind::kWith), "with");
  EXPECT_EQ(Spelling(TokenKind::kInteger), "");
}

TEST(EqlToken, KnowsWhichKindsAreReserved) {
  EXPECT_TRUE(is_reserved(TokenKind::kAnd));
  EXPECT_TRUE(is_reserved(TokenKind::kWith));
  EXPECT_FALSE(is_reserved(TokenKind::kRawString));
  EXPECT_FALSE(is_reserved(TokenKind::kEqual));
}

}  // namespace
}  // namespace tocsin::eql
