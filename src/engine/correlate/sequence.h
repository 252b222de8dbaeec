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
// Candidates with trailing missing stages wait until the frontier has passed their span; results
// leave in the order of their last events, then of their first, then of their keys.
//
// A stage that reads fields of earlier stages was matched loosely and is confirmed here, against
// the events of the partial; a partial that does not fit is left waiting.
#pragma once

#include "engine/correlate/absence.h"
#include "engine/correlate/correlator.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_table.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::correlate {

class SequenceCorrelator final : public Correlator {
 public:
  // The plan must outlive the correlator.
  SequenceCorrelator(RuleId rule, const plan::SequencePlan& plan, const CorrelatorOptions& options);

  void Process(const CorrelatorEvent& event, const EmitDetection& emit) override;
  void Advance(Time time, const EmitDetection& emit) override;
  void Finish(Time newest, const EmitDetection& emit) override;
  std::size_t live_keys() const override;

 private:
  struct Partial {
    std::vector<EventPtr> events;  // of the positive stages so far
    std::uint64_t first_ordinal = 0;
    std::uint64_t last_ordinal = 0;
    SourceMatch match = SourceMatch::kNamed;

    Time first_time() const { return events.front()->event().time; }
  };
  // By positive stage, except the last.
  struct Slots {
    std::vector<std::optional<Partial>> waiting;
  };
  struct Completed {
    Partial partial;
    Key key;
  };
  // A candidate whose trailing absences are not decided yet.
  struct Pending {
    Detection detection;
    std::string key;
    Time first;
    Time last;
    std::optional<Time> leading;
    enum class State : std::uint8_t { kOpen, kStands, kRejected } state = State::kOpen;
  };

  void Advance(std::size_t k, const CorrelatorEvent& event, std::vector<Completed>* completed);
  bool Confirms(std::uint32_t stage, const Event& event, const Partial& partial) const;
  void Complete(Completed&& completed, const EmitDetection& emit);
  Detection Describe(const Completed& completed) const;
  void DropIfEmpty(std::string_view key, const Slots& slots);
  void EmitDecided(const EmitDetection& emit);
  void Shed();

  const RuleId rule_;
  const plan::SequencePlan& plan_;
  const CorrelatorOptions options_;
  std::vector<std::uint32_t> positives_;     // positions of the positive stages
  std::vector<std::vector<KeyField>> keys_;  // by stage, then until
  std::vector<bool> confirm_;                // by stage: reads earlier stages
  KeyTable<Slots> slots_;
  Absence absence_;
  std::deque<Pending> pending_;  // in the order of the last event
};

}  // namespace tocsin::correlate
