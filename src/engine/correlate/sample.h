// Sample: one event for each stage, in any order, with equal keys (EQL reference, samples).
//
// For each key that every stage has met: the first combinations of distinct events in the order of
// the stages' events (a depth-first walk), as many as `samples_per_key`. A combination of n events
// that takes event n - 1 + m of a stage has at least m predecessors, which take an earlier and
// unused event there; so the first n - 1 + samples_per_key events of a stage are all that is kept.
// Which combinations are first can change until the input ends, so samples are given by Finish, in
// the order of keys.
//
// Ownership: shares the events. Threads: one. Memory: stages * (stages + samples_per_key) events
// for each live key. Cost of Finish: a matching for each step of the walk, so none is in vain.
#pragma once

#include "engine/correlate/correlator.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_table.h"

#include <cstdint>
#include <vector>

namespace tocsin::correlate {

class SampleCorrelator final : public Correlator {
 public:
  // The lane times must outlive the correlator.
  SampleCorrelator(RuleId rule, const plan::SamplePlan& plan, const CorrelatorOptions& options,
                   const LaneTimes& lanes);

  void Process(const CorrelatorEvent& event, const EmitDetection& emit) override;
  void Advance(const EmitDetection& /*emit*/) override {}
  void Finish(Time newest, const EmitDetection& emit) override;
  std::size_t live_keys() const override { return groups_.size(); }
  std::vector<std::string> LaneKeys(const CorrelatorEvent& event) override;
  std::int64_t look_back_ns() const override { return INT64_MAX; }

 private:
  struct Member {
    EventPtr event;
    std::uint64_t ordinal = 0;
    SourceMatch match = SourceMatch::kNamed;
  };
  struct Group {
    std::vector<std::vector<Member>> stages;
    std::vector<Value> key;  // views into the first member's event, which stays
    LaneId lane;
  };

  using Combination = std::vector<const Member*>;  // one member for each stage

  // At most samples_per_key.
  std::vector<Combination> FirstCombinations(const Group& group) const;

  std::vector<Key> KeysAt(std::size_t stage, const CorrelatorEvent& event);

  const RuleId rule_;
  std::vector<std::vector<KeyField>> keys_;  // by stage
  KeyTable<Group> groups_;
};

}  // namespace tocsin::correlate
