// What an array search says about the values of the event, without looking at elements.
//
// An event gives the members of an array's elements twice: as objects, and flat, under the member's
// own whole name (event/value.h). So "some element's `symbol_info` is like p" and "some value of
// `call_stack.symbol_info` is like p" are the same, and the second is an ordinary leaf that indexes
// can find. Two conditions on one element are more than two leaves: for those the search stays.
//
// Threads: pure.
#pragma once

#include "plan/expr.h"

#include <cstdint>
#include <optional>

namespace tocsin::plan {

// The condition that means the same as `search` and has no search: where one leaf asks one member.
// `depth`: the number of searches around this one. The search's own condition is normalized.
std::optional<Predicate> FlatForm(const Predicate& search, std::uint32_t depth);

// A condition without searches that holds whenever `search`, which has no search around it, does.
Predicate ImpliedBySearch(const Predicate& search);

}  // namespace tocsin::plan
