#include "engine/correlate/sequence.h"

#include "engine/correlate/span_between.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tocsin::correlate {
namespace {

std::int64_t MaxspanOf(const plan::SequencePlan& plan, const CorrelatorOptions& options) {
  if (plan.maxspan_ns) return *plan.maxspan_ns;
  return options.span_without_maxspan_ns != 0 ? options.span_without_maxspan_ns : INT64_MAX;
}

}  // namespace

SequenceCorrelator::SequenceCorrelator(RuleId rule, const plan::SequencePlan& plan,
                                       const CorrelatorOptions& options, const LaneTimes& lanes)
    : Correlator(options, lanes),
      rule_(rule),
      plan_(plan),
      maxspan_ns_(MaxspanOf(plan, options)),
      absence_(plan, maxspan_ns_) {
  for (std::uint32_t i = 0; i < plan.stages.size(); ++i) {
    if (!plan.stages[i].missing) positives_.push_back(i);
    keys_.push_back(FieldsOf(plan.stages[i].keys));
    confirm_.push_back(plan::ReadsEarlierStages(plan.stages[i].condition));
  }
  if (plan.until) keys_.push_back(FieldsOf(plan.until->keys));
}

std::size_t SequenceCorrelator::live_keys() const {
  return waiting_.size() + absence_.live_keys() + pending_count_;
}

std::vector<Key> SequenceCorrelator::KeysAt(std::size_t position, const CorrelatorEvent& event) {
  std::vector<Key> keys =
      KeysOf(event.event(), keys_[position], KeyForm::kTyped, &shed_.combinations);
  if (plan_.one_host) {
    const Value host = Value::String(event.event().lane);
    for (Key& key : keys) key.bytes += EncodeKey({&host, 1}, KeyForm::kTyped);
  }
  if (event.only_key) {
    std::erase_if(keys, [&](const Key& key) { return key.bytes != *event.only_key; });
  }
  return keys;
}

std::vector<std::string> SequenceCorrelator::LaneKeys(const CorrelatorEvent& event) {
  std::vector<std::string> lanes;
  for (const std::uint32_t position : event.met) {
    for (Key& key : KeysAt(position, event)) lanes.push_back(std::move(key.bytes));
  }
  std::sort(lanes.begin(), lanes.end());
  lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
  return lanes;
}

// An event can displace a partial that another one would have used, one stage after the other.
std::int64_t SequenceCorrelator::look_back_ns() const {
  const auto steps = static_cast<std::int64_t>(std::max<std::size_t>(positives_.size(), 2)) - 1;
  std::int64_t reach = 0;
  return __builtin_mul_overflow(maxspan_ns_, steps, &reach) ? INT64_MAX : reach;
}

void SequenceCorrelator::Process(const CorrelatorEvent& event, const EmitDetection& emit) {
  const auto until = static_cast<std::uint32_t>(plan_.stages.size());
  for (const std::uint32_t position : event.met) {
    if (position == until || !plan_.stages[position].missing) continue;
    for (const Key& key : KeysAt(position, event)) {
      shed_.events += absence_.Note(position, HashOf(key.bytes), event.event().time, event.lane,
                                    NeededFrom(event.lane));
    }
  }
  std::vector<Completed> completed;
  for (std::size_t k = positives_.size(); k-- > 0;) {
    if (event.Met(positives_[k])) Advance(k, event, &completed);
  }
  std::sort(completed.begin(), completed.end(), [](const Completed& a, const Completed& b) {
    if (a.partial.first_ordinal != b.partial.first_ordinal) {
      return a.partial.first_ordinal < b.partial.first_ordinal;
    }
    return CompareKeys(a.key.values, b.key.values) < 0;
  });
  for (Completed& one : completed) Complete(std::move(one), emit);
  if (plan_.until && event.Met(until)) {
    for (const Key& key : KeysAt(until, event)) {
      const KeyHash hash = HashOf(key.bytes);
      for (std::size_t k = 0; k + 1 < positives_.size(); ++k) {
        if (Partial* partial = waiting_.Find(hash.In(k))) Take(hash.In(k), *partial);
      }
    }
  }
  Shed();
}

