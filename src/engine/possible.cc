#include "engine/possible.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

namespace tocsin {
namespace {

using plan::Predicate;
using plan::PredicateKind;

bool Contains(std::span<const FieldId> fields, FieldId field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

bool Reads(const Predicate& predicate, std::span<const FieldId> fields) {
  bool reads = false;
  plan::ForEachField(
      predicate, [&](const plan::Expr& field) { reads = reads || Contains(fields, field.field); });
  return reads;
}

Predicate Bound(const Predicate& predicate, bool negated, std::span<const FieldId> unknown) {
  switch (predicate.kind) {
    case PredicateKind::kConstant:
      return Predicate::Of(predicate.value != negated);
    case PredicateKind::kNot:
      return Bound(predicate.children.front(), !negated, unknown);
    case PredicateKind::kAnd:
    case PredicateKind::kOr: {
      std::vector<Predicate> children;
      for (const Predicate& child : predicate.children) {
        children.push_back(Bound(child, negated, unknown));
      }
      return (predicate.kind == PredicateKind::kAnd) != negated
                 ? Predicate::And(std::move(children))
                 : Predicate::Or(std::move(children));
    }
    case PredicateKind::kLeaf:
    case PredicateKind::kArraySearch:
      if (Reads(predicate, unknown) || plan::AsksForAncestors(predicate))
        return Predicate::Of(true);
      return negated ? Predicate::Not(predicate) : predicate;
    case PredicateKind::kDescendantOf:
      return Predicate::Of(true);
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

Waiting WaitsFor(const Predicate& condition, std::span<const FieldId> derivable) {
  Waiting waiting;
  plan::ForEachField(condition, [&](const plan::Expr& field) {
    if (Contains(derivable, field.field)) waiting.fields.push_back(field.field);
  });
  std::sort(waiting.fields.begin(), waiting.fields.end());
  waiting.fields.erase(std::unique(waiting.fields.begin(), waiting.fields.end()),
                       waiting.fields.end());
  waiting.ancestors = plan::AsksForAncestors(condition);
  return waiting;
}

Predicate Possible(const Predicate& condition, std::span<const FieldId> unknown) {
  return Bound(condition, false, unknown);
}

}  // namespace tocsin
