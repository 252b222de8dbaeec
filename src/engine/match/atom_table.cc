#include "engine/match/atom_table.h"

#include <utility>

namespace tocsin::match {

Literal AtomTable::Add(const plan::Expr& leaf) {
  const std::uint64_t hash = plan::HashExpr(leaf);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    if (plan::SameExpr(atoms_[it->second.index()].leaf, leaf)) return {.atom = it->second};
  }
  const AtomId next(static_cast<AtomId::rep>(atoms_.size()));
  Atom atom = PlaceLeaf(leaf);
  if (atom.place == AtomPlace::kPresence) {
    const auto [it, added] = presence_.emplace(atom.field, next);
    if (added) atoms_.push_back(std::move(atom));
    return {.atom = it->second, .negated = true};
  }
  by_hash_.emplace(hash, next);
  atoms_.push_back(std::move(atom));
  return {.atom = next};
}

}  // namespace tocsin::match
