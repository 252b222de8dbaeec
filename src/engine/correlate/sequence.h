// Sequence: ordered events with equal keys. One pending partial for each key and stage; the newest
// wins (EQL reference, sequences; docs/internals/semantics.md).
//
//   for each positive stage k that the event meets, from the last to the first:
//     for each key of the event at k:
//       first stage:  start a partial
//       else:         take the partial that waits before k, if its last event is strictly earlier;
//                     it is used up even if maxspan then rejects it
//       last stage:   candidate; else the partial waits at k, in place of an older one
//   if the event meets `until`: drop all partials of its keys
//
// So one event never advances one sequence twice, and not all combinations are found, by design.
// Candidates with trailing missing stages wait until their lane has passed their span; results of a
// lane leave in the order of their last events, then of their first, then of their keys.
//
// A stage that reads fields of earlier stages was matched loosely and is confirmed here, against
// the events of the partial; a partial that does not fit is left waiting.
//
// Cost: for an event, a hash look-up for each key and stage; Advance looks at each candidate that
// waits. Memory: 92 bytes for a partial that waits, with its share of the index; 16 more and an
// allocation for each event after its first; and the events, which it shares.
#pragma once

#include "engine/correlate/absence.h"
#include "engine/correlate/correlator.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_table.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::correlate {

class SequenceCorrelator final : public Correlator {
 public:
  // The plan and the lane times must outlive the correlator.
  SequenceCorrelator(RuleId rule, const plan::SequencePlan& plan, const CorrelatorOptions& options,
                     const LaneTimes& lanes);

  void Process(const CorrelatorEvent& event, const EmitDetection& emit) override;
  void Advance(const EmitDetection& emit) override;
  void Finish(Time newest, const EmitDetection& emit) override;
  std::size_t live_keys() const override;
  std::vector<std::string> LaneKeys(const CorrelatorEvent& event) override;
  std::int64_t look_back_ns() const override;

  static constexpr std::size_t bytes_per_partial() { return KeyTable<Partial>::bytes_per_key(); }

 private:
  // The events before the last one, newest first.
  struct Earlier {
    EventPtr event;
    std::unique_ptr<Earlier> earlier;
  };
  struct Partial {
    std::uint64_t first_ordinal = 0;
    std::uint64_t last_ordinal = 0;
    Time first_time;
    EventPtr last;
    std::unique_ptr<Earlier> earlier;
    LaneId lane;
    SourceMatch match = SourceMatch::kNamed;
  };
  struct Completed {
    Partial partial;
    Key key;
  };
  // A candidate whose trailing absences are not decided yet.
  struct Pending {
    Detection detection;
    KeyHash key;
    Time first;
    Time last;
    std::optional<Time> leading;
    enum class State : std::uint8_t { kOpen, kStands, kRejected } state = State::kOpen;
  };
  using PendingOfLane = std::deque<Pending>;  // in the order of the last event

  std::vector<Key> KeysAt(std::size_t position, const CorrelatorEvent& event);
  void Advance(std::size_t k, const CorrelatorEvent& event, std::vector<Completed>* completed);
  void Wait(const KeyHash& slot, Partial&& partial);
  // Takes the partial out of the table.
  Partial Take(const KeyHash& slot, Partial& partial);
  std::vector<EventPtr> EventsOf(const Partial& partial) const;
  bool Confirms(std::uint32_t stage, const Event& event, const Partial& partial) const;
  void Complete(Completed&& completed, const EmitDetection& emit);
  Detection Describe(const Completed& completed) const;
  // Decides what waits; all of it when the input has ended.
  void Decide(bool ended, const EmitDetection& emit);
  bool IsOver(Time first, LaneId lane) const;
  // Before which no candidate of the lane, decided or to come, asks for forbidden events.
  Time NeededFrom(LaneId lane) const;
  void Shed();
  void ShedOldest();
  static std::size_t BytesOf(const Partial& partial);

  const RuleId rule_;
  const plan::SequencePlan& plan_;
  std::int64_t maxspan_ns_;                  // INT64_MAX: none
  std::vector<std::uint32_t> positives_;     // positions of the positive stages
  std::vector<std::vector<KeyField>> keys_;  // by stage, then until
  std::vector<bool> confirm_;                // by stage: reads earlier stages
  KeyTable<Partial> waiting_;                // by key in the role of the positive stage it reached
  std::uint64_t bytes_ = 0;                  // of the events of waiting_
  Absence absence_;
  std::map<LaneId, PendingOfLane> pending_;
  std::size_t pending_count_ = 0;
};

}  // namespace tocsin::correlate