void SequenceCorrelator::Advance(std::size_t k, const CorrelatorEvent& event,
                                 std::vector<Completed>* completed) {
  const std::uint32_t stage = positives_[k];
  for (Key& key : KeysAt(stage, event)) {
    const KeyHash hash = HashOf(key.bytes);
    Partial partial;
    if (k == 0) {
      partial.first_ordinal = event.ordinal;
      partial.first_time = event.event().time;
      partial.match = event.match;
    } else {
      Partial* const before = waiting_.Find(hash.In(k - 1));
      if (before == nullptr || before->last_ordinal >= event.ordinal) continue;
      if (confirm_[stage] && !Confirms(stage, event.event(), *before)) continue;
      partial = Take(hash.In(k - 1), *before);
      if (partial.lane != event.lane) ++shed_.lane_splits;
      if (SpanBetween(partial.first_time, event.event().time) > maxspan_ns_) continue;
      partial.match = Weaker(partial.match, event.match);
      partial.earlier = std::make_unique<Earlier>(
          Earlier{.event = std::move(partial.last), .earlier = std::move(partial.earlier)});
    }
    partial.last = event.ptr();
    partial.last_ordinal = event.ordinal;
    partial.lane = event.lane;
    if (k + 1 == positives_.size()) {
      completed->push_back({std::move(partial), std::move(key)});
    } else {
      Wait(hash.In(k), std::move(partial));
    }
  }
}

std::size_t SequenceCorrelator::BytesOf(const Partial& partial) {
  std::size_t bytes = partial.last->bytes();
  for (const Earlier* link = partial.earlier.get(); link != nullptr; link = link->earlier.get()) {
    bytes += link->event->bytes();
  }
  return bytes;
}

void SequenceCorrelator::Wait(const KeyHash& slot, Partial&& partial) {
  Partial& place = waiting_.Touch(slot);
  if (place.last != nullptr) bytes_ -= BytesOf(place);
  bytes_ += BytesOf(partial);
  place = std::move(partial);
}

SequenceCorrelator::Partial SequenceCorrelator::Take(const KeyHash& slot, Partial& partial) {
  bytes_ -= BytesOf(partial);
  Partial taken = std::move(partial);
  waiting_.Erase(slot);
  return taken;
}

// In the order of the stages.
std::vector<EventPtr> SequenceCorrelator::EventsOf(const Partial& partial) const {
  std::vector<EventPtr> events = {partial.last};
  for (const Earlier* link = partial.earlier.get(); link != nullptr; link = link->earlier.get()) {
    events.push_back(link->event);
  }
  std::reverse(events.begin(), events.end());
  return events;
}

bool SequenceCorrelator::Confirms(std::uint32_t stage, const Event& event,
                                  const Partial& partial) const {
  const std::vector<EventPtr> events = EventsOf(partial);
  std::vector<const Event*> bound(plan_.stages.size(), nullptr);
  for (std::size_t i = 0; i < events.size(); ++i) bound[positives_[i]] = &events[i]->event();
  return plan::Holds(plan_.stages[stage].condition, event, {.stages = bound});
}

Detection SequenceCorrelator::Describe(const Completed& completed) const {
  Detection detection{
      .rule = rule_, .kind = DetectionKind::kSequence, .source_match = completed.partial.match};
  detection.key = DescribeKey(completed.key, keys_[positives_.front()]);
  std::vector<EventPtr> events = EventsOf(completed.partial);
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < plan_.stages.size(); ++i) {
    DetectedEvent detected{.stage = i};
    if (!plan_.stages[i].missing) detected.event = std::move(events[next++]);
    detection.events.push_back(std::move(detected));
  }
  return detection;
}

