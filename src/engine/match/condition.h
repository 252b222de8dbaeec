// Condition tree over atoms: a Predicate with its leaves replaced by literals and its negations
// pushed down to them. The common input of prefilter and program.
//
// Ownership: plain values. Threads: immutable in use.
#pragma once

#include "engine/match/atom_table.h"
#include "plan/expr.h"

#include <cstdint>
#include <vector>

namespace tocsin::match {

struct ConditionNode {
  enum class Kind : std::uint8_t { kConstant, kAnd, kOr, kLiteral };
  Kind kind = Kind::kConstant;
  bool value = true;                    // kConstant
  Literal literal;                      // kLiteral
  std::vector<ConditionNode> children;  // kAnd, kOr
};

// Adds the leaves of `predicate` to the table. What reads fields of earlier stages or asks for
// ancestors is replaced by true, and so is its negation: the result holds whenever the predicate
// does, and the rest is confirmed where the other events are known. Beside a search among elements
// stands what it implies of the flat values, by which indexes find it.
ConditionNode BuildCondition(const plan::Predicate& predicate, AtomTable& atoms);

}  // namespace tocsin::match
