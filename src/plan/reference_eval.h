// The slow, plainly right way to decide a condition on one event: the oracle for the matcher, in
// tests, in fuzzing and in `rules why`. It stays simple on purpose.
//
// Conditions mean the same before and after every pass from typecheck on; before it, literals have
// not yet taken the types of the fields that they are compared with.
//
// Cost: exponential in the number of distinct multi-valued fields of one leaf; bounded by
// kMaxCombinations, beyond which the rest is not tried and the fault is kLimit.
// Threads: pure.
#pragma once

#include "event/event.h"
#include "plan/ancestry.h"
#include "plan/functions.h"
#include "plan/plan.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tocsin::plan {

inline constexpr std::size_t kMaxCombinations = 65'536;

// The element that an array search looks at.
struct Element {
  FieldId array;
  const Value* value = nullptr;

  // Its values of a field, by the field's whole name; `array` itself is the element's own value.
  std::span<const Value> Find(FieldId field) const;
};

struct EvalContext {
  // Events bound by earlier stages, for kStageField; null where none is. Empty for plain
  // conditions: such fields are missing then.
  std::span<const Event* const> stages;
  // Decides kDescendantOf; without it nobody has ancestors.
  const Ancestry* ancestry = nullptr;
  // The first fault that was met, if anyone wants to know.
  EvalFault* fault = nullptr;
  // For kVariable: the elements of the searches around, outermost first. Set by Holds itself.
  std::span<const Element> elements;
};

// A leaf that is null whatever the event says (IsAlwaysNull) counts as null, also under `not`.
bool Holds(const Predicate& predicate, const Event& event, const EvalContext& context = {});
bool LeafHolds(const Expr& leaf, const Event& event, const EvalContext& context = {});

// Brute-force sequences over events in order (EQL reference, sequences): straight from the
// definition in docs/internals/semantics.md, for tests. Each result has one index per stage; -1 for
// missing stages. Ordered by the last event, then the first, then the key; limits (`| head`) are
// not applied. Keys view the events.
struct ReferenceSequence {
  std::vector<std::ptrdiff_t> events;
  std::vector<Value> keys;
};
std::vector<ReferenceSequence> RunSequence(const SequencePlan& plan,
                                           std::span<const Event* const> ordered);

// Samples, the same way: for each key in ascending order at most `per_key` combinations of distinct
// events, one per stage.
std::vector<ReferenceSequence> RunSample(const SamplePlan& plan,
                                         std::span<const Event* const> ordered,
                                         std::size_t per_key = 1);

}  // namespace tocsin::plan
