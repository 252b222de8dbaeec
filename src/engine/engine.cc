#include "engine/engine.h"

#include "engine/lineage/enrich.h"
#include "engine/ruleset_impl.h"
#include "plan/reference_eval.h"

#include <algorithm>

namespace tocsin {

struct MatchScratch::Impl {
  const Ruleset::Impl& rules;
  match::MatcherScratch matcher;
  std::vector<match::Hit> hits;
  std::vector<std::uint64_t> unjudged;  // by guard
};

MatchScratch::MatchScratch(const Ruleset& ruleset)
    : impl_(new Impl{.rules = ruleset.impl(),
                     .matcher = match::MatcherScratch(*ruleset.impl().matcher),
                     .hits = {},
                     .unjudged = std::vector<std::uint64_t>(ruleset.impl().guards.size())}) {}
MatchScratch::~MatchScratch() = default;
std::uint64_t MatchScratch::given_up() const { return impl_->matcher.given_up(); }

std::vector<Unjudged> MatchScratch::unjudged() const {
  std::vector<Unjudged> list;
  for (std::size_t guard = 0; guard < impl_->unjudged.size(); ++guard) {
    if (impl_->unjudged[guard] == 0) continue;
    const RuleId rule = impl_->rules.guarded_rules[guard];
    if (list.empty() || list.back().rule != rule) list.push_back({.rule = rule});
    list.back().events += impl_->unjudged[guard];
  }
  return list;
}

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

using TargetKind = Ruleset::Impl::TargetKind;

// Writes down what a hit means, but for marks.
void Take(const Ruleset::Impl::Target& target, std::uint32_t event, SourceMatch match,
          MatchResult* result) {
  if (target.kind == TargetKind::kRule) result->rules.push_back({target.rule, event, match});
  if (target.kind == TargetKind::kCondition) {
    result->conditions.push_back({target.condition, event, match});
  }
}

}  // namespace

void Match(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
           MatchResult* result, lineage::SightingBook* sightings) {
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
      Take(target, index, hit.match, result);
      if (target.kind == TargetKind::kMark && sightings != nullptr) {
        sightings->Mark(event, target.mark);
      }
    }
    ++index;
  }
}

void MatchAtOnce(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
                 MatchResult* result) {
  result->Clear();
  const Ruleset::Impl& rules = ruleset.impl();
  MatchScratch::Impl& work = scratch.impl();
  std::uint32_t index = 0;
  for (const Event& event : batch.events()) {
    rules.matcher->Match(event, work.matcher, &work.hits);
    // The matcher gives its hits in the order of its conditions, so a guard comes right behind what
    // it guards.
    for (auto hit = work.hits.begin(); hit != work.hits.end(); ++hit) {
      const Ruleset::Impl::Target& target = rules.targets[hit->condition];
      if (target.kind == TargetKind::kGuard) {
        const bool open =
            HasToWait(rules.guards[target.guard], event, rules.native.Of(event.source));
        work.unjudged[target.guard] += open ? 1 : 0;
        continue;
      }
      const auto guard = hit + 1;
      if (guard != work.hits.end() && guard->condition == hit->condition + 1 &&
          rules.targets[guard->condition].kind == TargetKind::kGuard &&
          HasToWait(rules.guards[rules.targets[guard->condition].guard], event,
                    rules.native.Of(event.source))) {
        continue;
      }
      if (target.confirm != nullptr && !plan::Holds(*target.confirm, event)) continue;
      Take(target, index, hit->match, result);
    }
    ++index;
  }
}

}  // namespace tocsin
