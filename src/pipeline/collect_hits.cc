#include "pipeline/collect_hits.h"

#include <algorithm>
#include <utility>

namespace tocsin {

CollectedHits CollectHits(const EventBatch& batch, const MatchResult& matches) {
  CollectedHits hits;
  auto rule = matches.rules.begin();
  auto condition = matches.conditions.begin();
  // Both lists ascend by event.
  while (rule != matches.rules.end() || condition != matches.conditions.end()) {
    std::uint32_t index = UINT32_MAX;
    if (rule != matches.rules.end()) index = rule->event;
    if (condition != matches.conditions.end()) index = std::min(index, condition->event);
    ReleasedEvent hit;
    for (; rule != matches.rules.end() && rule->event == index; ++rule) hit.rules.push_back(*rule);
    for (; condition != matches.conditions.end() && condition->event == index; ++condition) {
      hit.conditions.push_back(condition->condition);
      if (condition->match == SourceMatch::kEquivalent) {
        hit.equivalent.push_back(condition->condition);
      }
    }
    hits.events.push_back(&batch.events()[index]);
    hits.released.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace tocsin
