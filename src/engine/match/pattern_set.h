// PatternSet: many whole-value patterns of one field, tried together.
//
// The interface is what a multi-pattern library would implement as well; the portable set below
// needs none. It looks for one short piece (a "gram" of up to four bytes) of a literal that each
// pattern requires, and confirms the pattern only where the literal stands in the value. Grams are
// chosen to be rare among the patterns of the set, so that ".exe" does not wake all of them. The
// idea of a cheap literal before the exact test is RE2's FilteredRE2 and Suricata's fast pattern.
//
// Ownership: owns its patterns. Threads: immutable; the scratch belongs to one worker.
// Cost: one table probe per byte and gram length in use, then confirmations; patterns without a
// literal are confirmed for every value.
#pragma once

#include "base/lucene_regex.h"
#include "base/sparse_set.h"
#include "base/wildcard.h"
#include "engine/match/atom.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin::match {

struct PatternSpec {
  std::variant<WildcardPattern, LuceneRegex> pattern;
  AtomId atom;
};

class PatternSet {
 public:
  virtual ~PatternSet() = default;

  // Appends the atoms of all patterns that match the whole value; an atom may come twice.
  // `lowered` is the value in ASCII lower case. `tried` has room for size() members and is
  // cleared by the call.
  virtual void Find(std::string_view value, std::string_view lowered, SparseSet& tried,
                    std::vector<AtomId>* out) const = 0;
  virtual std::size_t size() const = 0;
};

std::unique_ptr<const PatternSet> BuildGramPatternSet(std::vector<PatternSpec> patterns);

}  // namespace tocsin::match
