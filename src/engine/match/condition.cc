#include "engine/match/condition.h"

#include "base/check.h"

#include <utility>

namespace tocsin::match {
namespace {

using plan::Predicate;
using plan::PredicateKind;

ConditionNode Constant(bool value) {
  return {.kind = ConditionNode::Kind::kConstant, .value = value};
}

ConditionNode Build(const Predicate& predicate, bool negated, AtomTable& atoms) {
  switch (predicate.kind) {
    case PredicateKind::kConstant:
      return Constant(predicate.value != negated);
    case PredicateKind::kNot:
      return Build(predicate.children.front(), !negated, atoms);
    case PredicateKind::kLeaf: {
      if (plan::ReadsEarlierStages(predicate.leaf)) return Constant(true);
      Literal literal = atoms.Add(predicate.leaf);
      literal.negated = literal.negated != negated;
      return {.kind = ConditionNode::Kind::kLiteral, .literal = literal};
    }
    case PredicateKind::kAnd:
    case PredicateKind::kOr: {
      const bool conjunction = (predicate.kind == PredicateKind::kAnd) != negated;
      ConditionNode node{.kind =
                             conjunction ? ConditionNode::Kind::kAnd : ConditionNode::Kind::kOr};
      for (const Predicate& child : predicate.children) {
        ConditionNode built = Build(child, negated, atoms);
        if (built.kind == ConditionNode::Kind::kConstant) {
          if (built.value == conjunction) continue;  // the neutral element
          return built;
        }
        node.children.push_back(std::move(built));
      }
      if (node.children.empty()) return Constant(conjunction);
      if (node.children.size() == 1) {
        ConditionNode only = std::move(node.children.front());
        return only;
      }
      return node;
    }
    case PredicateKind::kDescendantOf:
      break;  // refused before compilation
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

ConditionNode BuildCondition(const Predicate& predicate, AtomTable& atoms) {
  return Build(predicate, false, atoms);
}

}  // namespace tocsin::match
