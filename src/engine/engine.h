// Plans x events -> detections, as a pure function of ruleset, state and batch: no input, no
// output, no clock. Two steps, so that the first can run on any number of threads:
//
//   Match      decides every condition of every rule on each event of a batch. Rules that one
//              event decides are done with that; the rest yields stage hits. Events that need
//              what other events of their host tell wait for ProcessState.
//   Correlate  takes stage hits in lane order and advances sequences and signals
//              (engine/correlation.h).
//
// Limits of a plan (the pipes of a query) are left to whoever has all results in order; see
// engine/limits.h.
//
// The result does not depend on how events were cut into batches or spread over threads, as long
// as Correlate sees them in the order of SortRun.
//
// Ownership: Ruleset is immutable and shared (shared_ptr<const>); MatchScratch belongs to one
// worker.
// Cost: see docs/internals/matcher.md.
#pragma once

#include "engine/correlate/key_hash.h"
#include "engine/correlate/released_event.h"
#include "engine/correlation.h"  // IWYU pragma: export
#include "engine/detection.h"
#include "engine/lineage/sighting.h"
#include "event/batch.h"
#include "event/ecs/schema.h"
#include "event/field_demand.h"
#include "event/native_fields.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tocsin {

struct EngineOptions {
  IndexMatch index_match = IndexMatch::kEquivalent;
  std::uint64_t live_keys_max = 2'000'000;  // per rule; oldest keys are shed beyond
  std::uint32_t signal_samples_max = 10;    // events kept per signal
  std::uint32_t samples_per_key = 1;        // of EQL samples
  // Of events that the sequences of one rule hold; oldest keys are shed beyond. 0: no bound, as in
  // a run over files, which keeps them anyway.
  std::uint64_t live_bytes_max = 0;
  // What bounds a sequence that states no span; 0: nothing, as in a run over files.
  std::int64_t span_without_maxspan_ns = 0;
  correlate::KeySecret key_secret;  // of the process; answers do not depend on it
  // What each sensor gives by itself; process state may fill the rest. Empty: all give everything.
  NativeFields native;
};

// A rule that the engine cannot run, and so leaves out, rather than run it wrongly.
struct RefusedRule {
  RuleId rule;
  std::string reason;  // a sentence without full stop
};

class Ruleset {
 public:
  // The plans must have passed plan/passes. `rule` ids are distinct and need not be dense.
  static std::shared_ptr<const Ruleset> Build(std::vector<RulePlan> plans, const Schema& schema,
                                              const EngineOptions& options);
  ~Ruleset();

  const FieldDemand& demand() const;  // every field that a condition or key reads
  std::string hash() const;           // of all plans; the same rules give the same text
  std::size_t rule_count() const;     // that run
  std::span<const RefusedRule> refused() const;
  std::size_t atom_count() const;  // distinct leaf conditions over all rules
  // Whether some rule reads what process state fills: then sightings are worth keeping, and Match
  // may leave events to engine/process_state.h.
  bool needs_process_state() const;
  // The rules because of which it does, ascending.
  std::span<const RuleId> rules_on_process_state() const;
  const EngineOptions& options() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit Ruleset(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

struct ConditionHit {
  ConditionId condition;
  std::uint32_t event = 0;
  SourceMatch match = SourceMatch::kNamed;
};
struct MatchResult {
  std::vector<RuleHit> rules;            // ascending by event, then rule
  std::vector<ConditionHit> conditions;  // ascending by event, then condition
  // Events that are decided when process state is known; they have no hits here. Ascending.
  std::vector<std::uint32_t> waiting;
  void Clear();
};

// A rule that was not judged on some events, because process state might have changed its answer.
struct Unjudged {
  RuleId rule;
  std::uint64_t events = 0;
};

// What one worker reuses between batches (value memo, candidate sets). Bound to one ruleset.
class MatchScratch {
 public:
  explicit MatchScratch(const Ruleset& ruleset);
  ~MatchScratch();
  // Conditions that were given up as false for too many combinations of an event's values.
  std::uint64_t given_up() const;
  // What MatchAtOnce could not judge, ascending by rule.
  std::vector<Unjudged> unjudged() const;
  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Decides all conditions on all events of the batch; replaces the contents of `result`. What the
// events tell of processes is written to `sightings` if the ruleset needs process state; without a
// book nothing waits, and rules take the fields as they are.
void Match(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
           MatchResult* result, lineage::SightingBook* sightings = nullptr);

// For who cannot wait: no event does. Where process state may still change whether an event meets a
// condition, the event does not meet it, and the scratch counts it. All other answers are those of
// Match with process state.
void MatchAtOnce(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
                 MatchResult* result);

}  // namespace tocsin
