#include "engine/match/matcher.h"

#include "engine/match/random_testing.h"
#include "event/builder.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::match {
namespace {

using plan::Expr;
using plan::Function;
using plan::Predicate;

class MatcherTest : public testing::Test {
 protected:
  Expr Field(std::string_view name) {
    Expr expr = Expr::OfField(std::string(name));
    expr.field = schema_.Intern(name);
    expr.type = plan::TypeOf(schema_.type(expr.field));
    return expr;
  }
  Predicate Equals(std::string_view field, std::string text) {
    return Predicate::Leaf(Expr::Call(Function::kEqual, {Field(field), Expr::Of(std::move(text))}));
  }
  Predicate IsNull(std::string_view field) {
    return Predicate::Leaf(Expr::Call(Function::kIsNull, {Field(field)}));
  }

  void Add(Predicate predicate, std::vector<std::string> patterns = {}) {
    predicates_.push_back(std::move(predicate));
    patterns_.push_back(std::move(patterns));
  }
  void Build(IndexMatch index_match = IndexMatch::kEquivalent) {
    std::vector<ConditionSpec> specs;
    for (std::size_t i = 0; i < predicates_.size(); ++i) {
      specs.push_back({&predicates_[i], patterns_[i], index_match, true});
    }
    matcher_ = Matcher::Build(specs, &native_);
    scratch_ = std::make_unique<MatcherScratch>(*matcher_);
  }
  std::vector<ConditionIndex> Match(
      std::initializer_list<std::pair<std::string_view, std::string_view>> fields,
      std::string_view dataset = "endpoint.events.process") {
    batch_.Clear();
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema_, demand, batch_);
    builder.Begin("test", {}, {});
    for (const auto& [name, value] : fields) builder.AddNamed(name, Value::String(value));
    builder.SetDataset(dataset);
    builder.SetTime(Time{1});
    builder.Finish();
    matcher_->Match(batch_.events().front(), *scratch_, &hits_);
    std::vector<ConditionIndex> conditions;
    for (const Hit& hit : hits_) conditions.push_back(hit.condition);
    return conditions;
  }

  using Conditions = std::vector<ConditionIndex>;

  Schema schema_;
  NativeFields native_;
  std::vector<Predicate> predicates_;
  std::vector<std::vector<std::string>> patterns_;
  std::unique_ptr<const Matcher> matcher_;
  std::unique_ptr<MatcherScratch> scratch_;
  EventBatch batch_;
  std::vector<Hit> hits_;
};

TEST_F(MatcherTest, EqualLeavesAreOneAtom) {
  Add(Equals("process.name", "a"));
  Add(Predicate::And({Equals("process.name", "a"), Predicate::Not(Equals("user.name", "x"))}));
  Add(Predicate::Not(Equals("process.name", "a")));
  Build();
  EXPECT_EQ(matcher_->facts().atoms, 2U);
  EXPECT_EQ(matcher_->facts().always_candidates, 1U);
  EXPECT_EQ(Match({{"process.name", "a"}}), (Conditions{0, 1}));
  EXPECT_EQ(Match({{"process.name", "a"}, {"user.name", "x"}}), (Conditions{0}));
  EXPECT_EQ(Match({{"user.name", "x"}}), (Conditions{2}));
}

TEST_F(MatcherTest, WhetherAFieldIsOptionalMakesNoOtherAtom) {
  Predicate optional = Equals("user.name", "root");
  optional.leaf.args.front().optional = true;
  Add(Equals("user.name", "root"));
  Add(std::move(optional));
  Build();
  EXPECT_EQ(matcher_->facts().atoms, 1U);
}

TEST_F(MatcherTest, SearchesAreSharedAndFoundByFlatValues) {
  const auto member = [this](std::string_view name, std::string text) {
    Predicate is = Equals(name, std::move(text));
    is.leaf.args.front().kind = plan::ExprKind::kVariable;
    return is;
  };
  const auto search = [&] {
    return Predicate::ArraySearch(
        Field("process.thread.Ext.call_stack"),
        Predicate::And({member("process.thread.Ext.call_stack.symbol_info", "a"),
                        member("process.thread.Ext.call_stack.module_path", "b")}));
  };
  Add(search());
  Add(Predicate::And({search(), Equals("user.name", "root")}));
  Build();
  EXPECT_EQ(matcher_->facts().event_atoms, 1U);
  EXPECT_EQ(matcher_->facts().always_candidates, 0U);
  EXPECT_EQ(Match({{"user.name", "root"}}), Conditions());
  EXPECT_EQ(scratch_->candidates(), 0U);
  // Both values are there, but in no element.
  EXPECT_EQ(Match({{"process.thread.Ext.call_stack.symbol_info", "a"},
                   {"process.thread.Ext.call_stack.module_path", "b"}}),
            Conditions());
}

TEST_F(MatcherTest, PresenceAndItsNegationShareAnAtom) {
  Add(IsNull("user.name"));
  Add(Predicate::Not(IsNull("user.name")));
  Build();
  EXPECT_EQ(matcher_->facts().atoms, 1U);
  EXPECT_EQ(Match({{"user.name", "x"}}), (Conditions{1}));
  EXPECT_EQ(Match({{"process.name", "x"}}), (Conditions{0}));
}

