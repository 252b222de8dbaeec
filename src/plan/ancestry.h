// Who descends from whom, as far as `descendant of [condition]` asks.
//
// An event tells of the process that its process.entity_id names. Its ancestors are its parent, the
// parent of that, and so on, never the process itself. An ancestor *met* a condition if some event
// of that ancestor, not later than the event that asks, meets it (Elastic Endpoint behavior rules,
// `descendant of`). Without an entity id there are no ancestors.
//
// Process state implements this for the engine, ReferenceAncestry for tests.
#pragma once

#include "event/event.h"
#include "plan/expr.h"

namespace tocsin::plan {

class Ancestry {
 public:
  virtual ~Ancestry() = default;

  // Whether an ancestor of the event's process met the child of `relation`, which is a
  // kDescendantOf.
  virtual bool HasAncestor(const Event& event, const Predicate& relation) const = 0;
};

}  // namespace tocsin::plan
