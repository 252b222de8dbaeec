#include "engine/correlation.h"

#include "engine/correlate/sample.h"
#include "engine/correlate/sequence.h"
#include "engine/correlate/signal.h"
#include "engine/correlate/span_between.h"
#include "engine/ruleset_impl.h"
#include "engine/scope.h"

#include <algorithm>
#include <utility>

namespace tocsin {
namespace {

std::unique_ptr<correlate::Correlator> MakeCorrelator(const RulePlan& plan,
                                                      const correlate::CorrelatorOptions& options,
                                                      const LaneTimes& lanes) {
  if (const auto* sequence = std::get_if<plan::SequencePlan>(&plan.plan)) {
    return std::make_unique<correlate::SequenceCorrelator>(plan.rule, *sequence, options, lanes);
  }
  if (const auto* sample = std::get_if<plan::SamplePlan>(&plan.plan)) {
    return std::make_unique<correlate::SampleCorrelator>(plan.rule, *sample, options, lanes);
  }
  return std::make_unique<correlate::SignalCorrelator>(
      plan.rule, std::get<plan::SignalPlan>(plan.plan), options, lanes);
}

correlate::CorrelatorOptions OptionsOf(const EngineOptions& options) {
  return {.live_keys_max = options.live_keys_max,
          .live_bytes_max = options.live_bytes_max,
          .span_without_maxspan_ns = options.span_without_maxspan_ns,
          .signal_samples_max = options.signal_samples_max,
          .samples_per_key = options.samples_per_key,
          .secret = options.key_secret};
}

bool Contains(const std::vector<ConditionId>& sorted, ConditionId condition) {
  return std::binary_search(sorted.begin(), sorted.end(), condition);
}

}  // namespace

struct Correlation::Impl {
  struct Rule {
    RuleScope scope = RuleScope::kHost;
    std::unique_ptr<correlate::Correlator> correlator;
  };

  std::shared_ptr<const Ruleset> ruleset;
  std::vector<Rule> rules;  // as Ruleset::Impl has them
  RunTime run_time;
  std::uint64_t next_ordinal = 0;
  Time newest = kMinTime;
  std::uint64_t live_keys = 0;
  std::uint64_t live_keys_peak = 0;
  std::vector<std::uint32_t> met;

  void MakeRules(const LaneTimes& hosts, const LaneTimes& keys) {
    const correlate::CorrelatorOptions options = OptionsOf(ruleset->options());
    for (const Ruleset::Impl::CorrelationRule& rule : ruleset->impl().correlations) {
      const RuleScope scope = ScopeOf(rule.plan->plan);
      const LaneTimes& lanes = scope == RuleScope::kHost ? hosts : keys;
      rules.push_back({scope, MakeCorrelator(*rule.plan, options, lanes)});
    }
  }

