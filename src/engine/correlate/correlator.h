// Correlator: the memory of one rule that needs several events. One implementation for each kind
// of plan; all see the events of a lane in lane order, and time only through events and LaneTimes.
//
// State is plain: hashes of keys, times, ordinals, lanes and retained events; nothing points into
// the ruleset, so that a checkpoint can write it down.
// Ownership: owns its state; the plan is kept alive by the ruleset, the lane times by the caller.
// Threads: one.
#pragma once

#include "engine/correlate/detection.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_hash.h"
#include "engine/correlate/lane_times.h"
#include "engine/correlate/released_event.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::correlate {

struct CorrelatorOptions {
  std::uint64_t live_keys_max = 2'000'000;
  // Of events that a sequence holds, each counted by every partial that has it; 0: no bound.
  std::uint64_t live_bytes_max = 0;
  // What a sequence without maxspan is bounded by; 0: nothing (a run over files).
  std::int64_t span_without_maxspan_ns = 0;
  std::uint32_t signal_samples_max = 10;
  std::uint32_t samples_per_key = 1;
  KeySecret secret;
};

// What had to be given up for want of room.
struct ShedCounts {
  std::uint64_t keys = 0;          // whose state was dropped before its time
  std::uint64_t events = 0;        // dropped from full windows
  std::uint64_t combinations = 0;  // of key values beyond kKeysOfEventMax, not looked at
  std::uint64_t lane_splits = 0;   // events that met state which another lane had left

  bool any() const { return keys != 0 || events != 0 || combinations != 0 || lane_splits != 0; }
};

struct CorrelatorEvent {
  const ReleasedEvent& released;
  // Place in lane order, ascending from call to call.
  std::uint64_t ordinal = 0;
  // Positions of the conditions that the event met, in the order of plan::ForEachCondition.
  std::span<const std::uint32_t> met;
  SourceMatch match = SourceMatch::kNamed;  // how the rule reads the event's source
  LaneId lane = LaneId(0);
  // Of the event's keys only this one, as LaneKeys has it: the lane is that of a key.
  std::optional<std::string_view> only_key = std::nullopt;

  const EventPtr& ptr() const { return released.event; }
  const Event& event() const { return released.event->event(); }
  bool Met(std::uint32_t position) const {
    return std::binary_search(met.begin(), met.end(), position);
  }
};

class Correlator {
 public:
  virtual ~Correlator() = default;

  virtual void Process(const CorrelatorEvent& event, const EmitDetection& emit) = 0;
  // The lane times have moved on.
  virtual void Advance(const EmitDetection& emit) = 0;
  // The input has ended; `newest` is the latest time that was heard of.
  virtual void Finish(Time newest, const EmitDetection& emit) = 0;

  virtual std::size_t live_keys() const = 0;
  // Keys by which this event must be put in order with events of other lanes; distinct.
  virtual std::vector<std::string> LaneKeys(const CorrelatorEvent& event) = 0;
  // How far before or after an event others matter to it.
  virtual std::int64_t look_back_ns() const = 0;

  const ShedCounts& shed() const { return shed_; }

 protected:
  Correlator(const CorrelatorOptions& options, const LaneTimes& lanes)
      : options_(options), lanes_(lanes) {}

  KeyHash HashOf(std::string_view key) const { return HashOfKey(key, options_.secret); }

  const CorrelatorOptions options_;
  const LaneTimes& lanes_;
  ShedCounts shed_;
};

// The weaker of two ways in which a rule may read a source.
constexpr SourceMatch Weaker(SourceMatch a, SourceMatch b) {
  return a == SourceMatch::kEquivalent || b == SourceMatch::kEquivalent ? SourceMatch::kEquivalent
                                                                        : SourceMatch::kNamed;
}

}  // namespace tocsin::correlate
