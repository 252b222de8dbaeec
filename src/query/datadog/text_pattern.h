// TextPattern: the value of a term, in which `*` is any run of characters and `?` exactly one,
// unless a backslash made them plain.
//
// Plain value. Threads: immutable in use.
#pragma once

#include "base/wildcard.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::datadog {

class TextPattern {
 public:
  static TextPattern Literal(std::string text);

  void AddLiteral(std::string_view text);
  void AddAnyRun();
  void AddAnyOne();

  bool empty() const { return tokens_.empty(); }
  bool is_literal() const;
  // Nothing but `*`.
  bool is_match_all() const;
  // The text of a literal; "" for the empty pattern.
  std::string literal() const;
  const std::vector<WildcardToken>& tokens() const { return tokens_; }

  // Case-sensitive, the whole value.
  bool Matches(std::string_view value) const;
  // Could the pattern match the text of some number? A cheap test that may say yes too often.
  bool MayMatchNumber() const;

  // As a wildcard text, where every `*` and `?` is a wildcard; none if a plain one is among it.
  std::optional<std::string> ToWildcard() const;
  // As a Lucene regular expression over the whole value.
  std::string ToRegex() const;
  // As written in a search, with backslashes.
  std::string ToSearch() const;

  friend bool operator==(const TextPattern&, const TextPattern&) = default;

 private:
  std::vector<WildcardToken> tokens_;
};

// `text` with a backslash before each character that has a meaning outside quotes.
std::string EscapeTerm(std::string_view text);

}  // namespace tocsin::datadog
