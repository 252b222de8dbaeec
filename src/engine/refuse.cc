#include "engine/refuse.h"

#include <fmt/format.h>

namespace tocsin {
namespace {

using plan::Expr;
using plan::ExprKind;
using plan::Predicate;

// The first field of an earlier stage for which `allowed(stage)` is false.
template <class Allowed>
const Expr* FindStageField(const Predicate& predicate, const Allowed& allowed) {
  const Expr* found = nullptr;
  plan::ForEachField(predicate, [&](const Expr& field) {
    if (found == nullptr && field.kind == ExprKind::kStageField && !allowed(field.binding)) {
      found = &field;
    }
  });
  return found;
}

std::optional<std::string> ReasonInSequence(const plan::SequencePlan& sequence) {
  const auto positive = [&](std::size_t stage) { return !sequence.stages[stage].missing; };
  bool any_positive = false;
  for (std::size_t i = 0; i < sequence.stages.size(); ++i) {
    any_positive = any_positive || positive(i);
    const auto bound_before = [&](std::uint32_t stage) {
      return positive(i) && stage < i && positive(stage);
    };
    if (const Expr* field = FindStageField(sequence.stages[i].condition, bound_before)) {
      return fmt::format("stage {} reads '{}' of a stage whose event is not known by then", i + 1,
                         field->name);
    }
  }
  if (!any_positive) return "a sequence needs a stage that is not a missing event";
  if (sequence.until) {
    const auto never = [](std::uint32_t) { return false; };
    if (FindStageField(sequence.until->condition, never) != nullptr) {
      return "'until' cannot read fields of stages";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ReasonToRefuse(const plan::Plan& plan) {
  std::optional<std::string> reason;
  const bool is_sequence = std::holds_alternative<plan::SequencePlan>(plan);
  plan::ForEachCondition(plan, [&](const Predicate& condition) {
    if (reason) return;
    if (plan::AsksForAncestors(condition) && plan::ReadsEarlierStages(condition)) {
      reason = "a condition cannot both ask for ancestors and read fields of earlier stages";
    } else if (!is_sequence &&
               FindStageField(condition, [](std::uint32_t) { return false; }) != nullptr) {
      reason = "only stages of a sequence can read fields of earlier stages";
    }
  });
  if (reason || !is_sequence) return reason;
  return ReasonInSequence(std::get<plan::SequencePlan>(plan));
}

}  // namespace tocsin
