#include "plan/passes/passes_testing.h"

#include <gtest/gtest.h>

namespace tocsin::plan {
namespace {

class TypecheckTest : public testing::Test {
 protected:
  // The condition after typecheck, or the code of the first error.
  std::string Run(Plan plan) {
    sink_.Take();
    const SourceRef source = words_.Source();
    EXPECT_TRUE(Resolve(plan, schema_, {.unknown = UnknownFields::kIgnore}, source, sink_));
    if (Typecheck(plan, schema_, source, sink_)) {
      EXPECT_FALSE(sink_.has_errors());
      return ConditionText(plan);
    }
    EXPECT_TRUE(sink_.has_errors());
    return std::string(FactsOf(sink_.diagnostics().back().code()).text);
  }
  std::string Run(Function function, std::vector<Expr> args, Fold fold = Fold::kNone) {
    return Run(EventOf(Leaf(function, std::move(args), fold)));
  }
  std::string Equal(const char* field, Expr literal) {
    return Run(Function::kEqual, {words_.Field(field), std::move(literal)});
  }
  std::size_t warnings() const { return sink_.warning_count(); }

  Schema schema_;
  Words words_;
  DiagnosticSink sink_;
};

TEST_F(TypecheckTest, LiteralsTakeTheTypeOfTheOtherSide) {
  EXPECT_EQ(Equal("event.code", words_.Literal(4688)), R"(event.code:keyword == "4688")");
  EXPECT_EQ(Equal("event.code", words_.Literal("4688")), R"(event.code:keyword == "4688")");
  EXPECT_EQ(Equal("event.code", words_.Literal(1.5)), R"(event.code:keyword == "1.5")");
  EXPECT_EQ(Equal("process.pid", words_.Literal("4")), "process.pid:long == 4");
  EXPECT_EQ(Equal("process.pid", words_.Literal(4.5)), "process.pid:long == 4.5");
  EXPECT_EQ(Equal("process.interactive", words_.Literal("true")),
            "process.interactive:boolean == true");
  EXPECT_EQ(Equal("source.ip", words_.Literal("2001:DB8::0:1")),
            R"(source.ip:ip == "2001:db8::1")");
  EXPECT_EQ(Equal("source.ip", words_.Literal("10.1.2.3/8")), R"(source.ip:ip == "10.0.0.0/8")");
  EXPECT_EQ(Equal("@timestamp", words_.Literal("1970-01-01")),
            "@timestamp:date == 1970-01-01T00:00:00Z..1970-01-01T23:59:59.999999999Z");
  EXPECT_EQ(Equal("@timestamp", words_.Literal(1)),
            "@timestamp:date == 1970-01-01T00:00:00.001Z..1970-01-01T00:00:00.001999999Z");
  EXPECT_EQ(Equal("made.up", words_.Literal(5)), "made.up == 5");
  EXPECT_EQ(warnings(), 0U);
  // Also on the left, and beside computed values.
  EXPECT_EQ(Run(Function::kLess, {words_.Literal("4"), words_.Field("process.pid")}),
            "4 < process.pid:long");
  EXPECT_EQ(Run(Function::kGreater,
                {Call(Function::kLength, {words_.Field("process.name")}), words_.Literal("4")}),
            "length(process.name:keyword) > 4");
}

TEST_F(TypecheckTest, ConstantsThatNeverFitAreWarnings) {
  EXPECT_EQ(Equal("process.pid", words_.Literal("cmd.exe")), R"(process.pid:long == "cmd.exe")");
  EXPECT_EQ(warnings(), 1U);
  EXPECT_EQ(sink_.diagnostics()[0].code(), DiagCode::kEqlNeverEqual);
  EXPECT_EQ(Equal("@timestamp", words_.Literal("20200241T")), R"(@timestamp:date == "20200241T")");
  EXPECT_EQ(warnings(), 1U);
  EXPECT_EQ(Equal("process.interactive", words_.Literal(12)), "process.interactive:boolean == 12");
  EXPECT_EQ(warnings(), 1U);
  // A block has no order.
  Run(Function::kLess, {words_.Field("source.ip"), words_.Literal("10.0.0.0/8")});
  EXPECT_EQ(warnings(), 1U);
}

TEST_F(TypecheckTest, ConditionsAreBoolean) {
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(words_.Field("process.pid")))), "EQL023");
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(words_.Field("@timestamp")))), "EQL023");
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(words_.Literal("text")))), "EQL023");
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(Call(Function::kLength, {words_.Field("process.name")})))),
            "EQL023");
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(words_.Field("process.interactive")))),
            "process.interactive:boolean");
  EXPECT_EQ(Run(EventOf(Predicate::Leaf(words_.Field("made.up")))), "made.up");
}

