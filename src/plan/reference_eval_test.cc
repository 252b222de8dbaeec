#include "plan/reference_eval.h"

#include "event/builder.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tocsin::plan {
namespace {

class ReferenceEvalTest : public testing::Test {
 protected:
  using Fields = std::vector<std::pair<const char*, Value>>;

  Expr F(const char* name) {
    Expr field = Expr::OfField(name);
    field.field = schema_.Intern(name);
    field.type = TypeOf(schema_.type(field.field));
    return field;
  }
  static Expr C(std::int64_t number) { return Expr::Of(number); }
  static Expr C(const char* text) { return Expr::Of(std::string(text)); }
  static Expr Call(Function f, std::vector<Expr> args) { return Expr::Call(f, std::move(args)); }
  static Predicate Leaf(Function f, std::vector<Expr> args) {
    return Predicate::Leaf(Call(f, std::move(args)));
  }

  bool On(const Fields& fields, const Predicate& predicate) {
    EventBatch batch;
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema_, demand, batch);
    builder.Begin("test", {}, {});
    for (const auto& [name, value] : fields) builder.AddNamed(name, value);
    builder.Finish();
    return Holds(predicate, batch.events()[0]);
  }

  Schema schema_;
  const Fields missing_ = {};
  const Fields one_ = {{"process.pid", Value::Int(1)}};
  const Fields seven_ = {{"process.pid", Value::Int(7)}};
  const Fields both_ = {{"process.pid", Value::Int(1)}, {"process.pid", Value::Int(7)}};
};

TEST_F(ReferenceEvalTest, LeavesSaySomeAndNegationsSayNone) {
  const Predicate is_one = Leaf(Function::kEqual, {F("process.pid"), C(1)});
  EXPECT_TRUE(On(one_, is_one));
  EXPECT_FALSE(On(seven_, is_one));
  EXPECT_TRUE(On(both_, is_one));
  EXPECT_FALSE(On(missing_, is_one));
  EXPECT_FALSE(On(one_, Predicate::Not(is_one)));
  EXPECT_TRUE(On(seven_, Predicate::Not(is_one)));
  EXPECT_FALSE(On(both_, Predicate::Not(is_one)));
  EXPECT_TRUE(On(missing_, Predicate::Not(is_one)));
}

TEST_F(ReferenceEvalTest, TwoLeavesMayBeMetByDifferentValues) {
  const Fields spread = {{"process.pid", Value::Int(0)}, {"process.pid", Value::Int(9)}};
  const Expr above = Call(Function::kGreater, {F("process.pid"), C(1)});
  const Expr below = Call(Function::kLess, {F("process.pid"), C(5)});
  EXPECT_TRUE(On(spread, Predicate::And({Predicate::Leaf(above), Predicate::Leaf(below)})));
  // Inside one leaf both see the same value.
  EXPECT_FALSE(On(spread, Leaf(Function::kAnd, {above, below})));
}

TEST_F(ReferenceEvalTest, CombinationsRunOverDistinctFields) {
  const Fields lists = {{"user.name", Value::String("x")},
                        {"user.name", Value::String("p")},
                        {"host.name", Value::String("q")},
                        {"host.name", Value::String("y")}};
  const auto joined = [&](const char* text) {
    return Leaf(Function::kEqual,
                {Call(Function::kConcat, {F("user.name"), F("host.name")}), C(text)});
  };
  for (const char* text : {"xq", "xy", "pq", "py"}) EXPECT_TRUE(On(lists, joined(text))) << text;
  EXPECT_FALSE(On(lists, joined("qx")));
  const Predicate twice =
      Leaf(Function::kEqual, {Call(Function::kConcat, {F("user.name"), F("user.name")}), C("xp")});
  EXPECT_FALSE(On(lists, twice));
}

TEST_F(ReferenceEvalTest, NullChecks) {
  const Expr null = Expr::Of(NullConstant());
  const Predicate no_pid = Leaf(Function::kEqual, {F("process.pid"), null});
  EXPECT_TRUE(On(missing_, no_pid));
  EXPECT_FALSE(On(both_, no_pid));
  EXPECT_TRUE(On(missing_, Leaf(Function::kIsNull, {F("process.pid")})));
  EXPECT_FALSE(On(both_, Leaf(Function::kIsNull, {F("process.pid")})));
  const Predicate above_check =
      Leaf(Function::kEqual, {null, Call(Function::kGreater, {F("process.pid"), C(-1)})});
  EXPECT_TRUE(On(missing_, above_check));
  EXPECT_FALSE(On(one_, above_check));
  const Predicate joined =
      Leaf(Function::kEqual, {Call(Function::kConcat, {F("process.pid"), F("user.name")}), null});
  EXPECT_TRUE(On(one_, joined));
  EXPECT_TRUE(On({}, Leaf(Function::kEqual, {null, null})));
  EXPECT_FALSE(On({}, Leaf(Function::kEqual, {C(7), null})));
  EXPECT_TRUE(On({}, Predicate::Not(Leaf(Function::kEqual, {C(7), null}))));
}

