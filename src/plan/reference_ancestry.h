// The definition of ancestry over a run of events, the slow way, for tests and `rules why`.
//
// The parents of a process are what any event of it says (process.parent.entity_id), and what the
// asking event says itself (process.Ext.ancestry). Only events of the same lane that do not stand
// after the asking one count.
// Ownership: borrows the events. Threads: pure. Cost: quadratic and worse.
#pragma once

#include "plan/ancestry.h"

#include <span>

namespace tocsin::plan {

class ReferenceAncestry : public Ancestry {
 public:
  explicit ReferenceAncestry(std::span<const Event* const> ordered) : ordered_(ordered) {}

  // `event` is one of the run, by address, or stands after all of it.
  bool HasAncestor(const Event& event, const Predicate& relation) const override;

 private:
  std::span<const Event* const> ordered_;
};

}  // namespace tocsin::plan
