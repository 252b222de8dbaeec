#include "plan/passes/passes_testing.h"

#include <gtest/gtest.h>

namespace tocsin::plan {
namespace {

class FoldTest : public testing::Test {
 protected:
  // The condition after folding, or "fault" and what the message says.
  std::string Run(Predicate condition) {
    Plan plan = EventOf(std::move(condition));
    DiagnosticSink sink;
    const SourceRef source = words_.Source();
    EXPECT_TRUE(Resolve(plan, schema_, {.unknown = UnknownFields::kIgnore}, source, sink));
    EXPECT_TRUE(Typecheck(plan, schema_, source, sink));
    if (FoldConstants(plan, source, sink)) return ConditionText(plan);
    EXPECT_EQ(sink.diagnostics().back().code(), DiagCode::kEqlConstantFault);
    return "fault: " + sink.diagnostics().back().message();
  }
  Expr Pid() { return words_.Field("process.pid"); }

  Schema schema_;
  Words words_;
};

TEST_F(FoldTest, ComputesWhatHasNoFields) {
  const Expr sum = Call(Function::kAdd, {words_.Literal(1), words_.Literal(2)});
  EXPECT_EQ(Run(Leaf(Function::kEqual, {Pid(), sum})), "process.pid:long == 3");
  EXPECT_EQ(Run(Leaf(Function::kLess, {words_.Literal(1), words_.Literal(2)})), "true");
  EXPECT_EQ(Run(Predicate::Not(Leaf(Function::kLess, {words_.Literal(1), words_.Literal(2)}))),
            "false");
}

TEST_F(FoldTest, ComputedConstantsTakeTheTypeOfTheOtherSide) {
  const Expr text = Call(Function::kConcat, {words_.Literal("1970-"), words_.Literal("01-01")});
  EXPECT_EQ(Run(Leaf(Function::kGreater, {words_.Field("@timestamp"), text})),
            "@timestamp:date > 1970-01-01T00:00:00Z..1970-01-01T23:59:59.999999999Z");
  const Expr sum = Call(Function::kAdd, {words_.Literal(4600), words_.Literal(88)});
  EXPECT_EQ(Run(Leaf(Function::kEqual, {words_.Field("event.code"), sum})),
            R"(event.code:keyword == "4688")");
}

TEST_F(FoldTest, EqualityWithNullIsANullCheck) {
  EXPECT_EQ(Run(Leaf(Function::kEqual, {Pid(), words_.Null()})), "isNull(process.pid:long)");
  EXPECT_EQ(Run(Leaf(Function::kEqual, {Call(Function::kLength, {words_.Null()}), Pid()})),
            "isNull(process.pid:long)");
  EXPECT_EQ(Run(Leaf(Function::kEqual, {words_.Null(), words_.Null()})), "true");
  EXPECT_EQ(Run(Leaf(Function::kEqual, {words_.Literal(7), words_.Null()})), "false");
}

TEST_F(FoldTest, NullSelectsNothingAlsoNegated) {
  const Predicate null = Leaf(Function::kLess, {Pid(), words_.Null()});
  const Predicate flag = Predicate::Leaf(words_.Field("process.interactive"));
  EXPECT_EQ(Run(null), "false");
  EXPECT_EQ(Run(Predicate::Not(null)), "false");
  EXPECT_EQ(Run(Predicate::And({null, flag})), "leaf(null) and process.interactive:boolean");
  EXPECT_EQ(Run(Predicate::Not(Predicate::And({null, Predicate::Of(false)}))), "true");
  EXPECT_EQ(Run(Predicate::Or({null, Predicate::Of(true)})), "true");
}

TEST_F(FoldTest, ConstantsLeaveGroups) {
  const Predicate flag = Predicate::Leaf(words_.Field("process.interactive"));
  EXPECT_EQ(Run(Predicate::And({flag, Predicate::Of(true)})), "process.interactive:boolean");
  EXPECT_EQ(Run(Predicate::And({flag, Predicate::Of(false)})), "false");
  EXPECT_EQ(Run(Predicate::Or({flag, Predicate::Of(false)})), "process.interactive:boolean");
  EXPECT_EQ(Run(Predicate::Or({})), "false");
  // Inside a leaf, too.
  EXPECT_EQ(Run(Leaf(Function::kIsNull, {Call(Function::kAnd, {words_.Field("process.interactive"),
                                                               words_.Literal(true)})})),
            "isNull(process.interactive:boolean)");
}

TEST_F(FoldTest, FaultsAreDiagnostics) {
  const auto fault = [&](Expr expr) {
    return Run(Leaf(Function::kEqual, {words_.Field("made.up"), std::move(expr)}));
  };
  EXPECT_EQ(fault(Call(Function::kDivide, {words_.Literal(1), words_.Literal(0)})),
            "fault: `1 0` cannot be computed: division by zero");
  EXPECT_EQ(fault(Call(Function::kNumber, {words_.Literal("x")})),
            "fault: `x` cannot be computed: text that is not a number");
  EXPECT_EQ(
      fault(Call(Function::kBetween, {words_.Literal("abc"), words_.Null(), words_.Literal("c")})),
      "fault: `abc null c` cannot be computed: null as a bound of `between`");
}

}  // namespace
}  // namespace tocsin::plan
