#include "engine/match/condition.h"

#include "base/check.h"
#include "plan/array_search.h"

#include <utility>

namespace tocsin::match {
namespace {

using plan::Predicate;
using plan::PredicateKind;

ConditionNode Constant(bool value) {
  return {.kind = ConditionNode::Kind::kConstant, .value = value};
}

// Whether the author wrote every field of it with `?`.
bool IsLenient(const Predicate& predicate) {
  bool lenient = true;
  plan::ForEachField(predicate,
                     [&](const plan::Expr& field) { lenient = lenient && field.optional; });
  return lenient;
}

ConditionNode LiteralNode(Literal literal, bool negated, const Predicate& predicate) {
  literal.negated = literal.negated != negated;
  literal.lenient = IsLenient(predicate);
  return {.kind = ConditionNode::Kind::kLiteral, .literal = literal};
}

ConditionNode Group(bool conjunction, std::vector<ConditionNode> children) {
  ConditionNode node{.kind = conjunction ? ConditionNode::Kind::kAnd : ConditionNode::Kind::kOr};
  for (ConditionNode& child : children) {
    if (child.kind == ConditionNode::Kind::kConstant) {
      if (child.value == conjunction) continue;  // the neutral element
      return std::move(child);
    }
    node.children.push_back(std::move(child));
  }
  if (node.children.empty()) return Constant(conjunction);
  if (node.children.size() == 1) {
    ConditionNode only = std::move(node.children.front());
    return only;
  }
  return node;
}

ConditionNode Build(const Predicate& predicate, bool negated, AtomTable& atoms) {
  switch (predicate.kind) {
    case PredicateKind::kConstant:
      return Constant(predicate.value != negated);
    case PredicateKind::kNot:
      return Build(predicate.children.front(), !negated, atoms);
    case PredicateKind::kLeaf:
      if (plan::ReadsEarlierStages(predicate.leaf)) return Constant(true);
      return LiteralNode(atoms.Add(predicate.leaf), negated, predicate);
    case PredicateKind::kAnd:
    case PredicateKind::kOr: {
      std::vector<ConditionNode> children;
      for (const Predicate& child : predicate.children) {
        children.push_back(Build(child, negated, atoms));
      }
      return Group((predicate.kind == PredicateKind::kAnd) != negated, std::move(children));
    }
    case PredicateKind::kArraySearch: {
      if (plan::NeedsContext(predicate)) return Constant(true);
      std::vector<ConditionNode> children;
      children.push_back(Build(plan::ImpliedBySearch(predicate), negated, atoms));
      children.push_back(LiteralNode(atoms.AddSearch(predicate), negated, predicate));
      return Group(!negated, std::move(children));
    }
    case PredicateKind::kDescendantOf:
      return Constant(true);
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

ConditionNode BuildCondition(const Predicate& predicate, AtomTable& atoms) {
  return Build(predicate, false, atoms);
}

}  // namespace tocsin::match