TEST_F(ReferenceEvalTest, NullOfTheTextPassesThroughNot) {
  const Predicate order = Leaf(Function::kLess, {F("process.pid"), Expr::Of(NullConstant())});
  EXPECT_FALSE(On(one_, order));
  EXPECT_FALSE(On(one_, Predicate::Not(order)));
  EXPECT_FALSE(On(one_, Predicate::Not(Predicate::And({order, Predicate::Of(true)}))));
  EXPECT_TRUE(On(one_, Predicate::Not(Predicate::And({order, Predicate::Of(false)}))));
  EXPECT_TRUE(On(one_, Predicate::Or({Predicate::Not(order), Predicate::Of(true)})));
}

TEST_F(ReferenceEvalTest, BareBooleanFieldsAndConstants) {
  const Predicate flag = Predicate::Leaf(F("process.interactive"));
  EXPECT_TRUE(On({{"process.interactive", Value::Bool(true)}}, flag));
  EXPECT_FALSE(On({{"process.interactive", Value::Bool(false)}}, flag));
  EXPECT_FALSE(On({}, flag));
  EXPECT_TRUE(On({}, Predicate::Not(flag)));
  EXPECT_TRUE(On({}, Predicate::And({})));
  EXPECT_FALSE(On({}, Predicate::Or({})));
}

TEST_F(ReferenceEvalTest, ObjectsAreValuesThatEqualNothing) {
  const Value exists = Value::Bool(true);
  const FieldEntry member = {*schema_.Find("dll.Ext.code_signature.exists"), 1, &exists};
  const Fields fields = {{"made.up", Value::Object(&member, 1)}};
  EXPECT_FALSE(On(fields, Leaf(Function::kIsNull, {F("made.up")})));
  EXPECT_FALSE(On(fields, Leaf(Function::kEqual, {F("made.up"), C("x")})));
  EXPECT_FALSE(On(fields, Leaf(Function::kWildcard, {F("made.up"), C("*")})));
}

TEST_F(ReferenceEvalTest, StageFieldsComeFromTheContext) {
  EventBatch batch;
  const FieldDemand demand = FieldDemand::All();
  EventBuilder builder(schema_, demand, batch);
  for (const std::int64_t pid : {4, 5}) {
    builder.Begin("test", {}, {});
    builder.AddNamed("process.pid", Value::Int(pid));
    builder.Finish();
  }
  Expr stage = F("process.pid");
  stage.kind = ExprKind::kStageField;
  const Predicate same = Leaf(Function::kEqual, {F("process.pid"), stage});
  const Event* const first[] = {&batch.events()[0]};
  EXPECT_TRUE(Holds(same, batch.events()[0], {.stages = first}));
  EXPECT_FALSE(Holds(same, batch.events()[1], {.stages = first}));
  EXPECT_FALSE(Holds(same, batch.events()[1]));
}

TEST_F(ReferenceEvalTest, CombinationsAreBounded) {
  Fields many;
  std::vector<Expr> parts;
  for (const char* name : {"user.name", "host.name", "process.name", "file.name", "dll.name"}) {
    for (int i = 0; i < 20; ++i) many.push_back({name, Value::String("a")});
    parts.push_back(F(name));
  }
  EventBatch batch;
  const FieldDemand demand = FieldDemand::All();
  EventBuilder builder(schema_, demand, batch);
  builder.Begin("test", {}, {});
  for (const auto& [name, value] : many) builder.AddNamed(name, value);
  builder.Finish();
  EvalFault fault = EvalFault::kNone;
  const Expr leaf = Call(Function::kEqual, {Call(Function::kConcat, parts), C("b")});
  EXPECT_FALSE(LeafHolds(leaf, batch.events()[0], {.fault = &fault}));
  EXPECT_EQ(fault, EvalFault::kLimit);
}

}  // namespace
}  // namespace tocsin::plan
