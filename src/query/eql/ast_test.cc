#include "query/eql/ast.h"

#include <gtest/gtest.h>

#include <limits>

namespace tocsin::eql {
namespace {

Expr Relation() {
  Expr relation(ExprKind::kRelation, Span::Of(0, 9));
  relation.text = "descendant";
  relation.event = std::make_unique<EventFilter>();
  relation.event->category = "process";
  relation.event->condition = Expr(ExprKind::kBoolean, Span::Of(5, 6));
  return relation;
}

TEST(EqlAst, CopiesAreDeepAndEqual) {
  const Expr relation = Relation();
  Expr copy = relation;
  EXPECT_TRUE(copy == relation);
  EXPECT_NE(copy.event.get(), relation.event.get());
  copy.event->category = "file";
  EXPECT_FALSE(copy == relation);
  copy = relation;
  EXPECT_TRUE(copy == relation);
}

TEST(EqlAst, EqualityIgnoresPlaces) {
  Expr a = Relation();
  Expr b = Relation();
  b.span = Span::Of(50, 60);
  b.head = Span::Of(50, 52);
  EXPECT_TRUE(a == b);
  b.optional = true;
  EXPECT_FALSE(a == b);
}

TEST(EqlAst, CountsNodesOfEventsInside) { EXPECT_EQ(CountNodes(Relation()), 2u); }

TEST(EqlAst, TimeSpansAreNanoseconds) {
  EXPECT_EQ((TimeSpan{5, TimeUnit::kMilliseconds, {}}.nanoseconds()), 5'000'000);
  EXPECT_EQ((TimeSpan{2, TimeUnit::kMinutes, {}}.nanoseconds()), 120'000'000'000);
  EXPECT_EQ((TimeSpan{1, TimeUnit::kDays, {}}.nanoseconds()), 86'400'000'000'000);
  EXPECT_EQ((TimeSpan{200'000, TimeUnit::kDays, {}}.nanoseconds()),
            std::numeric_limits<std::int64_t>::max());
}

}  // namespace
}  // namespace tocsin::eql
