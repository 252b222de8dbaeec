// StringSet: whole text values of one field -> the atoms that they make true, with and without
// regard to ASCII case.
//
// Ownership: owns the texts. Threads: immutable after Build. Cost: one hash and one comparison for
// each of the two letter-case modes in use.
#pragma once

#include "base/case_fold.h"
#include "base/interner.h"
#include "engine/match/atom.h"
#include "engine/match/posting_list.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::match {

class StringSet {
 public:
  // kSensitive or kAsciiFold.
  void Add(std::string_view text, CaseMode mode, AtomId atom);
  void Build();

  bool empty() const { return exact_.texts.size() == 0 && folded_.texts.size() == 0; }
  bool folds() const { return folded_.texts.size() != 0; }
  // Appends atoms; an atom may come twice. `lowered` is the value in ASCII lower case; it is only
  // read if folds().
  void Find(std::string_view value, std::string_view lowered, std::vector<AtomId>* out) const;

 private:
  struct Table {
    Interner texts;
    std::vector<std::pair<std::uint32_t, AtomId>> pairs;  // until Build
    PostingList<AtomId> atoms;                            // by text

    void Find(std::string_view text, std::vector<AtomId>* out) const;
  };
  Table exact_;
  Table folded_;
};

}  // namespace tocsin::match
