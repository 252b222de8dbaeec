// Process state for a run: what the sightings of all events together say about each one.
//
//   Match (any thread, any order)      -> hits, sightings, and events that have to wait
//   ProcessState (all sightings known) -> fills the events, decides those that waited
//
// An event waits when some rule reads a field that its sensor does not give but process state may
// (or asks for ancestors), and nothing else in the rule rules the event out. Everything else is
// decided at once. The answer is a function of the set of events: neither their order nor how they
// were spread matters (design page on process state).
//
// Ownership: owns the timeline; borrows the ruleset. Threads: one.
#pragma once

#include "engine/engine.h"
#include "engine/lineage/enrich.h"

#include <memory>
#include <vector>

namespace tocsin {

class ProcessState {
 public:
  ProcessState(std::shared_ptr<const Ruleset> ruleset, lineage::SightingBook book);
  ~ProcessState();

  // Fills the events that some rule hit, in place.
  void Fill(std::vector<ReleasedEvent>* hits);
  // Fills and decides the events that waited; those that some rule hit join `hits`.
  void Decide(const std::vector<EventPtr>& waiting, std::vector<ReleasedEvent>* hits);

  const lineage::LineageCounts& counts() const;
  const lineage::ProcessTimeline& timeline() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
