#include "engine/correlate/sequence.h"

#include "engine/correlate/span_between.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <utility>

namespace tocsin::correlate {
SequenceCorrelator::SequenceCorrelator(RuleId rule, const plan::SequencePlan& plan,
                                       const CorrelatorOptions& options)
    : rule_(rule), plan_(plan), options_(options), absence_(plan) {
  for (std::uint32_t i = 0; i < plan.stages.size(); ++i) {
    if (!plan.stages[i].missing) positives_.push_back(i);
    keys_.push_back(FieldsOf(plan.stages[i].keys));
    confirm_.push_back(plan::ReadsEarlierStages(plan.stages[i].condition));
  }
  if (plan.until) keys_.push_back(FieldsOf(plan.until->keys));
}

std::size_t SequenceCorrelator::live_keys() const {
  return slots_.size() + absence_.live_keys() + pending_.size();
}

void SequenceCorrelator::Process(const CorrelatorEvent& event, const EmitDetection& emit) {
  const auto until = static_cast<std::uint32_t>(plan_.stages.size());
  for (const std::uint32_t position : event.met) {
    if (position == until || !plan_.stages[position].missing) continue;
    for (const Key& key : KeysOf(event.event(), keys_[position], KeyForm::kTyped)) {
      absence_.Note(position, key.bytes, event.event().time);
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
    for (const Key& key : KeysOf(event.event(), keys_[until], KeyForm::kTyped)) {
      slots_.Erase(key.bytes);
    }
  }
  EmitDecided(emit);
  Shed();
}

void SequenceCorrelator::Advance(std::size_t k, const CorrelatorEvent& event,
                                 std::vector<Completed>* completed) {
  const std::uint32_t stage = positives_[k];
  for (Key& key : KeysOf(event.event(), keys_[stage], KeyForm::kTyped)) {
    Partial partial;
    if (k == 0) {
      partial.first_ordinal = event.ordinal;
      partial.match = event.match;
    } else {
      Slots* slots = slots_.Find(key.bytes);
      if (slots == nullptr || !slots->waiting[k - 1]) continue;
      std::optional<Partial>& slot = slots->waiting[k - 1];
      if (slot->last_ordinal >= event.ordinal) continue;
      if (confirm_[stage] && !Confirms(stage, event.event(), *slot)) continue;
      partial = std::move(*slot);
      slot.reset();
      DropIfEmpty(key.bytes, *slots);
      if (plan_.maxspan_ns &&
          SpanBetween(partial.first_time(), event.event().time) > *plan_.maxspan_ns) {
        continue;
      }
      partial.match = Weaker(partial.match, event.match);
    }
    partial.events.push_back(event.ptr());
    partial.last_ordinal = event.ordinal;
    if (k + 1 == positives_.size()) {
      completed->push_back({std::move(partial), std::move(key)});
    } else {
      Slots& slots = slots_.Touch(key.bytes);
      slots.waiting.resize(positives_.size() - 1);
      slots.waiting[k] = std::move(partial);
    }
  }
}

bool SequenceCorrelator::Confirms(std::uint32_t stage, const Event& event,
                                  const Partial& partial) const {
  std::vector<const Event*> bound(plan_.stages.size(), nullptr);
  for (std::size_t i = 0; i < partial.events.size(); ++i) {
    bound[positives_[i]] = &partial.events[i]->event();
  }
  return plan::Holds(plan_.stages[stage].condition, event, {.stages = bound});
}

void SequenceCorrelator::DropIfEmpty(std::string_view key, const Slots& slots) {
  const bool empty = std::none_of(slots.waiting.begin(), slots.waiting.end(),
                                  [](const auto& slot) { return slot.has_value(); });
  if (empty) slots_.Erase(key);
}

Detection SequenceCorrelator::Describe(const Completed& completed) const {
  Detection detection{
      .rule = rule_, .kind = DetectionKind::kSequence, .source_match = completed.partial.match};
  detection.key = DescribeKey(completed.key, keys_[positives_.front()]);
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < plan_.stages.size(); ++i) {
    DetectedEvent detected{.stage = i};
    if (!plan_.stages[i].missing) detected.event = completed.partial.events[next++];
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
  for (const EventPtr& event : completed.partial.events) times.push_back(event->event().time);
  const Absence::Verdict verdict = absence_.DecideAtEnd(completed.key.bytes, times);
  if (verdict.rejected) return;
  if (!absence_.has_trailing()) {
    emit(std::move(detection));
    return;
  }
  pending_.push_back({.detection = std::move(detection),
                      .key = std::move(completed.key.bytes),
                      .first = times.front(),
                      .last = times.back(),
                      .leading = verdict.leading});
}

void SequenceCorrelator::EmitDecided(const EmitDetection& emit) {
  while (!pending_.empty() && pending_.front().state != Pending::State::kOpen) {
    if (pending_.front().state == Pending::State::kStands) {
      emit(std::move(pending_.front().detection));
    }
    pending_.pop_front();
  }
}

void SequenceCorrelator::Advance(Time time, const EmitDetection& emit) {
  const std::int64_t maxspan = plan_.maxspan_ns.value_or(INT64_MAX);
  const auto is_over = [&](Time first) { return SpanBetween(first, time) > maxspan; };
  for (Pending& pending : pending_) {
    if (pending.state != Pending::State::kOpen || !is_over(pending.first)) continue;
    pending.state =
        absence_.TrailingRejects(pending.key, pending.first, pending.last, pending.leading)
            ? Pending::State::kRejected
            : Pending::State::kStands;
  }
  EmitDecided(emit);
  absence_.Expire(time);
  if (!plan_.maxspan_ns) return;
  while (!slots_.empty()) {
    const Slots& oldest = slots_.oldest().state;
    const bool dead =
        std::all_of(oldest.waiting.begin(), oldest.waiting.end(),
                    [&](const auto& slot) { return !slot || is_over(slot->first_time()); });
    if (!dead) break;
    slots_.EraseOldest();
  }
}

void SequenceCorrelator::Finish(Time /*newest*/, const EmitDetection& emit) {
  for (Pending& pending : pending_) {
    if (pending.state != Pending::State::kOpen) continue;
    pending.state =
        absence_.TrailingRejects(pending.key, pending.first, pending.last, pending.leading)
            ? Pending::State::kRejected
            : Pending::State::kStands;
  }
  EmitDecided(emit);
  slots_ = {};
  absence_ = Absence(plan_);
}

void SequenceCorrelator::Shed() {
  for (; slots_.size() > options_.live_keys_max; ++shed_.keys) slots_.EraseOldest();
  for (; pending_.size() > options_.live_keys_max; ++shed_.keys) pending_.pop_front();
  shed_.keys += absence_.Shed(options_.live_keys_max);
}

}  // namespace tocsin::correlate
