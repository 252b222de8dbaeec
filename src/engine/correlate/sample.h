// Sample: one event for each stage, in any order, with equal keys (EQL reference, samples).
//
// For each key that every stage has met: the first combination of distinct events in the order of
// the stages' events (a depth-first walk with one result for each key). Since a walk over n stages
// never needs more than the first n events of a stage, that is all that is kept. Which combination
// is first can change until the input ends, so samples are given by Finish, in the order of keys.
//
// Ownership: shares the events. Threads: one. Memory: stages^2 events for each live key.
#pragma once

#include "engine/correlate/correlator.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_table.h"

#include <cstdint>
#include <vector>

namespace tocsin::correlate {

class SampleCorrelator final : public Correlator {
 public:
  SampleCorrelator(RuleId rule, const plan::SamplePlan& plan, const CorrelatorOptions& options);

  void Process(const CorrelatorEvent& event, const EmitDetection& emit) override;
  void Advance(Time /*time*/, const EmitDetection& /*emit*/) override {}
  void Finish(Time newest, const EmitDetection& emit) override;
  std::size_t live_keys() const override { return groups_.size(); }

 private:
  struct Member {
    EventPtr event;
    std::uint64_t ordinal = 0;
    SourceMatch match = SourceMatch::kNamed;
  };
  struct Group {
    std::vector<std::vector<Member>> stages;
    std::vector<Value> key;  // views into the first member's event, which stays
  };

  // One member for each stage, or none.
  static std::vector<const Member*> FirstCombination(const Group& group);

  const RuleId rule_;
  const CorrelatorOptions options_;
  std::vector<std::vector<KeyField>> keys_;  // by stage
  KeyTable<Group> groups_;
};

}  // namespace tocsin::correlate
