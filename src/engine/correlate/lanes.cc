#include "engine/correlate/lanes.h"

#include "base/hash.h"
#include "engine/correlate/span_between.h"

#include <algorithm>
#include <utility>

namespace tocsin {

using correlate::After;
using correlate::SpanBetween;

Lanes::Lane& Lanes::Enter(std::string_view name, LaneId* id) {
  *id = LaneId(lanes_.TouchPlace(correlate::HashOfKey(name, options_.secret)));
  Lane& lane = *lanes_.At(id->value());
  if (lane.name.empty()) lane.name = name;
  return lane;
}

void Lanes::ForgetLanes() {
  while (lanes_.size() > options_.lanes_max && lanes_.oldest().held.empty()) {
    lanes_.EraseOldest();
    ++counts_.lanes_forgotten;
  }
}

void Lanes::AdvanceLog(Time log_time, const Release& release) {
  if (log_time < log_time_) return;  // of another clock; the log's never goes back
  log_time_ = log_time;
  while (!waiting_.empty() &&
         SpanBetween(waiting_.front().arrival, log_time_) >= options_.hold_ns) {
    const Waiting first = waiting_.front();
    waiting_.pop_front();
    Lane* lane = lanes_.At(first.lane.value());
    if (lane == nullptr || !lane->held.contains(first.place)) continue;  // left before
    ReleaseUpTo(*lane, first.lane, first.place.first, release);
  }
}

std::optional<Time> Lanes::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return After(waiting_.front().arrival, options_.hold_ns);
}

void Lanes::DropStaleWaiting() {
  constexpr std::size_t kSlack = 4096;
  if (waiting_.size() < 2 * held_events_ + kSlack) return;
  std::erase_if(waiting_, [this](const Waiting& waiting) {
    const Lane* lane = lanes_.At(waiting.lane.value());
    return lane == nullptr || !lane->held.contains(waiting.place);
  });
}

// Behind what was released: earlier, or of the same time and channel with a smaller number.
bool Lanes::IsBehindFrontier(const Lane& lane, const Event& event) {
  if (event.time != lane.frontier) return event.time < lane.frontier;
  return lane.frontier_numbered && event.sequence != kNoSequence &&
         lane.frontier_channel == Hash64(event.channel) && event.sequence < lane.frontier_sequence;
}

void Lanes::Retime(ReleasedEvent* event, Time time) {
  Event changed = event->event->event();
  changed.time = time;
  event->event = RetainedEvent::RetainCopy(changed);
}

bool Lanes::CorrectTime(const Lane& lane, ReleasedEvent* event) {
  if (!options_.corrects_time) return true;
  const Event& view = event->event->event();
  if (HasFlag(view.flags, EventFlags::kTimeMissing)) {
    ++counts_.time_missing;
    Retime(event, log_time_);
    return false;
  }
  if (SpanBetween(log_time_, view.time) <= options_.future_max_ns) return true;
  ++counts_.time_adjusted;
  Retime(event, lane.clock == kMinTime ? log_time_ : lane.clock);
  return false;
}

Arrival Lanes::Accept(std::string_view name, ReleasedEvent& event, const Release& release) {
  LaneId id;
  Lane& lane = Enter(name, &id);
  const bool has_own_time = CorrectTime(lane, &event);
  const Event& view = event.event->event();
  const Time time = view.time;
  if (IsBehindFrontier(lane, view)) {
    ++counts_.late;
    return Arrival::kLate;
  }
  if (time == lane.frontier) ++counts_.ties;
  const bool behind = time < Reached(lane);
  if (behind) ++counts_.behind;

  const Place place{time, arrivals_++};
  const std::size_t bytes = event.event->bytes();
  lane.held.emplace(place, Held{behind ? event : std::move(event), bytes, has_own_time});
  lane.held_bytes += bytes;
  held_bytes_ += bytes;
  ++held_events_;
  waiting_.push_back({log_time_, id, place});
  if (has_own_time) MoveClock(lane, time);
  ReleaseByClock(lane, id, release);
  KeepBounds(lane, id, release);
  ForgetLanes();
  DropStaleWaiting();
  return behind ? Arrival::kBehind : Arrival::kHeld;
}

