#include "engine/process_state.h"

#include "engine/ruleset_impl.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tocsin {

struct ProcessState::Impl final : plan::Ancestry {
  bool HasAncestor(const Event& event, const plan::Predicate& relation) const override {
    const lineage::Process* process = lineage::ProcessOf(event, *timeline);
    return process != nullptr &&
           timeline->HasMarkedAncestor(*process, relation.relation, event.time);
  }

  // Whether a hit of the matcher holds, now that ancestors are known.
  bool Confirm(const Ruleset::Impl::Target& target, const Event& event) const {
    return target.confirm == nullptr || plan::Holds(*target.confirm, event, {.ancestry = this});
  }

  std::shared_ptr<const Ruleset> ruleset;
  std::unique_ptr<lineage::ProcessTimeline> timeline;
  lineage::LineageCounts counts;
};

ProcessState::ProcessState(std::shared_ptr<const Ruleset> ruleset, lineage::SightingBook book)
    : impl_(new Impl()) {
  impl_->ruleset = std::move(ruleset);
  impl_->timeline = lineage::ProcessTimeline::Build(std::move(book));
  impl_->counts.conflicts = impl_->timeline->conflicts();
}
ProcessState::~ProcessState() = default;

const lineage::LineageCounts& ProcessState::counts() const { return impl_->counts; }
const lineage::ProcessTimeline& ProcessState::timeline() const { return *impl_->timeline; }

void ProcessState::Fill(std::vector<ReleasedEvent>* hits) {
  const NativeFields& native = impl_->ruleset->impl().native;
  for (ReleasedEvent& hit : *hits) {
    hit.event = lineage::Enrich(hit.event, *impl_->timeline, native.Of(hit.event->event().source),
                                &impl_->counts);
  }
}

void ProcessState::Decide(const std::vector<EventPtr>& waiting, std::vector<ReleasedEvent>* hits) {
  const Ruleset::Impl& rules = impl_->ruleset->impl();
  std::vector<EventPtr> filled;
  filled.reserve(waiting.size());
  for (const EventPtr& event : waiting) {
    filled.push_back(lineage::Enrich(event, *impl_->timeline,
                                     rules.native.Of(event->event().source), &impl_->counts));
  }
  match::MatcherScratch scratch(*rules.matcher);
  std::vector<match::Hit> found;
  // Relations within relations are decided from the inside out, each level for all events.
  for (std::uint32_t level = 1; level <= rules.relation_levels; ++level) {
    for (const EventPtr& event : filled) {
      rules.matcher->Match(event->event(), scratch, &found);
      for (const match::Hit& hit : found) {
        const Ruleset::Impl::Target& target = rules.targets[hit.condition];
        if (target.kind == Ruleset::Impl::TargetKind::kMark &&
            rules.mark_levels[target.mark] == level && impl_->Confirm(target, event->event())) {
          const lineage::Process* process = lineage::ProcessOf(event->event(), *impl_->timeline);
          if (process != nullptr) {
            impl_->timeline->Mark(*process, target.mark, event->event().time);
          }
        }
      }
    }
  }
  for (EventPtr& event : filled) {
    rules.matcher->Match(event->event(), scratch, &found);
    ReleasedEvent released;
    for (const match::Hit& hit : found) {
      const Ruleset::Impl::Target& target = rules.targets[hit.condition];
      if (target.kind == Ruleset::Impl::TargetKind::kRule) {
        if (impl_->Confirm(target, event->event())) {
          released.rules.push_back({.rule = target.rule, .match = hit.match});
        }
      } else if (target.kind == Ruleset::Impl::TargetKind::kCondition) {
        if (!impl_->Confirm(target, event->event())) continue;
        released.conditions.push_back(target.condition);
        if (hit.match == SourceMatch::kEquivalent) released.equivalent.push_back(target.condition);
      }
    }
    if (released.rules.empty() && released.conditions.empty()) continue;
    released.event = std::move(event);
    hits->push_back(std::move(released));
  }
}

}  // namespace tocsin