  // Calls step(owner, step of its correlator) for each rule of which the event met a condition.
  template <class Step>
  void ForEachRule(const ReleasedEvent& event, LaneId lane, const Step& step) {
    const Ruleset::Impl& impl = ruleset->impl();
    // Conditions of one rule follow one another.
    for (std::size_t i = 0; i < event.conditions.size();) {
      const std::uint32_t owner = impl.owners[event.conditions[i].index()];
      const ConditionId first = impl.correlations[owner].first;
      met.clear();
      for (; i < event.conditions.size() && impl.owners[event.conditions[i].index()] == owner;
           ++i) {
        met.push_back(event.conditions[i].value() - first.value());
      }
      // A rule reads an event's source in one way, whichever of its conditions the event met.
      const bool equivalent = Contains(event.equivalent, event.conditions[i - 1]);
      step(owner, correlate::CorrelatorEvent{
                      .released = event,
                      .ordinal = next_ordinal,
                      .met = met,
                      .match = equivalent ? SourceMatch::kEquivalent : SourceMatch::kNamed,
                      .lane = lane});
    }
  }

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

Correlation::Correlation(std::shared_ptr<const Ruleset> ruleset) : impl_(new Impl()) {
  impl_->ruleset = std::move(ruleset);
  impl_->MakeRules(impl_->run_time, impl_->run_time);
}
Correlation::Correlation(std::shared_ptr<const Ruleset> ruleset, const LaneTimes& hosts,
                         const LaneTimes& keys)
    : impl_(new Impl()) {
  impl_->ruleset = std::move(ruleset);
  impl_->MakeRules(hosts, keys);
}
Correlation::~Correlation() = default;

void Correlation::Process(const ReleasedEvent& event, const Emit& emit) {
  Process(event, LaneId(0), std::nullopt, emit);
}

void Correlation::Process(const ReleasedEvent& event, LaneId lane,
                          std::optional<std::string_view> key, const Emit& emit) {
  impl_->newest = std::max(impl_->newest, event.event->event().time);
  impl_->ForEachRule(event, lane, [&](std::uint32_t owner, correlate::CorrelatorEvent step) {
    step.only_key = key;
    impl_->Run(*impl_->rules[owner].correlator,
               [&](correlate::Correlator& correlator) { correlator.Process(step, emit); });
  });
  ++impl_->next_ordinal;
}

std::vector<Correlation::Candidate> Correlation::TakeAcrossHosts(ReleasedEvent* event) {
  const Ruleset::Impl& impl = impl_->ruleset->impl();
  const auto is_global = [&](ConditionId condition) {
    return impl_->rules[impl.owners[condition.index()]].scope == RuleScope::kGlobal;
  };
  std::vector<Candidate> candidates;
  impl_->ForEachRule(
      *event, LaneId(0), [&](std::uint32_t owner, const correlate::CorrelatorEvent& step) {
        if (impl_->rules[owner].scope != RuleScope::kGlobal) return;
        for (std::string& key : impl_->rules[owner].correlator->LaneKeys(step)) {
          Candidate candidate{.rule = impl.correlations[owner].plan->rule, .key = std::move(key)};
          candidate.event.event = event->event;
          for (const std::uint32_t position : step.met) {
            const ConditionId condition(impl.correlations[owner].first.value() + position);
            candidate.event.conditions.push_back(condition);
            if (step.match != SourceMatch::kEquivalent) continue;
            candidate.event.equivalent.push_back(condition);
          }
          candidates.push_back(std::move(candidate));
        }
      });
  std::erase_if(event->conditions, is_global);
  std::erase_if(event->equivalent, is_global);
  return candidates;
}

std::vector<Correlation::Reach> Correlation::ReachOf(const ReleasedEvent& event) const {
  std::vector<Reach> reaches;
  const Time time = event.event->event().time;
  impl_->ForEachRule(event, LaneId(0), [&](std::uint32_t owner, const auto& /*step*/) {
    const std::int64_t look_back = impl_->rules[owner].correlator->look_back_ns();
    reaches.push_back({.rule = impl_->ruleset->impl().correlations[owner].plan->rule,
                       .from = correlate::After(time, -look_back),
                       .to = correlate::After(time, look_back)});
  });
  return reaches;
}

void Correlation::Advance(Time time, const Emit& emit) {
  impl_->newest = std::max(impl_->newest, time);
  impl_->run_time.Set(time);
  Advance(emit);
}

void Correlation::Advance(const Emit& emit) {
  for (Impl::Rule& rule : impl_->rules) {
    impl_->Run(*rule.correlator, [&](correlate::Correlator& c) { c.Advance(emit); });
  }
}

void Correlation::Finish(const Emit& emit) {
  for (Impl::Rule& rule : impl_->rules) {
    impl_->Run(*rule.correlator, [&](correlate::Correlator& c) { c.Finish(impl_->newest, emit); });
  }
}

CorrelationStats Correlation::stats() const {
  CorrelationStats stats{.live_keys = impl_->live_keys, .live_keys_peak = impl_->live_keys_peak};
  for (std::size_t i = 0; i < impl_->rules.size(); ++i) {
    const correlate::ShedCounts& shed = impl_->rules[i].correlator->shed();
    if (!shed.any()) continue;
    stats.shed.push_back({.rule = impl_->ruleset->impl().correlations[i].plan->rule,
                          .keys = shed.keys,
                          .events = shed.events,
                          .combinations = shed.combinations,
                          .lane_splits = shed.lane_splits});
  }
  return stats;
}

}  // namespace tocsin