TEST_F(TypecheckTest, PatternsNeedText) {
  EXPECT_EQ(Run(Function::kWildcard, {words_.Field("process.pid"), words_.Literal("4*")}),
            "EQL025");
  EXPECT_TRUE(sink_.diagnostics()[0].message().ends_with("consider using `==` instead"));
  EXPECT_EQ(Run(Function::kRegex, {words_.Field("source.ip"), words_.Literal("10.*")}), "EQL025");
  EXPECT_EQ(Run(Function::kRegex, {words_.Field("process.name"), words_.Literal("a(")}), "EQL027");
  EXPECT_EQ(Run(Function::kCidrMatch, {words_.Field("source.ip"), words_.Literal("10.0/8")}),
            "EQL027");
  EXPECT_EQ(Run(Function::kCidrMatch, {words_.Field("process.pid"), words_.Literal("::/0")}),
            "EQL024");
}

TEST_F(TypecheckTest, ListElementsFitTheLeftSide) {
  EXPECT_EQ(
      Run(Function::kIn, {words_.Field("process.pid"), words_.Literal(1), words_.Literal("word")}),
      "EQL028");
  EXPECT_EQ(Run(Function::kIn,
                {words_.Field("event.code"), words_.Literal(4624), words_.Literal("4625")}),
            R"(event.code:keyword in ("4624", "4625"))");
  EXPECT_EQ(Run(Function::kIn, {words_.Field("process.pid"), words_.Null(), words_.Literal("7")}),
            "process.pid:long in (null, 7)");
}

TEST_F(TypecheckTest, ArgumentsHaveTypes) {
  const auto refused = [&](Function function, std::vector<Expr> args) {
    return Run(EventOf(Leaf(Function::kIsNull, {Call(function, std::move(args))})));
  };
  const auto name = [&] { return words_.Field("process.name"); };
  const auto pid = [&] { return words_.Field("process.pid"); };
  EXPECT_EQ(refused(Function::kLength, {pid()}), "EQL024");
  EXPECT_EQ(refused(Function::kAdd, {name(), words_.Literal(1)}), "EQL024");
  EXPECT_EQ(refused(Function::kBetween, {name(), words_.Literal(1), words_.Literal(2)}), "EQL024");
  EXPECT_EQ(refused(Function::kBetween,
                    {name(), words_.Literal("s"), words_.Literal("e"), words_.Literal(1)}),
            "EQL024");
  EXPECT_EQ(refused(Function::kNumber, {pid()}), "EQL024");
  EXPECT_EQ(refused(Function::kNumber, {name(), words_.Literal(1.0)}), "EQL024");
  EXPECT_EQ(refused(Function::kSubstring, {name(), words_.Literal("1")}), "EQL024");
  EXPECT_EQ(refused(Function::kContains, {name(), words_.Literal(1)}), "EQL024");
  EXPECT_EQ(refused(Function::kNot, {pid()}), "EQL024");
  EXPECT_EQ(refused(Function::kConcat, {name(), pid(), words_.Field("made.up")}),
            "isNull(concat(process.name:keyword, process.pid:long, made.up))");
  EXPECT_EQ(refused(Function::kLength, {words_.Field("made.up")}), "isNull(length(made.up))");
  EXPECT_EQ(refused(Function::kLength, {words_.Null()}), "isNull(length(null))");
}

TEST_F(TypecheckTest, TextIsAnAddressUnlessExact) {
  const auto accepts = [&](Expr address, bool exact) {
    const SourceRef source = words_.Source();
    Plan plan = EventOf(Leaf(Function::kCidrMatch, {std::move(address), words_.Literal("::/0")}));
    EXPECT_TRUE(Resolve(plan, schema_, {}, source, sink_));
    return Typecheck(plan, schema_, source, sink_, exact).has_value();
  };
  EXPECT_TRUE(accepts(words_.Field("source.ip"), true));
  EXPECT_TRUE(accepts(words_.Literal("fe80::1"), true));
  EXPECT_TRUE(accepts(words_.Field("process.name"), false));
  EXPECT_FALSE(accepts(words_.Field("process.name"), true));
}

TEST_F(TypecheckTest, ExactRefusesWhatElasticsearchCannotPlan) {
  const auto accepts = [&](Function function, Expr left, Expr right, bool exact) {
    const SourceRef source = words_.Source();
    Plan plan = EventOf(Leaf(function, {std::move(left), std::move(right)}));
    EXPECT_TRUE(Resolve(plan, schema_, {}, source, sink_));
    return Typecheck(plan, schema_, source, sink_, exact).has_value();
  };
  const auto ip = [&] { return words_.Field("source.ip"); };
  const auto block = [&] { return words_.Field("process.name"); };
  const auto computed = [&] { return Call(Function::kConcat, {words_.Literal("::/0")}); };
  EXPECT_TRUE(accepts(Function::kIn, ip(), words_.Literal("::1"), false));
  EXPECT_FALSE(accepts(Function::kIn, ip(), words_.Literal("::1"), true));
  EXPECT_TRUE(accepts(Function::kEqual, ip(), words_.Literal("::1"), true));
  EXPECT_TRUE(accepts(Function::kCidrMatch, ip(), block(), false));
  EXPECT_FALSE(accepts(Function::kCidrMatch, ip(), block(), true));
  EXPECT_TRUE(accepts(Function::kCidrMatch, ip(), computed(), true));
}

