#include "engine/refuse.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using plan::Expr;
using plan::ExprKind;
using plan::Predicate;

Predicate ReadsStage(std::uint32_t stage) {
  Expr field = Expr::OfField("process.pid");
  field.kind = ExprKind::kStageField;
  field.binding = stage;
  return Predicate::Leaf(plan::Expr::Call(plan::Function::kEqual, {field, Expr::Of(true)}));
}

plan::Stage StageOf(Predicate condition, bool missing = false) {
  plan::Stage stage;
  stage.condition = std::move(condition);
  stage.missing = missing;
  return stage;
}

TEST(Refuse, AncestorsTogetherWithEarlierStages) {
  const Predicate ancestor = Predicate::DescendantOf(Predicate::Of(true));
  EXPECT_FALSE(ReasonToRefuse(plan::EventPlan{.condition = Predicate::Not(ancestor)}));
  plan::SequencePlan plan;
  plan.stages.push_back(StageOf(ancestor));
  plan.stages.push_back(StageOf(ReadsStage(0)));
  EXPECT_FALSE(ReasonToRefuse(plan));
  plan.stages.push_back(StageOf(Predicate::And({ancestor, ReadsStage(0)})));
  EXPECT_TRUE(ReasonToRefuse(plan));
}

TEST(Refuse, FieldsOfStagesThatAreNotBound) {
  const auto sequence = [](std::uint32_t binding, bool first_missing = false,
                           bool second_missing = false) {
    plan::SequencePlan plan;
    plan.stages.push_back(StageOf(Predicate::Of(true), first_missing));
    plan.stages.push_back(StageOf(ReadsStage(binding), second_missing));
    plan.stages.push_back(StageOf(Predicate::Of(true)));
    return plan;
  };
  EXPECT_FALSE(ReasonToRefuse(sequence(0)));
  EXPECT_TRUE(ReasonToRefuse(sequence(1)));
  EXPECT_TRUE(ReasonToRefuse(sequence(2)));
  EXPECT_TRUE(ReasonToRefuse(sequence(9)));
  EXPECT_TRUE(ReasonToRefuse(sequence(0, true)));
  EXPECT_TRUE(ReasonToRefuse(sequence(0, false, true)));
  EXPECT_TRUE(ReasonToRefuse(plan::EventPlan{.condition = ReadsStage(0)}));
  plan::SequencePlan until;
  until.stages.push_back(StageOf(Predicate::Of(true)));
  until.until = StageOf(ReadsStage(0));
  EXPECT_TRUE(ReasonToRefuse(until));
}

TEST(Refuse, SequencesOfNothing) {
  plan::SequencePlan plan;
  plan.stages.push_back(StageOf(Predicate::Of(true), true));
  EXPECT_TRUE(ReasonToRefuse(plan));
}

}  // namespace
}  // namespace tocsin
