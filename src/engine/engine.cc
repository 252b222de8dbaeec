#include "engine/engine.h"

#include "engine/correlate/sample.h"
#include "engine/correlate/sequence.h"
#include "engine/correlate/signal.h"
#include "engine/ruleset_impl.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tocsin {

// ---- Match -------------------------------------------------------------------------------------

struct MatchScratch::Impl {
  match::MatcherScratch matcher;
  std::vector<match::Hit> hits;
};

MatchScratch::MatchScratch(const Ruleset& ruleset)
    : impl_(new Impl{.matcher = match::MatcherScratch(*ruleset.impl().matcher), .hits = {}}) {}
MatchScratch::~MatchScratch() = default;

void MatchResult::Clear() {
  rules.clear();
  conditions.clear();
}

void Match(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
           MatchResult* result) {
  result->Clear();
  const Ruleset::Impl& rules = ruleset.impl();
  MatchScratch::Impl& work = scratch.impl();
  std::uint32_t index = 0;
  for (const Event& event : batch.events()) {
    rules.matcher->Match(event, work.matcher, &work.hits);
    for (const match::Hit& hit : work.hits) {
      const Ruleset::Impl::Target& target = rules.targets[hit.condition];
      if (target.rule) {
        result->rules.push_back({target.rule, index, hit.match});
      } else {
        result->conditions.push_back({target.condition, index, hit.match});
      }
    }
    ++index;
  }
}

// ---- Correlate ---------------------------------------------------------------------------------

struct Correlation::Impl {
  std::shared_ptr<const Ruleset> ruleset;
  std::vector<std::unique_ptr<correlate::Correlator>> correlators;  // as Ruleset::Impl has them
  std::uint64_t next_ordinal = 0;
  Time newest = kMinTime;
  std::uint64_t live_keys = 0;
  std::uint64_t live_keys_peak = 0;
  std::vector<std::uint32_t> met;

  // Calls step(correlator) and keeps the count of keys.
  template <class Step>
  void Run(correlate::Correlator& correlator, const Step& step) {
    const std::uint64_t before = correlator.live_keys();
    step(correlator);
    live_keys += correlator.live_keys();
    live_keys -= before;
    live_keys_peak = std::max(live_keys_peak, live_keys);
  }
};

namespace {

std::unique_ptr<correlate::Correlator> MakeCorrelator(const RulePlan& plan,
                                                      const correlate::CorrelatorOptions& options) {
  if (const auto* sequence = std::get_if<plan::SequencePlan>(&plan.plan)) {
    return std::make_unique<correlate::SequenceCorrelator>(plan.rule, *sequence, options);
  }
  if (const auto* sample = std::get_if<plan::SamplePlan>(&plan.plan)) {
    return std::make_unique<correlate::SampleCorrelator>(plan.rule, *sample, options);
  }
  return std::make_unique<correlate::SignalCorrelator>(
      plan.rule, std::get<plan::SignalPlan>(plan.plan), options);
}

}  // namespace

Correlation::Correlation(std::shared_ptr<const Ruleset> ruleset) : impl_(new Impl()) {
  const correlate::CorrelatorOptions options{
      .live_keys_max = ruleset->options().live_keys_max,
      .signal_samples_max = ruleset->options().signal_samples_max,
      .samples_per_key = ruleset->options().samples_per_key};
  for (const Ruleset::Impl::CorrelationRule& rule : ruleset->impl().correlations) {
    impl_->correlators.push_back(MakeCorrelator(*rule.plan, options));
  }
  impl_->ruleset = std::move(ruleset);
}
Correlation::~Correlation() = default;

void Correlation::Process(const ReleasedEvent& event, const Emit& emit) {
  const Ruleset::Impl& rules = impl_->ruleset->impl();
  impl_->newest = std::max(impl_->newest, event.event->event().time);
  const std::uint64_t ordinal = impl_->next_ordinal++;
  // Conditions of one rule follow one another.
  for (std::size_t i = 0; i < event.conditions.size();) {
    const std::uint32_t owner = rules.owners[event.conditions[i].index()];
    const ConditionId first = rules.correlations[owner].first;
    impl_->met.clear();
    for (; i < event.conditions.size() && rules.owners[event.conditions[i].index()] == owner; ++i) {
      impl_->met.push_back(event.conditions[i].value() - first.value());
    }
    // A rule reads an event's source in one way, whichever of its conditions the event met.
    const bool equivalent = std::binary_search(event.equivalent.begin(), event.equivalent.end(),
                                               event.conditions[i - 1]);
    const correlate::CorrelatorEvent step{
        .released = event,
        .ordinal = ordinal,
        .met = impl_->met,
        .match = equivalent ? SourceMatch::kEquivalent : SourceMatch::kNamed};
    impl_->Run(*impl_->correlators[owner],
               [&](correlate::Correlator& correlator) { correlator.Process(step, emit); });
  }
}

void Correlation::Advance(Time time, const Emit& emit) {
  impl_->newest = std::max(impl_->newest, time);
  for (auto& correlator : impl_->correlators) {
    impl_->Run(*correlator, [&](correlate::Correlator& c) { c.Advance(time, emit); });
  }
}

void Correlation::Finish(const Emit& emit) {
  for (auto& correlator : impl_->correlators) {
    impl_->Run(*correlator, [&](correlate::Correlator& c) { c.Finish(impl_->newest, emit); });
  }
}

CorrelationStats Correlation::stats() const {
  CorrelationStats stats{.live_keys = impl_->live_keys, .live_keys_peak = impl_->live_keys_peak};
  for (std::size_t i = 0; i < impl_->correlators.size(); ++i) {
    const correlate::ShedCounts& shed = impl_->correlators[i]->shed();
    if (shed.keys == 0 && shed.events == 0) continue;
    stats.shed.push_back({.rule = impl_->ruleset->impl().correlations[i].plan->rule,
                          .keys = shed.keys,
                          .events = shed.events});
  }
  return stats;
}

}  // namespace tocsin
