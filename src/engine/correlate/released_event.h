// An event as correlation sees it, and the order in which it sees a run.
// Outside the engine include engine/engine.h.
//
// Ownership: shares the retained event. Threads: plain values.
#pragma once

#include "event/retained_event.h"
#include "plan/plan.h"

#include <cstdint>
#include <vector>

namespace tocsin {

// A condition of a rule that needs memory: a stage, an until, a query. Dense over the ruleset.
using ConditionId = Id<struct ConditionIdTag>;

// A rule that one event decided.
struct RuleHit {
  RuleId rule;
  std::uint32_t event = 0;  // index in its batch
  SourceMatch match = SourceMatch::kNamed;
};

// One event with the conditions that it met.
struct ReleasedEvent {
  EventPtr event;
  std::vector<ConditionId> conditions;  // ascending
  // Those of `conditions` whose rules read the event as an equivalent only; ascending.
  std::vector<ConditionId> equivalent;
  std::vector<RuleHit> rules;  // ascending; carried along for the caller, ignored by Correlation
};

// Orders a run: by time; equal times of one channel by its own sequence number, channels among
// each other by their earliest position; else by position. Total and independent of the order
// given. Events with the same identity (source, lane, channel, sequence, part, time, bytes) are
// repeats: only the one at the earliest position stays; the number dropped is returned. Events
// without a sequence number have no identity of their own and are never repeats.
std::uint64_t SortRun(std::vector<ReleasedEvent>* events);

}  // namespace tocsin