void SequenceCorrelator::Complete(Completed&& completed, const EmitDetection& emit) {
  Detection detection = Describe(completed);
  if (absence_.empty()) {
    emit(std::move(detection));
    return;
  }
  std::vector<Time> times;
  for (const DetectedEvent& detected : detection.events) {
    if (detected.event != nullptr) times.push_back(detected.event->event().time);
  }
  const KeyHash key = HashOf(completed.key.bytes);
  const Absence::Verdict verdict = absence_.DecideAtEnd(key, times);
  if (verdict.rejected) return;
  if (!absence_.has_trailing()) {
    emit(std::move(detection));
    return;
  }
  pending_[completed.partial.lane].push_back({.detection = std::move(detection),
                                              .key = key,
                                              .first = times.front(),
                                              .last = times.back(),
                                              .leading = verdict.leading});
  ++pending_count_;
}

Time SequenceCorrelator::NeededFrom(LaneId lane) const {
  if (maxspan_ns_ == INT64_MAX) return kMinTime;
  const Time ahead = After(lanes_.Of(lane), -maxspan_ns_);
  const auto pending = pending_.find(lane);
  return pending == pending_.end() ? ahead : std::min(ahead, pending->second.front().last);
}

bool SequenceCorrelator::IsOver(Time first, LaneId lane) const {
  return SpanBetween(first, lanes_.Of(lane)) > maxspan_ns_;
}

void SequenceCorrelator::Decide(bool ended, const EmitDetection& emit) {
  for (auto it = pending_.begin(); it != pending_.end();) {
    const LaneId lane = it->first;
    PendingOfLane& waiting = it->second;
    for (Pending& pending : waiting) {
      if (pending.state != Pending::State::kOpen) continue;
      if (!ended && !IsOver(pending.first, lane)) continue;
      pending.state =
          absence_.TrailingRejects(pending.key, pending.first, pending.last, pending.leading)
              ? Pending::State::kRejected
              : Pending::State::kStands;
    }
    while (!waiting.empty() && waiting.front().state != Pending::State::kOpen) {
      const bool stands = waiting.front().state == Pending::State::kStands;
      Detection detection = std::move(waiting.front().detection);
      waiting.pop_front();
      --pending_count_;
      if (stands) emit(std::move(detection));
    }
    it = waiting.empty() ? pending_.erase(it) : std::next(it);
  }
}

void SequenceCorrelator::Advance(const EmitDetection& emit) {
  Decide(false, emit);
  absence_.Expire(lanes_);
  if (maxspan_ns_ == INT64_MAX) return;
  waiting_.Expire([&](const Partial& partial) {
    const bool over = IsOver(partial.first_time, partial.lane);
    if (over) bytes_ -= BytesOf(partial);
    return over;
  });
}

void SequenceCorrelator::Finish(Time /*newest*/, const EmitDetection& emit) {
  Decide(true, emit);
  waiting_ = {};
  bytes_ = 0;
  absence_ = Absence(plan_, maxspan_ns_);
}

void SequenceCorrelator::ShedOldest() {
  const Partial& oldest = waiting_.oldest();
  // What its lane has already ended is no loss.
  if (!IsOver(oldest.first_time, oldest.lane)) ++shed_.keys;
  bytes_ -= BytesOf(oldest);
  waiting_.EraseOldest();
}

void SequenceCorrelator::Shed() {
  while (waiting_.size() > options_.live_keys_max ||
         (options_.live_bytes_max != 0 && bytes_ > options_.live_bytes_max && !waiting_.empty())) {
    ShedOldest();
  }
  while (pending_count_ > options_.live_keys_max) {
    PendingOfLane& waiting = pending_.begin()->second;
    waiting.pop_front();
    --pending_count_;
    ++shed_.keys;
    if (waiting.empty()) pending_.erase(pending_.begin());
  }
  shed_.keys += absence_.Shed(options_.live_keys_max);
}

}  // namespace tocsin::correlate
