// Prefilter: which atoms wake a condition.
//
// A *cover* of a condition is a set of atoms of which at least one is true whenever the condition
// holds: of a positive atom itself; of `or` all covers of its children together; of `and` the best
// of its children's. Conditions whose cover has no true atom need not be evaluated: no condition
// that holds is ever missed. Negations have no cover, because the absence of something wakes
// nobody; nor have atoms that are decided on the whole event. Of several covers the one that is
// expected to wake the condition least often is taken (quality.h).
//
// Threads: pure.
#pragma once

#include "engine/match/condition.h"

#include <optional>
#include <span>
#include <vector>

namespace tocsin::match {

struct Cover {
  std::vector<AtomId> atoms;  // distinct; empty for a condition that never holds
  double share = 0;           // expected share of events with a true atom
};

// `shares` holds the estimate of each atom. None: the condition has to be evaluated always.
std::optional<Cover> FindCover(const ConditionNode& condition, std::span<const Atom> atoms,
                               std::span<const double> shares);

}  // namespace tocsin::match