TEST_F(TypecheckTest, TellsWhichCallIsSpoiled) {
  Expr call = Call(Function::kLength, {words_.Field("process.pid")});
  call.span = Span{3, 9};
  EXPECT_EQ(Run(Function::kEqual, {std::move(call), words_.Literal(1)}), "EQL024");
  EXPECT_EQ(sink_.diagnostics().back().within(), (Span{3, 9}));

  Expr object = Call(Function::kString, {words_.Field("dll.Ext.code_signature")});
  object.span = Span{1, 4};
  EXPECT_EQ(Run(Function::kEqual, {std::move(object), words_.Literal("x")}), "EQL022");
  EXPECT_EQ(sink_.diagnostics().back().within(), (Span{1, 4}));

  // What is true or false by itself does not add to what its field says.
  EXPECT_EQ(Run(Function::kIsNull, {words_.Field("auditd.data")}), "EQL022");
  EXPECT_FALSE(sink_.diagnostics().back().within());
}

TEST_F(TypecheckTest, ArithmeticKnowsItsType) {
  Plan plan = EventOf(Leaf(
      Function::kEqual,
      {Call(Function::kAdd, {words_.Field("process.pid"), words_.Literal(1)}),
       Call(Function::kMultiply, {words_.Field("host.cpu.usage"), words_.Field("process.pid")})}));
  const SourceRef source = words_.Source();
  ASSERT_TRUE(Resolve(plan, schema_, {}, source, sink_));
  ASSERT_TRUE(Typecheck(plan, schema_, source, sink_));
  const Expr& leaf = std::get<EventPlan>(plan).condition.leaf;
  EXPECT_EQ(leaf.args[0].type, Type::kLong);
  EXPECT_EQ(leaf.args[1].type, Type::kDouble);
}

TEST_F(TypecheckTest, ObjectsHaveNoValues) {
  EXPECT_EQ(Run(Function::kIsNull, {words_.Field("auditd.data")}), "EQL022");
}

TEST_F(TypecheckTest, ArraysOfObjectsHaveElementsUnlessExact) {
  const auto run = [&](bool exact) {
    Plan plan = EventOf(Leaf(Function::kIsNull, {words_.Field("dll.Ext.code_signature")}));
    const SourceRef source = words_.Source();
    EXPECT_TRUE(Resolve(plan, schema_, {}, source, sink_));
    return Typecheck(plan, schema_, source, sink_, exact).has_value();
  };
  EXPECT_TRUE(run(false));
  EXPECT_FALSE(run(true));
}

TEST_F(TypecheckTest, MembersOfElementsHaveTheTypesOfTheirFields) {
  Expr member = words_.Field("process.thread.Ext.call_stack.allocation_private_bytes");
  member.kind = ExprKind::kVariable;
  Plan plan = EventOf(
      Predicate::ArraySearch(words_.Field("process.thread.Ext.call_stack"),
                             Leaf(Function::kEqual, {std::move(member), words_.Literal("7")})));
  const SourceRef source = words_.Source();
  ASSERT_TRUE(Resolve(plan, schema_, {}, source, sink_));
  ASSERT_TRUE(Typecheck(plan, schema_, source, sink_));
  EXPECT_EQ(ConditionText(plan),
            "arraySearch(process.thread.Ext.call_stack:object, "
            "element(0).process.thread.Ext.call_stack.allocation_private_bytes:long == 7)");
}

TEST_F(TypecheckTest, ViewsIgnoreCase) {
  EXPECT_EQ(Run(Function::kEqual, {words_.Field("process.name.caseless"), words_.Literal("X")}),
            R"(process.name.caseless:keyword ==~ "X")");
}

TEST_F(TypecheckTest, EveryTextContainsNothing) {
  EXPECT_EQ(Run(Function::kContains, {words_.Field("process.name"), words_.Literal("")}),
            R"(process.name:keyword like ("*"))");
}

TEST_F(TypecheckTest, KeysOfOnePositionAreOfOneFamily) {
  const auto keys = [&](const char* a, const char* b) {
    SequencePlan sequence;
    Stage first;
    first.keys.push_back({words_.Field(a), false});
    Stage second;
    second.keys.push_back({words_.Field(b), false});
    sequence.stages = {first, second};
    Plan plan = sequence;
    const SourceRef source = words_.Source();
    sink_.Take();
    EXPECT_TRUE(Resolve(plan, schema_, {.unknown = UnknownFields::kIgnore}, source, sink_));
    return Typecheck(plan, schema_, source, sink_).has_value();
  };
  EXPECT_TRUE(keys("process.pid", "process.parent.pid"));
  EXPECT_TRUE(keys("process.pid", "host.cpu.usage"));
  EXPECT_TRUE(keys("process.pid", "made.up"));
  EXPECT_FALSE(keys("process.pid", "user.name"));
  EXPECT_EQ(sink_.diagnostics()[0].code(), DiagCode::kEqlKeyTypes);
  EXPECT_EQ(words_.Source()->text(sink_.diagnostics()[0].primary().span), "user.name");
  EXPECT_FALSE(keys("process.pid", "@timestamp"));
}

}  // namespace
}  // namespace tocsin::plan
