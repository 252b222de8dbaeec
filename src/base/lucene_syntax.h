// The syntax tree of a Lucene regular expression. Used by lucene_regex only.
//
//   union   = inter { "|" inter }
//   inter   = concat { "&" concat }
//   concat  = repeat { repeat }
//   repeat  = compl { "?" | "*" | "+" | "{" n "}" | "{" n "," "}" | "{" n "," m "}" }
//   compl   = "~" compl | class
//   class   = "[" [ "^" ] member { member } "]" | simple
//   member  = predef | char [ "-" char ]
//   simple  = "." | "#" | "@" | '"' text '"' | "(" ")" | "(" union ")" | "<" n "-" m ">"
//           | predef | char
//   predef  = "\d" | "\D" | "\s" | "\S" | "\w" | "\W"
//   char    = "\" any | any
//
// Source: Lucene's RegExp (package org.apache.lucene.util.automaton), all optional operators on. As
// there, whatever stands where an operand must begin is an ordinary character, so `*`, `|` and `)`
// at the front are literals; a class may begin with `]`; and `\s` is space, tab, newline, return.
#pragma once

#include "base/lucene_regex.h"
#include "base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin::lucene {

inline constexpr uint32_t kUnbounded = UINT32_MAX;

// Inclusive.
struct CharRange {
  char32_t first = 0;
  char32_t last = 0;

  friend bool operator==(const CharRange&, const CharRange&) = default;
};

// Sorted, and neither overlapping nor touching.
using CharRanges = std::vector<CharRange>;

struct Node {
  enum class Kind : uint8_t {
    kEmptyText,   // ()
    kCharacter,   // one of `ranges`; no range at all is the empty language, `#`
    kConcat,      // of `children`, in order
    kUnion,       // of `children`
    kIntersect,   // of `children`
    kComplement,  // of the only child
    kRepeat,      // of the only child, `min` to `max` times
  };

  Kind kind = Kind::kEmptyText;
  bool literal = false;  // a kCharacter that was written as one plain character
  uint32_t min = 0;
  uint32_t max = 0;
  CharRanges ranges;
  std::vector<Node> children;
};

// The tree; under `ignore_case` literal letters outside brackets stand for both cases.
Result<Node, LuceneRegexError> ParseLucene(std::string_view pattern, bool ignore_case);

// Sorts and joins.
CharRanges Normalize(CharRanges ranges);
CharRanges Negate(const CharRanges& ranges);

}  // namespace tocsin::lucene
