#include "engine/match/atom_table.h"

#include <utility>

namespace tocsin::match {

template <class Same>
AtomId AtomTable::FindSame(std::uint64_t hash, const Same& same) const {
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    if (same(atoms_[it->second.index()])) return it->second;
  }
  return AtomId();
}

Literal AtomTable::AddAtom(std::uint64_t hash, Atom atom) {
  const AtomId next(static_cast<AtomId::rep>(atoms_.size()));
  by_hash_.emplace(hash, next);
  atoms_.push_back(std::move(atom));
  return {.atom = next};
}

Literal AtomTable::Add(const plan::Expr& leaf) {
  const std::uint64_t hash = plan::HashExpr(leaf);
  const AtomId known = FindSame(hash, [&](const Atom& atom) {
    return atom.place != AtomPlace::kSearch && plan::SameExpr(atom.leaf, leaf);
  });
  if (!known.is_none()) return {.atom = known};
  Atom atom = PlaceLeaf(leaf);
  if (atom.place != AtomPlace::kPresence) return AddAtom(hash, std::move(atom));
  const AtomId next(static_cast<AtomId::rep>(atoms_.size()));
  const auto [it, added] = presence_.emplace(atom.field, next);
  if (added) atoms_.push_back(std::move(atom));
  return {.atom = it->second, .negated = true};
}

Literal AtomTable::AddSearch(const plan::Predicate& search) {
  const std::uint64_t hash = plan::HashPredicate(search);
  const AtomId known = FindSame(hash, [&](const Atom& atom) {
    return atom.place == AtomPlace::kSearch && plan::SamePredicate(atom.search, search);
  });
  if (!known.is_none()) return {.atom = known};
  Atom atom;
  atom.place = AtomPlace::kSearch;
  atom.search = search;
  return AddAtom(hash, std::move(atom));
}

}  // namespace tocsin::match
