#include "engine/match/prefilter.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

namespace tocsin::match {

std::optional<Cover> FindCover(const ConditionNode& condition, std::span<const Atom> atoms,
                               std::span<const double> shares) {
  switch (condition.kind) {
    case ConditionNode::Kind::kConstant:
      if (condition.value) return std::nullopt;
      return Cover();
    case ConditionNode::Kind::kLiteral: {
      const AtomId atom = condition.literal.atom;
      if (condition.literal.negated || atoms[atom.index()].on_event()) {
        return std::nullopt;
      }
      return Cover{.atoms = {atom}, .share = shares[atom.index()]};
    }
    case ConditionNode::Kind::kAnd: {
      std::optional<Cover> best;
      for (const ConditionNode& child : condition.children) {
        std::optional<Cover> cover = FindCover(child, atoms, shares);
        if (cover && (!best || cover->share < best->share)) best = std::move(cover);
      }
      return best;
    }
    case ConditionNode::Kind::kOr: {
      Cover all;
      for (const ConditionNode& child : condition.children) {
        const std::optional<Cover> cover = FindCover(child, atoms, shares);
        if (!cover) return std::nullopt;
        all.atoms.insert(all.atoms.end(), cover->atoms.begin(), cover->atoms.end());
        all.share += cover->share;
      }
      std::sort(all.atoms.begin(), all.atoms.end());
      all.atoms.erase(std::unique(all.atoms.begin(), all.atoms.end()), all.atoms.end());
      return all;
    }
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin::match
