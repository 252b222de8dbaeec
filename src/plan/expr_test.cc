#include "plan/expr.h"

#include <gtest/gtest.h>

#include <limits>

namespace tocsin::plan {
namespace {

Expr Pid() {
  Expr field = Expr::OfField("process.pid", Span::Of(0, 11));
  field.field = FieldId(7);
  field.type = Type::kLong;
  return field;
}

Expr PidIs(std::int64_t pid) { return Expr::Call(Function::kEqual, {Pid(), Expr::Of(pid)}); }

TEST(Expr, SpansAndNamesDoNotCount) {
  Expr a = PidIs(4);
  Expr b = PidIs(4);
  b.args[0].name = "`process`.pid";
  b.args[0].span = Span::Of(5, 9);
  EXPECT_TRUE(SameExpr(a, b));
  EXPECT_EQ(HashExpr(a), HashExpr(b));
}

TEST(Expr, EverythingElseCounts) {
  const Expr base = PidIs(4);
  std::vector<Expr> others(7, base);
  others[0].args[0].field = FieldId(8);
  others[1].args[0].view = FieldView::kCaseless;
  others[2].args[1] = Expr::Of(std::int64_t{5});
  others[3].args[1] = Expr::Of(4.0);
  others[4].fold = Fold::kAscii;
  others[5].function = Function::kLess;
  others[6].args[0].kind = ExprKind::kStageField;
  for (std::size_t i = 0; i < others.size(); ++i) {
    EXPECT_FALSE(SameExpr(base, others[i])) << i;
    EXPECT_NE(HashExpr(base), HashExpr(others[i])) << i;
  }
}

TEST(Expr, UnresolvedFieldsAreTheirNames) {
  EXPECT_TRUE(SameExpr(Expr::OfField("a"), Expr::OfField("a")));
  EXPECT_FALSE(SameExpr(Expr::OfField("a"), Expr::OfField("b")));
}

TEST(Expr, NotANumberIsItself) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(SameExpr(Expr::Of(nan), Expr::Of(nan)));
  EXPECT_FALSE(SameExpr(Expr::Of(0.0), Expr::Of(-0.0)));
}

TEST(Expr, ConstantsKnowTheirType) {
  EXPECT_EQ(Expr::Of(NullConstant()).type, Type::kNull);
  EXPECT_EQ(Expr::Of(true).type, Type::kBoolean);
  EXPECT_EQ(Expr::Of(std::string("x")).type, Type::kKeyword);
  EXPECT_EQ(Expr::Of(TimeConstant{1, 2}).type, Type::kDate);
}

TEST(Predicate, GroupsCoverTheirChildren) {
  Expr left = PidIs(1);
  Expr right = PidIs(2);
  left.span = Span::Of(3, 9);
  right.span = Span::Of(14, 20);
  const Predicate both = Predicate::And({Predicate::Leaf(left), Predicate::Leaf(right)});
  EXPECT_EQ(both.span, Span::Of(3, 20));
  EXPECT_TRUE(SamePredicate(both, both));
  EXPECT_FALSE(SamePredicate(both, Predicate::Or({Predicate::Leaf(left), Predicate::Leaf(right)})));
  EXPECT_FALSE(SamePredicate(both, Predicate::Not(both)));
}

TEST(Functions, TableIsSane) {
  for (int i = 0; i <= static_cast<int>(Function::kToNumber); ++i) {
    const FunctionInfo& info = InfoOf(static_cast<Function>(i));
    EXPECT_FALSE(info.name.empty());
    EXPECT_GE(info.min_args, 1);
    EXPECT_TRUE(info.max_args == -1 || info.max_args >= info.min_args) << info.name;
  }
  EXPECT_EQ(InfoOf(Function::kSubstring).name, "substring");
}

}  // namespace
}  // namespace tocsin::plan
