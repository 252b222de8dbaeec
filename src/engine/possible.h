// What an event must meet, whatever the values of the fields that are not known yet: an upper bound
// of a condition. An event that fails it cannot meet the condition, however process state fills it;
// one that passes has to wait until its fields are known.
//
// Pure. Cost: one copy of the condition.
#pragma once

#include "plan/expr.h"

#include <span>
#include <vector>

namespace tocsin {

// Those of `derivable` that the condition reads, and whether ancestors decide it.
struct Waiting {
  std::vector<FieldId> fields;  // ascending
  bool ancestors = false;

  bool empty() const { return fields.empty() && !ancestors; }
};
Waiting WaitsFor(const plan::Predicate& condition, std::span<const FieldId> derivable);

// `condition` with every leaf that reads one of `unknown`, and everything about ancestors, replaced
// by true, under `not` as well.
plan::Predicate Possible(const plan::Predicate& condition, std::span<const FieldId> unknown);

}  // namespace tocsin
