#include "engine/scope.h"

#include <algorithm>
#include <string_view>

namespace tocsin {
namespace {

bool IsHostBound(std::string_view field) {
  static constexpr std::string_view kNames[] = {
      "host.id",    "host.name",    "host.hostname",       "agent.id",
      "agent.name", "container.id", "winlog.computer_name"};
  return field.ends_with(".entity_id") ||
         std::find(std::begin(kNames), std::end(kNames), field) != std::end(kNames);
}

bool IsHostBound(const plan::Stage& stage, std::size_t position) {
  return position < stage.keys.size() && !stage.keys[position].optional &&
         IsHostBound(stage.keys[position].field.name);
}

bool AnyPosition(const std::vector<plan::Stage>& stages, const plan::Stage* until) {
  for (std::size_t i = 0; i < stages.front().keys.size(); ++i) {
    const auto bound = [i](const plan::Stage& stage) { return IsHostBound(stage, i); };
    if (std::all_of(stages.begin(), stages.end(), bound) && (until == nullptr || bound(*until))) {
      return true;
    }
  }
  return false;
}

// Signals of one group belong together, and, with group_signals_by, those of several groups.
bool AnyPosition(const plan::SignalPlan& plan) {
  const auto bound = [&](std::uint32_t position) {
    return std::all_of(plan.queries.begin(), plan.queries.end(), [&](const plan::SignalQuery& q) {
      return !q.group_optional && position < q.group_by.size() &&
             IsHostBound(q.group_by[position].name);
    });
  };
  if (!plan.group_signals_by.empty()) {
    return std::any_of(plan.group_signals_by.begin(), plan.group_signals_by.end(), bound);
  }
  for (std::uint32_t i = 0; i < plan.queries.front().group_by.size(); ++i) {
    if (bound(i)) return true;
  }
  return false;
}

}  // namespace

RuleScope ScopeOf(const plan::Plan& plan) {
  bool within = false;
  if (const auto* sequence = std::get_if<plan::SequencePlan>(&plan)) {
    within = sequence->one_host ||
             AnyPosition(sequence->stages, sequence->until ? &*sequence->until : nullptr);
  } else if (const auto* sample = std::get_if<plan::SamplePlan>(&plan)) {
    within = AnyPosition(sample->stages, nullptr);
  } else if (const auto* signal = std::get_if<plan::SignalPlan>(&plan)) {
    within = AnyPosition(*signal);
  }
  return within ? RuleScope::kHost : RuleScope::kGlobal;
}

}  // namespace tocsin
