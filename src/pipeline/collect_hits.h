// Brings what Match found about a batch together, event by event.
// Threads: pure. Cost: O(hits).
#pragma once

#include "engine/engine.h"

#include <vector>

namespace tocsin {

struct CollectedHits {
  std::vector<const Event*> events;     // of the batch, those with hits, in order
  std::vector<ReleasedEvent> released;  // as `events`; `event` is left to whoever retains it
};

CollectedHits CollectHits(const EventBatch& batch, const MatchResult& matches);

}  // namespace tocsin
