#include "pipeline/stream.h"

#include "pipeline/collect_hits.h"
#include "pipeline/key_secret.h"

#include <algorithm>
#include <utility>

namespace tocsin {
namespace {

// Correlations look at lane times no more often than this, in log time.
constexpr std::int64_t kAdvanceEveryNs = kNsPerSecond / 10;
// Streaming contract, section 11: a quarter of 8 GiB; section 6, R6.3: ten minutes.
constexpr std::uint64_t kLiveBytesMax = std::uint64_t{2} << 30U;
constexpr std::int64_t kSpanWithoutMaxspanNs = 600 * kNsPerSecond;

LaneOptions HostLanes(const StreamOptions& options, const Ruleset& ruleset) {
  LaneOptions lanes = options.lanes;
  lanes.secret = ruleset.options().key_secret;
  return lanes;
}

LaneOptions KeyLanes(const StreamOptions& options, const Ruleset& ruleset) {
  LaneOptions lanes = HostLanes(options, ruleset);
  lanes.hold_ns = std::max(options.lanes.hold_ns, options.key_hold_ns);
  lanes.corrects_time = false;
  return lanes;
}

// The rule and the key; the rule's number has four bytes, so that no two pairs are the same.
std::string NameOfKeyLane(const Correlation::Candidate& candidate) {
  std::string name;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    name.push_back(static_cast<char>(candidate.rule.value() >> shift));
  }
  return name + candidate.key;
}

std::string_view KeyOfLane(std::string_view name) { return name.substr(4); }

}  // namespace

EngineOptions StreamEngineOptions(EngineOptions options) {
  options.key_secret = RandomKeySecret();
  options.live_bytes_max = kLiveBytesMax;
  options.span_without_maxspan_ns = kSpanWithoutMaxspanNs;
  return options;
}

StreamRun::StreamRun(std::shared_ptr<const Ruleset> ruleset, const Schema& schema,
                     const StreamOptions& options, Emit emit)
    : ruleset_(std::move(ruleset)),
      emit_(std::move(emit)),
      hosts_(HostLanes(options, *ruleset_)),
      keys_(KeyLanes(options, *ruleset_)),
      correlation_(ruleset_, hosts_, keys_),
      gaps_(options.gaps_max),
      normalizer_(schema, ruleset_->demand(), options.normalize),
      scratch_(*ruleset_) {}

void StreamRun::Feed(const RawBatch& raw, Time log_time) {
  AdvanceLog(log_time);
  batch_.Clear();
  normalizer_.Normalize(raw, &batch_, &records_);
  for (const Event& event : batch_.events()) {
    census_.Count(event);
    if (HasFlag(event.flags, EventFlags::kTimeMissing)) continue;
    first_event_ = std::min(first_event_, event.time);
    last_event_ = std::max(last_event_, event.time);
  }
  MatchAtOnce(*ruleset_, batch_, scratch_, &matches_);
  CollectedHits hits = CollectHits(batch_, matches_);
  const std::vector<EventPtr> retained = normalizer_.RetainFull(raw, hits.events);
  std::size_t next = 0;
  for (const Event& event : batch_.events()) {
    if (next == hits.events.size() || &event != hits.events[next]) {
      Hear(event);
      continue;
    }
    hits.released[next].event = retained[next];
    Take(std::move(hits.released[next++]));
  }
}

void StreamRun::Arrive(ReleasedEvent event, Time log_time) {
  AdvanceLog(log_time);
  Take(std::move(event));
}

void StreamRun::Tick(Time log_time) {
  AdvanceLog(log_time);
  correlation_.Advance(emit_);
}

void StreamRun::AdvanceLog(Time log_time) {
  if (log_time <= log_time_) return;
  log_time_ = log_time;
  // Step by step, so that each event enters the lane of its key when its hold was over, however far
  // the log has come at once.
  for (auto due = hosts_.next_due(); due && *due < log_time; due = hosts_.next_due()) {
    AdvanceLanes(*due);
  }
  AdvanceLanes(log_time);
  if (advanced_ != kMinTime && log_time.ns - advanced_.ns < kAdvanceEveryNs) return;
  correlation_.Advance(emit_);
  NoteShed();
  advanced_ = log_time;
}

