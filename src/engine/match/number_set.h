// NumberSet: numbers or instants of one field -> the atoms that they make true: equality with
// constants, and half-open or closed ranges.
//
// Numbers compare by value across kinds (1 == 1.0), as CompareValues does. An instant is compared
// with an interval: `== day` is the whole day (EQL reference, dates).
// Ownership: plain values. Threads: immutable after Build. Cost: one binary search over constants,
// then one comparison for each range; a field has few.
#pragma once

#include "engine/match/atom.h"
#include "event/value.h"
#include "plan/expr.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace tocsin::match {

class NumberSet {
 public:
  // What one atom accepts. Without a bound it is open on that side.
  void AddPoint(const Value& number, AtomId atom);
  struct Bound {
    Value value;  // null: open
    bool inclusive = true;
  };
  void AddRange(const Bound& low, const Bound& high, AtomId atom);
  void Build();

  bool empty() const { return points_.empty() && ranges_.empty(); }
  // Appends atoms; an atom may come twice. `value` is of the kind group of the constants, not NaN.
  void Find(const Value& value, std::vector<AtomId>* out) const;

 private:
  struct Range {
    Bound low;
    Bound high;
    AtomId atom;
  };
  std::vector<std::pair<Value, AtomId>> points_;  // ascending after Build
  std::vector<Range> ranges_;
};

}  // namespace tocsin::match