TEST_F(MatcherTest, AlwaysAndNever) {
  Add(Predicate::Of(true));
  Add(Predicate::Of(false));
  Add(Predicate::And({}));
  Add(Predicate::Or({}));
  Build();
  EXPECT_EQ(Match({}), (Conditions{0, 2}));
}

// A sensor that never gives user.name, read by rules for another one.
TEST_F(MatcherTest, WhatAnEquivalentSourceNeverGivesIsUnknown) {
  const FieldId given[] = {schema_.Intern("event.category"), schema_.Intern("host.os.type"),
                           schema_.Intern("process.name")};
  native_.Declare("test", SourceFields(given));
  const std::vector<std::string> defend = {"logs-endpoint.events.process*"};
  Expr optional = Field("user.name");
  optional.optional = true;
  const Predicate a = Equals("process.name", "a");
  const Predicate x = Equals("user.name", "x");
  Add(Predicate::And({a, Predicate::Not(x)}), defend);
  Add(Predicate::And({a, IsNull("user.name")}), defend);
  Add(Predicate::And({a, Predicate::Not(Predicate::Leaf(Expr::Call(
                             Function::kEqual, {optional, Expr::Of(std::string("x"))})))}),
      defend);
  Add(Predicate::And({a, Predicate::Not(Predicate::And({Equals("process.name", "b"), x}))}),
      defend);
  Add(Predicate::And({a, Predicate::Not(Predicate::And({a, x}))}), defend);
  Add(Predicate::And({a, Predicate::Or({Predicate::Not(x), a})}), defend);
  Add(Predicate::And({a, Predicate::Not(x)}), {"logs-windows.sysmon_operational-*"});
  Build();
  const auto match = [&](std::string_view dataset) {
    return Match(
        {{"event.category", "process"}, {"host.os.type", "windows"}, {"process.name", "a"}},
        dataset);
  };
  // By name everything is as the home system has it; as an equivalent only what no value of
  // user.name could change, and what the author left open with `?`.
  EXPECT_EQ(match("endpoint.events.process"), (Conditions{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(match("windows.sysmon_operational"), (Conditions{2, 3, 5, 6}));
}

TEST_F(MatcherTest, AtomsDoNotLeakIntoTheNextEvent) {
  Add(Predicate::And({Equals("process.name", "a"), Equals("user.name", "b")}));
  Build();
  EXPECT_EQ(Match({{"process.name", "a"}}), (Conditions{}));
  EXPECT_EQ(Match({{"user.name", "b"}}), (Conditions{}));
  EXPECT_EQ(Match({{"process.name", "a"}, {"user.name", "b"}}), (Conditions{0}));
}

TEST_F(MatcherTest, RepeatedValuesComeFromTheMemo) {
  Add(Equals("process.name", "a"));
  Build();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Match({{"process.name", "a"}}), (Conditions{0}));
  EXPECT_EQ(scratch_->memo_stats().misses, 2U);  // first sight, then admission
  EXPECT_EQ(scratch_->memo_stats().admitted, 1U);
  EXPECT_EQ(scratch_->memo_stats().hits, 8U);
}

TEST_F(MatcherTest, OnlyWokenConditionsAreTried) {
  for (int i = 0; i < 100; ++i) {
    Add(Predicate::And(
        {Equals("event.category", "process"), Equals("process.name", "tool" + std::to_string(i))}));
  }
  Build();
  EXPECT_EQ(Match({{"event.category", "process"}, {"process.name", "tool7"}}), (Conditions{7}));
  EXPECT_EQ(scratch_->candidates(), 1U);
}

TEST_F(MatcherTest, ScopeDecidesWhatIsRead) {
  Add(Equals("event.category", "process"), {"logs-endpoint.events.process-*"});
  Add(Equals("event.category", "process"), {"logs-aws.cloudtrail-*"});
  Build();
  EXPECT_EQ(Match({{"event.category", "process"}}), (Conditions{0}));
  EXPECT_EQ(hits_.front().match, SourceMatch::kNamed);
  EXPECT_EQ(Match({{"event.category", "process"}, {"host.os.type", "windows"}},
                  "windows.sysmon_operational"),
            (Conditions{0}));
  EXPECT_EQ(hits_.front().match, SourceMatch::kEquivalent);
  EXPECT_EQ(Match({{"event.category", "process"}}, "aws.cloudtrail"), (Conditions{1}));
  Build(IndexMatch::kStrict);
  EXPECT_EQ(Match({{"event.category", "process"}, {"host.os.type", "windows"}},
                  "windows.sysmon_operational"),
            (Conditions{}));
}

TEST_F(MatcherTest, ManyDatasetNamesAreForgottenAgain) {
  Add(Predicate::Of(true), {"logs-d7-*"});
  Build();
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 3000; ++i) {
      const std::string dataset = "d" + std::to_string(i);
      ASSERT_EQ(Match({}, dataset).size(), i == 7 ? 1U : 0U) << dataset;
    }
  }
}

}  // namespace
}  // namespace tocsin::match
