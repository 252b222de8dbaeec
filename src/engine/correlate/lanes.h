// Lanes: put the events of each host (or other key) into lane order while they arrive, and say how
// far each lane has come (streaming contract, section 5; docs/internals/streaming.md).
//
// For each lane: `clock`, the largest event time accepted; the frontier, up to which events were
// released; and the events held. An event is released when its lane's clock is `hold` ahead of it,
// or when it has waited `hold` of log time, together with all before it. One that arrives behind
// the frontier is late and is given back. Lanes do not know of each other: no host's clock can make
// another host's events late.
//
// No clock is read: log time comes with the records, or with a tick when the log is idle. So what
// is late depends on the log alone, not on how fast it was read or how it was cut.
//
// Ownership: owns held events. Threads: one. Cost: O(log held) for an event. Memory: bounded in
// events and bytes of each lane, in bytes of all, and in lanes.
#pragma once

#include "engine/correlate/key_table.h"
#include "engine/correlate/lane_times.h"
#include "engine/correlate/released_event.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct LaneOptions {
  std::int64_t hold_ns = 30 * kNsPerSecond;
  // An event time this far beyond log time is a wrong clock.
  std::int64_t future_max_ns = 300 * kNsPerSecond;
  std::size_t lane_events_max = 20'000;
  std::size_t lane_bytes_max = std::size_t{4} << 20U;
  std::size_t held_bytes_max = std::size_t{2} << 30U;
  std::size_t lanes_max = 2'000'000;
  // Whether log time corrects events of the future and those without a time. Not so in the lanes of
  // keys, whose events have passed the lanes of hosts.
  bool corrects_time = true;
  correlate::KeySecret secret;
};

struct LaneCounts {
  std::uint64_t released = 0;
  std::uint64_t late = 0;           // arrived behind the frontier
  std::uint64_t late_unasked = 0;   // the same, but no correlation asks for them
  std::uint64_t behind = 0;         // ... or behind the time that silence had reached
  std::uint64_t repeats = 0;        // of numbered records among the held
  std::uint64_t ties = 0;           // of the frontier's time, put behind it as they arrived
  std::uint64_t time_adjusted = 0;  // of the future; ordered at their lane's clock
  std::uint64_t time_missing = 0;   // ordered at log time
  std::uint64_t hold_overflow = 0;  // released before their hold for want of room
  std::uint64_t lanes_forgotten = 0;
};

enum class Arrival : std::uint8_t {
  kHeld,    // or released at once
  kBehind,  // the same, but a span that it belongs to may have been ended by silence
  kLate,    // not taken
};

class Lanes final : public LaneTimes {
 public:
  // In lane order for each lane.
  using Release = std::function<void(LaneId, ReleasedEvent&&)>;

  explicit Lanes(const LaneOptions& options) : options_(options) {}

  // Log time has come to `log_time`, if it was not there before: releases what has waited for the
  // hold. To be called before the records of that log time are accepted.
  void AdvanceLog(Time log_time, const Release& release);
  // The log time at which the next event will have waited for the hold, or an earlier one.
  std::optional<Time> next_due() const;
  // An event that arrived at the present log time. `event` is moved from if the answer is kHeld.
  Arrival Accept(std::string_view lane, ReleasedEvent& event, const Release& release);
  // An event that no correlation asks for: it moves the clock of its lane, no more.
  void Hear(const Event& event, const Release& release);
  // The input has ended: releases everything.
  void Drain(const Release& release);

  // The time by which spans end: that of the frontier, or the clock less the hold; in a silent lane
  // the clock runs on with the log. Never beyond an event that is held or being released.
  Time Of(LaneId lane) const override;
  std::string_view NameOf(LaneId lane) const;
  Time log_time() const { return log_time_; }

  std::size_t lane_count() const { return lanes_.size(); }
  std::size_t held_events() const { return held_events_; }
  std::size_t held_bytes() const { return held_bytes_; }
  const LaneCounts& counts() const { return counts_; }

 private:
  // Time in lane order, then order of arrival.
  using Place = std::pair<Time, std::uint64_t>;
  struct Held {
    ReleasedEvent event;
    std::size_t bytes = 0;
    bool has_own_time = true;  // else it moves neither clock nor frontier
  };
  struct Lane {
    std::string name;
    Time clock = kMinTime;
    Time last_arrival = kMinTime;  // of an event with a time of its own
    Time frontier = kMinTime;
    Time reached = kMinTime;              // by silence, before the last arrival
    Time releasing = kMaxTime;            // of the event that is being released
    std::uint64_t frontier_channel = 0;   // hash of the channel of the last released event
    std::uint64_t frontier_sequence = 0;  // its number, if frontier_numbered
    bool frontier_numbered = false;
    std::map<Place, Held> held;
    std::size_t held_bytes = 0;
  };
  // In order of arrival, so of log time.
  struct Waiting {
    Time arrival;
    LaneId lane;
    Place place;
  };

  Lane& Enter(std::string_view name, LaneId* id);
  // A lane that holds nothing goes, the longest silent first.
  void ForgetLanes();
  // Events that left before their hold was over need no waking.
  void DropStaleWaiting();
  static bool IsBehindFrontier(const Lane& lane, const Event& event);
  // Whether the event has a usable time; else it gets one.
  bool CorrectTime(const Lane& lane, ReleasedEvent* event);
  // Gives the event the time `time`, and keeps its fields as they are.
  static void Retime(ReleasedEvent* event, Time time);
  void MoveClock(Lane& lane, Time time);
  Time Reached(const Lane& lane) const;
  // What the lane's clock is the hold ahead of.
  void ReleaseByClock(Lane& lane, LaneId id, const Release& release);
  void ReleaseUpTo(Lane& lane, LaneId id, Time time, const Release& release);
  void KeepBounds(Lane& lane, LaneId id, const Release& release);
  void ReleaseEarly(Lane& lane, LaneId id, std::size_t events, const Release& release);

  const LaneOptions options_;
  correlate::KeyTable<Lane> lanes_;  // in the order of last arrival
  std::deque<Waiting> waiting_;
  Time log_time_ = kMinTime;
  std::uint64_t arrivals_ = 0;
  std::size_t held_events_ = 0;
  std::size_t held_bytes_ = 0;
  LaneCounts counts_;
};

}  // namespace tocsin
