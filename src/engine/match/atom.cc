#include "engine/match/atom.h"

#include "plan/reference_eval.h"

namespace tocsin::match {
Atom PlaceLeaf(const plan::Expr& leaf) {
  if (leaf.kind == plan::ExprKind::kCall && leaf.function == plan::Function::kIsNull &&
      leaf.args.front().is_field()) {
    return {.place = AtomPlace::kPresence, .field = leaf.args.front().field};
  }
  const plan::Expr* first = nullptr;
  bool one_field = true;
  plan::ForEachField(leaf, [&](const plan::Expr& field) {
    if (first == nullptr) first = &field;
    one_field = one_field && field.is_field() && field.field == first->field;
  });
  Atom atom{.place = AtomPlace::kEvent, .leaf = leaf};
  if (first == nullptr || !one_field) return atom;
  // A leaf that holds when the field is missing cannot be found by walking the fields of an event.
  if (plan::LeafHolds(leaf, Event())) return atom;
  atom.place = AtomPlace::kValue;
  atom.field = first->field;
  return atom;
}

}  // namespace tocsin::match
