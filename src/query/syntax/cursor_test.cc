#include "query/syntax/cursor.h"

#include <gtest/gtest.h>

namespace tocsin::syntax {
namespace {

TEST(Cursor, TakesWhatStandsHereAndNothingElse) {
  Cursor cursor("ab12 c");
  EXPECT_FALSE(cursor.Take('b'));
  EXPECT_TRUE(cursor.Take("ab"));
  EXPECT_FALSE(cursor.Take("13"));
  EXPECT_EQ(cursor.TakeWhile(is_digit), 2u);
  EXPECT_EQ(cursor.since(2), "12");
  EXPECT_EQ(cursor.SpanSince(2), Span::Of(2, 4));
  EXPECT_EQ(cursor.rest(), " c");
}

TEST(Cursor, GivesNulBeyondTheEndAndStaysThere) {
  Cursor cursor("x");
  EXPECT_EQ(cursor.Peek(1), '\0');
  cursor.Advance(9);
  EXPECT_TRUE(cursor.at_end());
  EXPECT_EQ(cursor.offset(), 1u);
  EXPECT_EQ(cursor.Peek(), '\0');
  EXPECT_FALSE(cursor.Take('\0'));
}

}  // namespace
}  // namespace tocsin::syntax
