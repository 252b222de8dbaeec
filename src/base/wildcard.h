// WildcardPattern: `*` any run of characters (also none, also newlines), `?` exactly one.
//
// A match covers the whole value. A character is a code point; a malformed byte counts as one. The
// text form has no escape, as in EQL; languages that have one build the tokens themselves. Patterns
// are immutable and may be shared between threads. Matching needs no memory and takes at most
// value x longest-run-between-stars steps, never more: the leftmost place for each run is final.
//
// The accessors tell an index what a pattern requires: a literal belongs in a string set, `x*` and
// `*x` in an affix index, and longest_literal() is what every matching value contains.
#pragma once

#include "base/case_fold.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct WildcardToken {
  enum class Kind : uint8_t { kLiteral, kAnyRun, kAnyOne };

  Kind kind = Kind::kLiteral;
  std::string text;  // of a literal

  friend bool operator==(const WildcardToken&, const WildcardToken&) = default;
};

class WildcardPattern {
 public:
  WildcardPattern(std::string_view text, CaseMode mode);
  WildcardPattern(std::span<const WildcardToken> tokens, CaseMode mode);

  bool Matches(std::string_view value) const;

  CaseMode mode() const { return mode_; }

  // No `*` or `?`: equal to one literal (under the case mode).
  bool is_literal() const;
  // Any value at all, also the empty one.
  bool is_match_all() const;

  // What values start with, end with, and contain; folded when the mode folds; may be empty.
  // A literal pattern is its own prefix, suffix and longest literal.
  std::string_view prefix() const;
  std::string_view suffix() const;
  std::string_view longest_literal() const;
  // Fewest characters a value can have.
  size_t min_code_points() const { return min_code_points_; }

  // Normalized: neighboring literals joined, `**` made `*`, `*?` written `?*`. Literals folded when
  // the mode folds. Equal tokens and equal mode mean equal patterns.
  std::span<const WildcardToken> tokens() const { return tokens_; }

  // The same language as an RE2 pattern for a whole-value match: newline-spanning, and under
  // kAsciiFold with classes such as [aA]. Empty for kUnicodeFold, whose folding RE2 does not share.
  std::string ToRe2() const;

  friend bool operator==(const WildcardPattern& a, const WildcardPattern& b) {
    return a.mode_ == b.mode_ && a.tokens_ == b.tokens_;
  }

 private:
  // Tokens without kAnyRun between two stars (or an end): matched as one block.
  struct Run {
    uint32_t begin = 0;  // of tokens_
    uint32_t end = 0;
    uint32_t code_points = 0;
  };

  void Build(std::span<const WildcardToken> tokens);
  // Offset after the run if it matches at `offset`, else npos.
  size_t MatchRunAt(const Run& run, std::string_view value, size_t offset) const;
  size_t MatchLiteralAt(std::string_view literal, std::string_view value, size_t offset) const;
  // Offset after the leftmost match of the run at or after `offset`, else npos.
  size_t FindRun(const Run& run, std::string_view value, size_t offset) const;

  CaseMode mode_ = CaseMode::kSensitive;
  bool open_front_ = false;  // begins with `*`
  bool open_back_ = false;   // ends with `*`
  std::vector<WildcardToken> tokens_;
  std::vector<Run> runs_;
  size_t min_code_points_ = 0;
};

// Splits EQL-style text, in which every `*` and `?` is a wildcard.
std::vector<WildcardToken> TokenizeWildcard(std::string_view text);

}  // namespace tocsin
