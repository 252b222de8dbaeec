// LuceneRegex: regular expressions as Lucene writes them, for EQL's `regex` and Elastic queries.
//
// A match covers the whole value; there is no search and there are no anchors. Beyond the common
// operators there are intersection `&`, complement `~`, any string `@`, no string `#`, numeric
// intervals `<n-m>` and quoted literals (Lucene RegExp, all optional operators on). The alphabet is
// code points; a malformed byte of the value counts as U+FFFD.
//
// Patterns within the common subset run on RE2, and re2_pattern() lets an index hand them to RE2 or
// Hyperscan in bulk. The rest is compiled here to a deterministic automaton, built completely at
// compile time under a cap on work. Either way Matches() is linear in the value and may be called
// from several threads; only values that are not UTF-8 cost an allocation.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin {

struct LuceneRegexOptions {
  // Folds literal characters outside brackets (ASCII); members of `[...]` stay as they are.
  bool ignore_case = false;
  // Automaton states that compilation may create over all steps.
  size_t work_max = 10'000;
};

struct LuceneRegexError {
  std::string message;
  size_t offset = 0;  // byte of the pattern
  size_t length = 0;  // bytes that the message is about; may be 0
};

class LuceneRegex {
 public:
  static Result<LuceneRegex, LuceneRegexError> Compile(std::string_view pattern,
                                                       LuceneRegexOptions options = {});

  LuceneRegex(LuceneRegex&&) noexcept;
  LuceneRegex& operator=(LuceneRegex&&) noexcept;
  ~LuceneRegex();

  bool Matches(std::string_view value) const;

  const std::string& pattern() const;
  const LuceneRegexOptions& options() const;

  // The pattern is one text without operators: literal(), lower-case under ignore_case.
  bool is_literal() const;
  std::string_view literal() const;

  // The same language in RE2 syntax for a whole-value match, or empty if the pattern uses `&`, `~`
  // or something else that RE2 lacks. Inline flags are included.
  const std::string& re2_pattern() const;

 private:
  struct Compiled;
  explicit LuceneRegex(std::unique_ptr<const Compiled> compiled);

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace tocsin
