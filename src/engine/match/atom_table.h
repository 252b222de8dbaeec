// AtomTable: all leaves of all conditions, equal ones once (SameExpr, after normalization).
//
// Ownership: owns the atoms. Threads: filled by one thread, then read-only. Cost: one hash of the
// leaf for each Add.
#pragma once

#include "engine/match/atom.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace tocsin::match {

class AtomTable {
 public:
  // The literal that means the same as the leaf.
  Literal Add(const plan::Expr& leaf);
  // The same for a search among elements.
  Literal AddSearch(const plan::Predicate& search);

  std::size_t size() const { return atoms_.size(); }
  const Atom& operator[](AtomId id) const { return atoms_[id.index()]; }
  std::span<const Atom> atoms() const { return atoms_; }

 private:
  std::vector<Atom> atoms_;
  // The atom of this hash that is `same`; none if there is none.
  template <class Same>
  AtomId FindSame(std::uint64_t hash, const Same& same) const;
  Literal AddAtom(std::uint64_t hash, Atom atom);

  std::unordered_multimap<std::uint64_t, AtomId> by_hash_;  // kValue, kEvent, kSearch
  std::unordered_map<FieldId, AtomId> presence_;
};

}  // namespace tocsin::match
