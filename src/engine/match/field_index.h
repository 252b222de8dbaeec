// FieldIndex: all atoms that read one field, arranged so that one value finds those that it makes
// true without trying each.
//
// Each kind of value has its own indexes; an atom whose meaning for a kind of value no index gives
// exactly is tried by itself with the reference evaluator ("others"). So an index can only be a
// faster way to the same answer, and the tests compare every one with plan::LeafHolds.
//
// Ownership: refers to the leaves of the AtomTable, which must outlive it. Threads: immutable
// after Build; scratch belongs to one worker. Cost: that of the indexes; not for every value, since
// a ValueMemo stands before it.
#pragma once

#include "base/sparse_set.h"
#include "engine/match/atom.h"
#include "engine/match/cidr_set.h"
#include "engine/match/number_set.h"
#include "engine/match/pattern_set.h"
#include "engine/match/string_set.h"
#include "event/value.h"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::match {

class FieldIndex {
 public:
  struct Scratch {
    std::string lowered;
    SparseSet tried;
  };

  explicit FieldIndex(FieldId field) : field_(field) {}

  // A kValue atom of this field. The leaf must stay where it is.
  void Add(AtomId atom, const plan::Expr& leaf);
  void SetPresence(AtomId atom) { presence_ = atom; }
  void Build();

  FieldId field() const { return field_; }
  // True whenever the field has a value; none if nobody asks.
  AtomId presence() const { return presence_; }
  // Whether any atom depends on what the value is.
  bool reads_values() const { return reads_values_; }
  std::size_t pattern_count() const { return patterns_ == nullptr ? 0 : patterns_->size(); }

  // Replaces `out` with the atoms that this value makes true, ascending.
  void Find(const Value& value, Scratch& scratch, std::vector<AtomId>* out) const;

 private:
  using Leaf = std::pair<AtomId, const plan::Expr*>;

  // Each returns whether an index took the leaf, for the kind of value in its name.
  bool AddText(AtomId atom, const plan::Expr& leaf);
  bool AddBlocks(AtomId atom, std::span<const std::string* const> texts);
  bool AddNumber(AtomId atom, const plan::Expr& leaf);
  bool AddTime(AtomId atom, const plan::Expr& leaf);
  void FindOthers(const std::vector<Leaf>& leaves, const Value& value,
                  std::vector<AtomId>* out) const;

  FieldId field_;
  AtomId presence_;
  bool reads_values_ = false;

  StringSet strings_;
  CidrSet cidrs_;
  std::vector<PatternSpec> pattern_specs_;  // until Build
  std::unique_ptr<const PatternSet> patterns_;
  NumberSet numbers_;
  NumberSet times_;
  // What the indexes do not decide, by kind of value.
  std::vector<Leaf> text_others_;
  std::vector<Leaf> block_others_;  // equality of addresses, when the value itself is a block
  std::vector<Leaf> number_others_;
  std::vector<Leaf> time_others_;
  std::vector<Leaf> all_;  // for values of the remaining kinds
};

}  // namespace tocsin::match
