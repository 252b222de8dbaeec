#include "plan/passes/passes_testing.h"

#include <gtest/gtest.h>

namespace tocsin::plan {
namespace {

class ResolveTest : public testing::Test {
 protected:
  bool Run(Plan& plan, const ResolveOptions& options) {
    sink_.Take();
    return Resolve(plan, schema_, options, words_.Source(), sink_).has_value();
  }
  Plan Equals(Expr field) {
    return EventOf(Leaf(Function::kEqual, {std::move(field), words_.Literal("x")}));
  }
  const Expr& FieldOf(const Plan& plan) { return std::get<EventPlan>(plan).condition.leaf.args[0]; }

  Schema schema_;
  Words words_;
  DiagnosticSink sink_;
};

TEST_F(ResolveTest, BindsNamesAndViews) {
  Plan plan = Equals(words_.Field("process.name.caseless"));
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError}));
  EXPECT_EQ(FieldOf(plan).field, *schema_.Find("process.name"));
  EXPECT_EQ(FieldOf(plan).view, FieldView::kCaseless);
  EXPECT_EQ(FieldOf(plan).name, "process.name");
  EXPECT_TRUE(sink_.empty());
}

TEST_F(ResolveTest, OpenFamiliesAreKnown) {
  Plan plan = Equals(words_.Field("winlog.event_data.Anything"));
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError}));
  EXPECT_EQ(schema_.type(FieldOf(plan).field), FieldType::kKeyword);
}

TEST_F(ResolveTest, UnknownFieldsAreReportedAsAskedFor) {
  const auto misspelled = [&] { return Equals(words_.Field("proces.name")); };
  Plan plan = misspelled();
  EXPECT_FALSE(Run(plan, {.unknown = UnknownFields::kError}));
  ASSERT_EQ(sink_.diagnostics().size(), 1U);
  const Diagnostic& error = sink_.diagnostics()[0];
  EXPECT_EQ(error.code(), DiagCode::kEqlUnknownField);
  EXPECT_EQ(error.severity(), Severity::kError);
  EXPECT_EQ(error.message(), "unknown field `proces.name`");
  EXPECT_EQ(words_.Source()->text(error.primary().span), "proces.name");
  ASSERT_EQ(error.helps().size(), 1U);
  EXPECT_NE(error.helps()[0].find("`process.name`"), std::string::npos) << error.helps()[0];

  plan = misspelled();
  EXPECT_TRUE(Run(plan, {.unknown = UnknownFields::kWarning}));
  ASSERT_EQ(sink_.diagnostics().size(), 1U);
  EXPECT_EQ(sink_.diagnostics()[0].severity(), Severity::kWarning);
  EXPECT_FALSE(schema_.known(FieldOf(plan).field));

  plan = misspelled();
  EXPECT_TRUE(Run(plan, {.unknown = UnknownFields::kIgnore}));
  EXPECT_TRUE(sink_.empty());
}

TEST_F(ResolveTest, ANameIsReportedOnceAndStaysUnknown) {
  Plan plan = EventOf(Predicate::And({Leaf(Function::kIsNull, {words_.Field("made.up")}),
                                      Leaf(Function::kIsNull, {words_.Field("made.up")})}));
  EXPECT_FALSE(Run(plan, {.unknown = UnknownFields::kError}));
  EXPECT_EQ(sink_.diagnostics().size(), 1U);
  // That a rule used the name does not make it known.
  Plan again = Equals(words_.Field("made.up"));
  EXPECT_FALSE(Run(again, {.unknown = UnknownFields::kError}));
}

TEST_F(ResolveTest, OptionalUnknownFieldsAreMissingOrNull) {
  Plan plan = Equals(words_.Field("made.up", true));
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError}));
  EXPECT_TRUE(FieldOf(plan).is_field());
  EXPECT_TRUE(FieldOf(plan).optional);  // a rule's reader may want to know

  plan = Equals(words_.Field("made.up", true));
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError, .exact = true}));
  EXPECT_TRUE(FieldOf(plan).is_null_constant());

  plan = Equals(words_.Field("process.name", true));
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError, .exact = true}));
  EXPECT_EQ(FieldOf(plan).field, *schema_.Find("process.name"));
}

TEST_F(ResolveTest, KeysStayFields) {
  SequencePlan sequence;
  Stage stage;
  stage.keys.push_back({words_.Field("made.up", true), true});
  sequence.stages = {stage, stage};
  Plan plan = sequence;
  ASSERT_TRUE(Run(plan, {.unknown = UnknownFields::kError, .exact = true}));
  EXPECT_TRUE(std::get<SequencePlan>(plan).stages[0].keys[0].field.is_field());
}

}  // namespace
}  // namespace tocsin::plan
