// A stream: events arrive without end, out of order, and are judged as they come, by the same
// ruleset and the same correlations as a run over files (docs/internals/streaming.md).
//
// Rules that one event decides answer at once. What needs several events goes through lanes: first
// that of the event's host, then, for rules whose events need not come from one host, that of each
// of its keys. For events within the hold the answer is that of a run over the same events sorted;
// what may have been missed is in the gap records.
//
// No clock is read: the caller says at which log time records arrived, or that it has passed.
// Ownership: shares the ruleset; the schema must outlive the run. Threads: one.
#pragma once

#include "engine/engine.h"
#include "engine/lanes.h"
#include "pipeline/census.h"
#include "pipeline/gap_ledger.h"
#include "telemetry/router.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {

struct StreamOptions {
  LaneOptions lanes;  // of hosts; those of keys have the same bounds
  // How long the lanes of keys wait for other hosts, at least as long as the hosts' own hold.
  std::int64_t key_hold_ns = 30 * kNsPerSecond;
  std::size_t gaps_max = 10'000;
  NormalizeOptions normalize;
};

// What a stream needs beyond the options of a run: memory bounded in bytes, a bound for sequences
// that state none (streaming contract, R6.3), and a secret for keys.
EngineOptions StreamEngineOptions(EngineOptions options = {});

struct StreamStats {
  LaneCounts hosts;
  LaneCounts keys;
  std::size_t held_events = 0;  // now, in both
  std::size_t lanes = 0;
  // Some rule reads what only other events of the host tell of its processes; a stream does not
  // fill that yet, so the rule may find less than in a run.
  bool lacks_process_state = false;
  std::vector<Gap> gaps;
  std::uint64_t gaps_beyond = 0;  // for which there was no room
  // Rules that were not judged on some events, as no process state is kept (MatchAtOnce).
  std::vector<Unjudged> unjudged;
  std::uint64_t given_up = 0;   // conditions; see MatchScratch
  Time first_event = kMaxTime;  // over events with a time of their own; first > last: none
  Time last_event = kMinTime;
  CorrelationStats correlation;
};

class StreamRun {
 public:
  using Emit = EmitDetection;

  // The ruleset should be built with StreamEngineOptions.
  StreamRun(std::shared_ptr<const Ruleset> ruleset, const Schema& schema,
            const StreamOptions& options, Emit emit);

  // Records that the log took at `log_time`, in the order of the log. A time before an earlier one
  // counts as that one.
  void Feed(const RawBatch& raw, Time log_time);
  // The same for an event whose conditions were decided elsewhere.
  void Arrive(ReleasedEvent event, Time log_time);
  // The log has come to `log_time` without a record: its end was reached, and no record of an
  // earlier log time will follow.
  void Tick(Time log_time);
  // The stream has ended: everything held is released and everything undecided is decided.
  void Finish();

  Time log_time() const { return log_time_; }
  const NormalizeLedger& records() const { return records_; }
  const Census& census() const { return census_; }
  StreamStats stats() const;

 private:
  void AdvanceLog(Time log_time);
  void AdvanceLanes(Time log_time);
  void Take(ReleasedEvent&& event);
  // An event that no correlation asks for.
  void Hear(const Event& event);
  // The one place where events leave a host's lane, in lane order: what enriches events by earlier
  // ones of their host goes before Correlate.
  void ReleaseFromHost(LaneId lane, ReleasedEvent&& event);
  void Correlate(LaneId lane, ReleasedEvent&& event);
  void NoteLate(std::string_view lane, const ReleasedEvent& event);
  void NoteShed();

  std::shared_ptr<const Ruleset> ruleset_;
  Emit emit_;
  Lanes hosts_;
  Lanes keys_;
  Correlation correlation_;
  GapLedger gaps_;
  Normalizer normalizer_;
  MatchScratch scratch_;
  EventBatch batch_;
  MatchResult matches_;
  NormalizeLedger records_;
  Census census_;
  Time first_event_ = kMaxTime;
  Time last_event_ = kMinTime;
  Time log_time_ = kMinTime;
  Time advanced_ = kMinTime;               // log time of the last Advance of correlations
  std::vector<std::uint64_t> shed_noted_;  // by rule id: keys that stand in a gap
};

}  // namespace tocsin
