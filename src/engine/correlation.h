// Correlation: the memory of all rules of a ruleset that need several events. The second step of
// the engine (engine/engine.h), and the same one for both ways of running:
//
//   a run     all events in one order (SortRun): Process, Advance(time), Finish;
//   a stream  each event in its lane (engine/lanes.h). Rules within hosts take the event as its
//             host's lane releases it; rules across hosts take it as the lanes of their keys do, so
//             that TakeAcrossHosts first cuts their share out of the event.
//
// Ownership: owns all memory of correlations, shares the ruleset; lane times are the caller's and
// must outlive it. Threads: one.
#pragma once

#include "engine/correlate/lane_times.h"
#include "engine/correlate/released_event.h"
#include "engine/detection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class Ruleset;

// What correlation had to give up, and how big it is.
struct CorrelationStats {
  std::uint64_t live_keys = 0;
  std::uint64_t live_keys_peak = 0;
  struct Shed {
    RuleId rule;
    std::uint64_t keys = 0;          // whose state was dropped, oldest first
    std::uint64_t events = 0;        // dropped from full windows
    std::uint64_t combinations = 0;  // of key values beyond the bound of one event, not looked at
    std::uint64_t lane_splits = 0;   // events that met state which another lane had left
  };
  std::vector<Shed> shed;
};

class Correlation {
 public:
  using Emit = EmitDetection;

  // For a run.
  explicit Correlation(std::shared_ptr<const Ruleset> ruleset);
  // For a stream: the times of the hosts' lanes, and of the keys' lanes.
  Correlation(std::shared_ptr<const Ruleset> ruleset, const LaneTimes& hosts,
              const LaneTimes& keys);
  ~Correlation();

  // Advances all correlations by one event. Events come in lane order (a run: as SortRun puts it).
  // Events that met no condition may be left out.
  void Process(const ReleasedEvent& event, const Emit& emit);
  // The same in a lane; `key`: in the lane of a key, as TakeAcrossHosts has it.
  void Process(const ReleasedEvent& event, LaneId lane, std::optional<std::string_view> key,
               const Emit& emit);

  // One rule's share of an event, to be put in order with the events of the same key.
  struct Candidate {
    RuleId rule;
    std::string key;
    ReleasedEvent event;
  };
  // Takes the conditions of rules across hosts out of `event`.
  std::vector<Candidate> TakeAcrossHosts(ReleasedEvent* event);

  // A rule whose conditions an event met, and from when to when other events matter to it.
  struct Reach {
    RuleId rule;
    Time from;
    Time to;
  };
  std::vector<Reach> ReachOf(const ReleasedEvent& event) const;

  // A run: no event before `time` will come any more: expires spans, closes signals, decides
  // trailing absences. How often this is called changes when detections leave and how much memory
  // is held, not what is detected.
  void Advance(Time time, const Emit& emit);
  // A stream: lane times have moved on.
  void Advance(const Emit& emit);
  // The input has ended: everything undecided is decided; open signals are emitted as open.
  void Finish(const Emit& emit);

  CorrelationStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
