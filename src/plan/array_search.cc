#include "plan/array_search.h"

#include "plan/reference_eval.h"

#include <utility>
#include <vector>

namespace tocsin::plan {
namespace {

// Whether every reference in the leaf is the same member of the element at `depth`.
bool ReadsOneMember(const Expr& leaf, std::uint32_t depth) {
  const Expr* first = nullptr;
  bool one = true;
  ForEachField(leaf, [&](const Expr& field) {
    if (first == nullptr) first = &field;
    one = one && field.kind == ExprKind::kVariable && field.binding == depth &&
          field.field == first->field;
  });
  return one && first != nullptr;
}

// The leaf with the element's member replaced by the flat field beside the array.
void Flatten(Expr& leaf, const Expr& array) {
  if (leaf.kind == ExprKind::kVariable) {
    leaf.kind = array.kind;
    leaf.binding = array.binding;
  }
  for (Expr& arg : leaf.args) Flatten(arg, array);
}

Predicate FlatLeaf(const Predicate& leaf, const Expr& array) {
  Predicate flat = leaf;
  Flatten(flat.leaf, array);
  return flat;
}

// A leaf for which only values speak: an element without the member does not meet it.
bool IsLeafOfValues(const Predicate& condition, std::uint32_t depth) {
  return condition.kind == PredicateKind::kLeaf && ReadsOneMember(condition.leaf, depth) &&
         !LeafHolds(condition.leaf, Event());
}

bool IsPresence(const Predicate& condition, std::uint32_t depth) {
  if (condition.kind != PredicateKind::kNot) return false;
  const Predicate& absence = condition.children.front();
  return absence.kind == PredicateKind::kLeaf && absence.leaf.kind == ExprKind::kCall &&
         absence.leaf.function == Function::kIsNull && absence.leaf.args.front().is_reference() &&
         ReadsOneMember(absence.leaf, depth);
}

Predicate HasElement(const Expr& array) {
  return Predicate::Not(
      Predicate::Leaf(Expr::Call(Function::kIsNull, {array}, Fold::kNone, array.span)));
}

// What one element that meets the condition shows among the flat values.
Predicate Implied(const Predicate& condition, const Expr& array) {
  constexpr std::uint32_t kOutermost = 0;
  switch (condition.kind) {
    case PredicateKind::kConstant:
      return condition;
    case PredicateKind::kAnd:
    case PredicateKind::kOr: {
      Predicate implied = condition;
      for (Predicate& child : implied.children) child = Implied(child, array);
      return implied;
    }
    case PredicateKind::kLeaf:
      if (IsLeafOfValues(condition, kOutermost)) return FlatLeaf(condition, array);
      break;
    case PredicateKind::kNot:
      if (IsPresence(condition, kOutermost)) {
        return Predicate::Not(FlatLeaf(condition.children.front(), array));
      }
      break;
    case PredicateKind::kArraySearch:
    case PredicateKind::kDescendantOf:
      break;
  }
  return Predicate::Of(true);
}

}  // namespace

std::optional<Predicate> FlatForm(const Predicate& search, std::uint32_t depth) {
  const Expr& array = search.leaf;
  const Predicate& condition = search.children.front();
  if (condition.kind == PredicateKind::kConstant) {
    return condition.value ? HasElement(array) : Predicate::Of(false);
  }
  if (IsLeafOfValues(condition, depth)) return FlatLeaf(condition, array);
  if (IsPresence(condition, depth)) {
    return Predicate::Not(FlatLeaf(condition.children.front(), array));
  }
  return std::nullopt;
}

Predicate ImpliedBySearch(const Predicate& search) {
  std::vector<Predicate> both;
  both.push_back(HasElement(search.leaf));
  both.push_back(Implied(search.children.front(), search.leaf));
  return Predicate::And(std::move(both));
}

}  // namespace tocsin::plan
