// Whether a case of a signal rule holds on the windows of one group.
//
// `A THEN B` holds when B holds on the events after the moment at which A first held, both within
// the windows. It is decided by replaying the windows, after the cheap test that B holds on all of
// their events where more events can only help B.
// Threads: pure. Cost: O(comparisons); O(events of the windows) for THEN.
#pragma once

#include "engine/correlate/window.h"
#include "plan/plan.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tocsin::correlate {

bool CaseHolds(const plan::SignalCondition& condition, std::span<const plan::SignalQuery> queries,
               std::span<const Window> windows);

// Positions of the queries that the condition reads, ascending.
std::vector<std::uint32_t> QueriesOf(const plan::SignalCondition& condition);

}  // namespace tocsin::correlate
