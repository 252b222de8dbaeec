// Atom: a leaf predicate of the whole ruleset, stored once however many rules use it, and its
// place: what has to be looked at to decide it.
//
//   kPresence  the field has a value. `isNull(field)` is its negation, so that every atom is false
//              for an event that lacks its fields, and only true atoms need work.
//   kValue     reads one field, and is decided for each value alone: the answer can be remembered
//              with the value.
//   kEvent     everything else (field against field, arithmetic over several fields, computed
//              null checks): decided on the whole event, and only when a candidate asks.
//   kSearch    a search among the elements of an array: decided as kEvent.
//
// Ownership: plain values. Threads: immutable in use.
#pragma once

#include "base/id.h"
#include "plan/expr.h"

#include <cstdint>

namespace tocsin::match {

// Dense over a matcher, in order of first use.
using AtomId = Id<struct AtomIdTag>;

enum class AtomPlace : std::uint8_t { kPresence, kValue, kEvent, kSearch };

struct Atom {
  AtomPlace place = AtomPlace::kEvent;
  FieldId field;           // kPresence, kValue
  plan::Expr leaf;         // kValue, kEvent
  plan::Predicate search;  // kSearch

  // Whether it takes more than one value of one field to decide it.
  bool on_event() const { return place == AtomPlace::kEvent || place == AtomPlace::kSearch; }
};

// An atom as a condition uses it.
struct Literal {
  AtomId atom;
  bool negated = false;
  bool lenient = false;  // every field of it is optional (`?field`): missing is as good as known
};

// Decides the place of a leaf. The result of a kPresence atom is the negation of the leaf.
Atom PlaceLeaf(const plan::Expr& leaf);

}  // namespace tocsin::match