void Lanes::Hear(const Event& event, const Release& release) {
  if (HasFlag(event.flags, EventFlags::kTimeMissing) ||
      SpanBetween(log_time_, event.time) > options_.future_max_ns) {
    return;
  }
  LaneId id;
  Lane& lane = Enter(event.lane, &id);
  if (event.time < lane.frontier) ++counts_.late_unasked;
  MoveClock(lane, event.time);
  ReleaseByClock(lane, id, release);
  ForgetLanes();
}

void Lanes::MoveClock(Lane& lane, Time time) {
  lane.reached = Reached(lane);
  lane.clock = std::max(lane.clock, time);
  lane.last_arrival = log_time_;
}

void Lanes::ReleaseByClock(Lane& lane, LaneId id, const Release& release) {
  if (lane.clock == kMinTime) return;
  ReleaseUpTo(lane, id, After(lane.clock, -options_.hold_ns), release);
}

// Events of one time leave together, so that a run and a stream put them into the same order.
void Lanes::ReleaseUpTo(Lane& lane, LaneId id, Time time, const Release& release) {
  std::vector<ReleasedEvent> events;
  Time own = kMinTime;
  while (!lane.held.empty() && lane.held.begin()->first.first <= time) {
    const auto first = lane.held.begin();
    if (first->second.has_own_time) own = first->first.first;
    lane.held_bytes -= first->second.bytes;
    held_bytes_ -= first->second.bytes;
    --held_events_;
    events.push_back(std::move(first->second.event));
    lane.held.erase(first);
  }
  if (events.empty()) return;
  counts_.repeats += SortRun(&events);
  counts_.released += events.size();
  if (own != kMinTime) {
    const Event& last = events.back().event->event();
    lane.frontier = std::max(lane.frontier, own);
    lane.frontier_numbered = last.time == lane.frontier && last.sequence != kNoSequence;
    lane.frontier_channel = Hash64(last.channel);
    lane.frontier_sequence = last.sequence;
  }
  for (ReleasedEvent& event : events) {
    lane.releasing = event.event->event().time;
    release(id, std::move(event));
  }
  lane.releasing = kMaxTime;
}

void Lanes::ReleaseEarly(Lane& lane, LaneId id, std::size_t events, const Release& release) {
  const std::size_t before = lane.held.size();
  const auto last = std::next(lane.held.begin(), static_cast<std::ptrdiff_t>(events - 1));
  ReleaseUpTo(lane, id, last->first.first, release);
  counts_.hold_overflow += before - lane.held.size();
}

void Lanes::KeepBounds(Lane& lane, LaneId id, const Release& release) {
  while (lane.held.size() > options_.lane_events_max ||
         (lane.held_bytes > options_.lane_bytes_max && !lane.held.empty())) {
    ReleaseEarly(lane, id, 1, release);
  }
  while (held_bytes_ > options_.held_bytes_max) {
    // Half of what the fullest lane holds, so that the search for it is rare.
    LaneId fullest = id;
    std::size_t most = 0;
    lanes_.ForEachPlace([&](std::uint32_t place, const Lane& other) {
      if (other.held_bytes <= most) return;
      most = other.held_bytes;
      fullest = LaneId(place);
    });
    Lane& full = *lanes_.At(fullest.value());
    ReleaseEarly(full, fullest, (full.held.size() + 1) / 2, release);
  }
}

void Lanes::Drain(const Release& release) {
  for (const Waiting& first : std::exchange(waiting_, {})) {
    Lane* lane = lanes_.At(first.lane.value());
    if (lane != nullptr) ReleaseUpTo(*lane, first.lane, kMaxTime, release);
  }
}

Time Lanes::Reached(const Lane& lane) const {
  const Time time = std::max(lane.frontier, lane.reached);
  if (lane.clock == kMinTime) return time;
  const std::int64_t silence = SpanBetween(lane.last_arrival, log_time_);
  return std::max(time, After(After(lane.clock, silence), -options_.hold_ns));
}

Time Lanes::Of(LaneId id) const {
  const Lane* lane = lanes_.At(id.value());
  if (lane == nullptr) return kMaxTime;
  const Time time = std::min(Reached(*lane), lane->releasing);
  return lane->held.empty() ? time : std::min(time, lane->held.begin()->first.first);
}

std::string_view Lanes::NameOf(LaneId id) const {
  const Lane* lane = lanes_.At(id.value());
  return lane == nullptr ? std::string_view() : std::string_view(lane->name);
}

}  // namespace tocsin
