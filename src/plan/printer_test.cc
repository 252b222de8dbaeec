#include "plan/printer.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tocsin::plan {
namespace {

Expr Field(const char* name, Type type = Type::kKeyword) {
  Expr field = Expr::OfField(name);
  field.type = type;
  return field;
}
Expr Text(const char* text) { return Expr::Of(std::string(text)); }

TEST(Printer, Expressions) {
  EXPECT_EQ(Print(Expr::Of(NullConstant())), "null");
  EXPECT_EQ(Print(Expr::Of(true)), "true");
  EXPECT_EQ(Print(Expr::Of(std::int64_t{-5})), "-5");
  EXPECT_EQ(Print(Expr::Of(2.0)), "2.0");
  EXPECT_EQ(Print(Text("a\"b\\")), R"("a\"b\\")");
  EXPECT_EQ(Print(Expr::Of(TimeConstant{0, 0})), "1970-01-01T00:00:00Z");
  EXPECT_EQ(Print(Expr::Of(TimeConstant{0, 999'999'999})),
            "1970-01-01T00:00:00Z..1970-01-01T00:00:00.999999999Z");

  Expr optional = Expr::OfField("a.b");
  optional.optional = true;
  EXPECT_EQ(Print(optional), "?a.b");
  Expr view = Field("process.name");
  view.view = FieldView::kCaseless;
  EXPECT_EQ(Print(view), "process.name.caseless:keyword");
  Expr stage = Field("process.pid", Type::kLong);
  stage.kind = ExprKind::kStageField;
  stage.binding = 2;
  EXPECT_EQ(Print(stage), "stage(2).process.pid:long");

  EXPECT_EQ(Print(Expr::Call(Function::kEqual, {Field("a"), Text("x")}, Fold::kAscii)),
            R"(a:keyword ==~ "x")");
  EXPECT_EQ(
      Print(Expr::Call(Function::kWildcard,
                       {Expr::Call(Function::kSubstring, {Field("a"), Expr::Of(std::int64_t{1})}),
                        Text("x*"), Text("y")},
                       Fold::kUnicode)),
      R"(substring(a:keyword, 1) like~~ ("x*", "y"))");
  const Expr less = Expr::Call(Function::kLess, {Field("a"), Text("b")});
  EXPECT_EQ(Print(Expr::Call(Function::kEqual, {less, Expr::Of(NullConstant())})),
            R"((a:keyword < "b") == null)");
}

TEST(Printer, PredicatesTellTheLevelsApart) {
  const Predicate a = Predicate::Leaf(Field("a", Type::kBoolean));
  const Predicate b = Predicate::Leaf(Field("b", Type::kBoolean));
  EXPECT_EQ(Print(Predicate::And({a, Predicate::Or({a, b}), Predicate::Not(b)})),
            "a:boolean and (a:boolean or b:boolean) and not (b:boolean)");
  EXPECT_EQ(Print(Predicate::Leaf(Expr::Call(Function::kAnd, {a.leaf, b.leaf}))),
            "and(a:boolean, b:boolean)");
  EXPECT_EQ(Print(Predicate::And({})), "and[]");
  EXPECT_EQ(Print(Predicate::Or({a})), "or[a:boolean]");
  EXPECT_EQ(Print(Predicate::Of(true)), "true");
  EXPECT_EQ(Print(Predicate::Leaf(Expr::Of(true))), "leaf(true)");
  Predicate descendant;
  descendant.kind = PredicateKind::kDescendantOf;
  descendant.children.push_back(a);
  EXPECT_EQ(Print(descendant), "descendant of [a:boolean]");
}

TEST(Printer, Plans) {
  const Predicate a = Predicate::Leaf(Field("a", Type::kBoolean));
  EXPECT_EQ(Print(Plan(EventPlan{a, {{true, 5}, {false, 2}}})),
            "event\n  where a:boolean\n  | tail 5\n  | head 2\n");

  SequencePlan sequence;
  sequence.maxspan_ns = 300'000'000'000;
  Stage first;
  first.condition = a;
  first.keys = {{Field("host.id"), false}, {Field("user.id"), true}};
  first.alias = "start";
  Stage second;
  second.condition = a;
  second.missing = true;
  sequence.stages = {first, second};
  sequence.until = second;
  sequence.until->missing = false;
  EXPECT_EQ(Print(Plan(sequence)),
            "sequence with maxspan=5m\n"
            "  [a:boolean] by host.id:keyword, optional user.id:keyword as start\n"
            "  ![a:boolean]\n"
            "  until [a:boolean]\n");
  EXPECT_EQ(Print(Plan(SamplePlan{{first}})),
            "sample\n  [a:boolean] by host.id:keyword, optional user.id:keyword as start\n");

  SignalPlan signal;
  SignalQuery query;
  query.name = "failures";
  query.condition = a;
  query.aggregation = Aggregation::kCardinality;
  query.distinct = {Field("user.name")};
  query.group_by = {Field("host.name")};
  signal.queries = {query};
  SignalCondition condition;
  condition.left.query = 0;
  condition.right.number = 5;
  signal.cases = {{"many", "high", condition}};
  signal.evaluation_window_ns = 300'000'000'000;
  signal.keep_alive_ns = 3'600'000'000'000;
  signal.max_duration_ns = 86'400'000'000'000;
  EXPECT_EQ(Print(Plan(signal)),
            "signal window=5m keep_alive=1h max_duration=1d\n"
            "  query \"failures\" cardinality of user.name:keyword by host.name:keyword where "
            "a:boolean\n"
            "  case \"many\" \"high\" when query(0) > 5\n");
}

}  // namespace
}  // namespace tocsin::plan