void StreamRun::AdvanceLanes(Time log_time) {
  keys_.AdvanceLog(log_time, [this](LaneId lane, ReleasedEvent&& event) {
    correlation_.Process(event, lane, KeyOfLane(keys_.NameOf(lane)), emit_);
  });
  hosts_.AdvanceLog(log_time, [this](LaneId lane, ReleasedEvent&& event) {
    ReleaseFromHost(lane, std::move(event));
  });
}

void StreamRun::Take(ReleasedEvent&& event) {
  for (const RuleHit& hit : event.rules) {
    Detection detection{.rule = hit.rule, .source_match = hit.match};
    detection.events.push_back({event.event, 0});
    emit_(std::move(detection));
  }
  if (event.conditions.empty()) return Hear(event.event->event());
  const EventPtr kept = event.event;
  const std::string_view lane = kept->event().lane;
  const Arrival arrival = hosts_.Accept(lane, event, [this](LaneId id, ReleasedEvent&& released) {
    ReleaseFromHost(id, std::move(released));
  });
  if (arrival != Arrival::kHeld) NoteLate(lane, event);
}

void StreamRun::Hear(const Event& event) {
  hosts_.Hear(event, [this](LaneId id, ReleasedEvent&& released) {
    ReleaseFromHost(id, std::move(released));
  });
}

void StreamRun::ReleaseFromHost(LaneId lane, ReleasedEvent&& event) {
  Correlate(lane, std::move(event));
}

void StreamRun::Correlate(LaneId lane, ReleasedEvent&& event) {
  std::vector<Correlation::Candidate> candidates = correlation_.TakeAcrossHosts(&event);
  if (!event.conditions.empty()) correlation_.Process(event, lane, std::nullopt, emit_);
  for (Correlation::Candidate& candidate : candidates) {
    const Arrival arrival = keys_.Accept(
        NameOfKeyLane(candidate), candidate.event, [this](LaneId id, ReleasedEvent&& released) {
          correlation_.Process(released, id, KeyOfLane(keys_.NameOf(id)), emit_);
        });
    if (arrival != Arrival::kHeld) {
      NoteLate(candidate.event.event->event().lane, candidate.event);
    }
  }
}

void StreamRun::NoteLate(std::string_view lane, const ReleasedEvent& event) {
  for (const Correlation::Reach& reach : correlation_.ReachOf(event)) {
    gaps_.Add({.cause = GapCause::kLate,
               .rule = reach.rule,
               .lane = std::string(lane),
               .from = reach.from,
               .to = reach.to,
               .count = 1});
  }
}

void StreamRun::NoteShed() {
  for (const CorrelationStats::Shed& shed : correlation_.stats().shed) {
    const std::uint64_t keys = shed.keys + shed.events;
    if (shed_noted_.size() <= shed.rule.index()) shed_noted_.resize(shed.rule.index() + 1);
    std::uint64_t& noted = shed_noted_[shed.rule.index()];
    if (keys == noted) continue;
    gaps_.Add({.cause = GapCause::kShed,
               .rule = shed.rule,
               .lane = {},
               .from = advanced_ == kMinTime ? log_time_ : advanced_,
               .to = log_time_,
               .count = keys - std::exchange(noted, keys)});
  }
}

void StreamRun::Finish() {
  // As if the log ran on in silence, so that no host's events overtake another's on the way to the
  // lanes of their keys.
  for (auto due = hosts_.next_due(); due; due = hosts_.next_due()) AdvanceLanes(*due);
  keys_.Drain([this](LaneId lane, ReleasedEvent&& event) {
    correlation_.Process(event, lane, KeyOfLane(keys_.NameOf(lane)), emit_);
  });
  correlation_.Finish(emit_);
  NoteShed();
}

StreamStats StreamRun::stats() const {
  return {.hosts = hosts_.counts(),
          .keys = keys_.counts(),
          .held_events = hosts_.held_events() + keys_.held_events(),
          .lanes = hosts_.lane_count() + keys_.lane_count(),
          .lacks_process_state = ruleset_->needs_process_state(),
          .gaps = gaps_.gaps(),
          .gaps_beyond = gaps_.beyond(),
          .unjudged = scratch_.unjudged(),
          .given_up = scratch_.given_up(),
          .first_event = first_event_,
          .last_event = last_event_,
          .correlation = correlation_.stats()};
}

}  // namespace tocsin
