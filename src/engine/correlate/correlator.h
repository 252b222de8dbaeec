// Correlator: the memory of one rule that needs several events. One implementation for each kind
// of plan; all see events in lane order, and time only through events and Advance.
//
// State is plain: keys as bytes, times, ordinals and retained events; nothing points into the
// ruleset, so that a checkpoint can write it down.
// Ownership: owns its state; the plan is kept alive by the ruleset. Threads: one.
#pragma once

#include "engine/correlate/detection.h"
#include "engine/correlate/released_event.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tocsin::correlate {

struct CorrelatorOptions {
  std::uint64_t live_keys_max = 2'000'000;
  std::uint32_t signal_samples_max = 10;
  std::uint32_t samples_per_key = 1;
};

// What had to be given up for want of room.
struct ShedCounts {
  std::uint64_t keys = 0;    // keys whose state was dropped
  std::uint64_t events = 0;  // events dropped from full windows
};

struct CorrelatorEvent {
  const ReleasedEvent& released;
  // Place in lane order, ascending from call to call.
  std::uint64_t ordinal = 0;
  // Positions of the conditions that the event met, in the order of plan::ForEachCondition.
  std::span<const std::uint32_t> met;
  SourceMatch match = SourceMatch::kNamed;  // how the rule reads the event's source

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
  // No event before `time` will come any more.
  virtual void Advance(Time time, const EmitDetection& emit) = 0;
  // The input has ended; `newest` is the latest time that was heard of.
  virtual void Finish(Time newest, const EmitDetection& emit) = 0;

  virtual std::size_t live_keys() const = 0;
  const ShedCounts& shed() const { return shed_; }

 protected:
  ShedCounts shed_;
};

// The weaker of two ways in which a rule may read a source.
constexpr SourceMatch Weaker(SourceMatch a, SourceMatch b) {
  return a == SourceMatch::kEquivalent || b == SourceMatch::kEquivalent ? SourceMatch::kEquivalent
                                                                        : SourceMatch::kNamed;
}

}  // namespace tocsin::correlate
