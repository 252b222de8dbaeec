#include "engine/match/program.h"

#include "base/check.h"

#include <algorithm>
#include <compare>
#include <numeric>
#include <utility>

namespace tocsin::match {
namespace {

// Expected share of events for which the node holds, as if atoms were independent.
double ShareOf(const ConditionNode& node, std::span<const double> shares) {
  switch (node.kind) {
    case ConditionNode::Kind::kConstant:
      return node.value ? 1 : 0;
    case ConditionNode::Kind::kLiteral: {
      const double share = shares[node.literal.atom.index()];
      return node.literal.negated ? 1 - share : share;
    }
    case ConditionNode::Kind::kAnd: {
      double share = 1;
      for (const ConditionNode& child : node.children) share *= ShareOf(child, shares);
      return share;
    }
    case ConditionNode::Kind::kOr: {
      double none = 1;
      for (const ConditionNode& child : node.children) none *= 1 - ShareOf(child, shares);
      return 1 - none;
    }
  }
  TOCSIN_UNREACHABLE();
}

// Whether deciding the node may need the whole event, which is slow.
bool NeedsEvent(const ConditionNode& node, std::span<const Atom> atoms) {
  if (node.kind == ConditionNode::Kind::kLiteral) {
    return atoms[node.literal.atom.index()].on_event();
  }
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](const ConditionNode& child) { return NeedsEvent(child, atoms); });
}

// What sorts first is tested first: cheap, then likely to decide.
struct Urgency {
  bool needs_event;
  double undecided;  // expected share of events for which the test does not decide

  friend auto operator<=>(const Urgency&, const Urgency&) = default;
};

}  // namespace

std::uint32_t Program::Append(const ConditionNode& condition, std::span<const Atom> atoms,
                              std::span<const double> shares) {
  return Emit(condition, kAccept, kReject, atoms, shares);
}

std::uint32_t Program::Emit(const ConditionNode& node, std::uint32_t on_true,
                            std::uint32_t on_false, std::span<const Atom> atoms,
                            std::span<const double> shares) {
  switch (node.kind) {
    case ConditionNode::Kind::kConstant:
      return node.value ? on_true : on_false;
    case ConditionNode::Kind::kLiteral: {
      if (node.literal.negated) std::swap(on_true, on_false);
      steps_.push_back({node.literal, on_true, on_false});
      return static_cast<std::uint32_t>(steps_.size() - 1);
    }
    case ConditionNode::Kind::kAnd:
    case ConditionNode::Kind::kOr: {
      const bool conjunction = node.kind == ConditionNode::Kind::kAnd;
      std::vector<std::size_t> order(node.children.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::vector<Urgency> urgency;
      for (const ConditionNode& child : node.children) {
        const double share = ShareOf(child, shares);
        urgency.push_back({NeedsEvent(child, atoms), conjunction ? share : 1 - share});
      }
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return urgency[a] < urgency[b]; });
      // From the last child to the first, each goes on at the one after it.
      std::uint32_t next = conjunction ? on_true : on_false;
      for (auto it = order.rbegin(); it != order.rend(); ++it) {
        const ConditionNode& child = node.children[*it];
        next = conjunction ? Emit(child, next, on_false, atoms, shares)
                           : Emit(child, on_true, next, atoms, shares);
      }
      return next;
    }
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin::match
