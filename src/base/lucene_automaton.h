// A deterministic automaton over code points for a Lucene syntax tree. Used by lucene_regex only.
//
// Built by derivatives (Brzozowski, "Derivatives of Regular Expressions", 1964; Owens, Reppy and
// Turon, "Regular-expression derivatives re-examined", 2009): a state is a regular expression for
// what may still follow, and the expression after a character is computed from it. Complement and
// intersection are ordinary operators there, so nothing is determinized apart. Expressions are
// normalized and stored once, which keeps the number of states finite and mostly small.
//
// Code points that no part of the pattern tells apart share a column of the transition table.
// Immutable after Build(); Matches() reads a value once, allocates nothing, and stops early where
// the answer is certain.
#pragma once

#include "base/lucene_syntax.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::lucene {

class Automaton {
 public:
  // Nothing if more than `work_max` expressions were needed.
  static std::optional<Automaton> Build(const Node& root, size_t work_max);

  bool Matches(std::string_view value) const;

  size_t state_count() const { return states_.size(); }

 private:
  enum class Fate : uint8_t { kOpen, kNever, kAlways };  // of every continuation

  struct State {
    bool accepts = false;
    Fate fate = Fate::kOpen;
  };

  uint32_t ColumnOf(char32_t code_point) const;

  std::vector<char32_t> column_begins_;  // first code point of each column, ascending from 0
  std::array<uint32_t, 128> ascii_columns_{};
  std::vector<uint32_t> next_;  // state * columns + column
  std::vector<State> states_;   // 0 is the start
};

}  // namespace tocsin::lucene
