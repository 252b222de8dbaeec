#include "engine/engine.h"

#include "engine/lineage/enrich.h"
#include "engine/ruleset_impl.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tocsin {

struct MatchScratch::Impl {
  match::MatcherScratch matcher;
  std::vector<match::Hit> hits;
};

MatchScratch::MatchScratch(const Ruleset& ruleset)
    : impl_(new Impl{.matcher = match::MatcherScratch(*ruleset.impl().matcher), .hits = {}}) {}
MatchScratch::~MatchScratch() = default;
std::uint64_t MatchScratch::given_up() const { return impl_->matcher.given_up(); }

void MatchResult::Clear() {
  rules.clear();
  conditions.clear();
  waiting.clear();
}

namespace {

// Whether process state may still give the event something that the guarded condition reads.
bool HasToWait(const Waiting& waiting, const Event& event, const SourceFields& native) {
  if (HasFlag(event.flags, EventFlags::kTimeMissing)) return false;
  return (waiting.ancestors && lineage::HasIdentity(event)) ||
         std::any_of(waiting.fields.begin(), waiting.fields.end(),
                     [&](FieldId field) { return lineage::MayFill(field, event, native); });
}

}  // namespace

void Match(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
           MatchResult* result, lineage::SightingBook* sightings) {
  using TargetKind = Ruleset::Impl::TargetKind;
  result->Clear();
  const Ruleset::Impl& rules = ruleset.impl();
  if (!rules.needs_process_state) sightings = nullptr;
  MatchScratch::Impl& work = scratch.impl();
  std::uint32_t index = 0;
  for (const Event& event : batch.events()) {
    if (sightings != nullptr) sightings->Observe(event);
    rules.matcher->Match(event, work.matcher, &work.hits);
    const bool waits =
        sightings != nullptr &&
        std::any_of(work.hits.begin(), work.hits.end(), [&](const match::Hit& hit) {
          const Ruleset::Impl::Target& target = rules.targets[hit.condition];
          return target.kind == TargetKind::kGuard &&
                 HasToWait(rules.guards[target.guard], event, rules.native.Of(event.source));
        });
    if (waits) {
      result->waiting.push_back(index++);
      continue;
    }
    for (const match::Hit& hit : work.hits) {
      const Ruleset::Impl::Target& target = rules.targets[hit.condition];
      // Who has no process has no ancestors either; everybody else waits.
      if (target.confirm != nullptr && !plan::Holds(*target.confirm, event)) continue;
      switch (target.kind) {
        case TargetKind::kRule:
          result->rules.push_back({target.rule, index, hit.match});
          break;
        case TargetKind::kCondition:
          result->conditions.push_back({target.condition, index, hit.match});
          break;
        case TargetKind::kMark:
          if (sightings != nullptr) sightings->Mark(event, target.mark);
          break;
        case TargetKind::kGuard:
          break;
      }
    }
    ++index;
  }
}

}  // namespace tocsin
