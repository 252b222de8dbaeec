// Patterns over whole values: wildcards, Lucene regular expressions, address blocks, words.
//
// Facts: EQL reference, "Syntax" (`like`, `regex`) and `cidrMatch`; Datadog log search, free text.
// Threads: pure. Cost: compiles the pattern at each call.
#pragma once

#include "plan/functions.h"

#include <string>
#include <string_view>

namespace tocsin::plan {

// kWildcard, kRegex or kCidrMatch of one value with one pattern. kBadPattern for a pattern that
// does not compile. An address block does not match text that is no address.
Value MatchPattern(Function function, Fold fold, const Value& value, const Value& pattern,
                   EvalFault* fault);

// Why a pattern can never be used; empty if it can.
std::string PatternError(Function function, Fold fold, std::string_view pattern);

// Whether the words of `pattern` stand one after the other in `text`, ignoring case. A word is a
// run of letters, digits and underscores (any code point above ASCII is a letter); all else only
// separates. In the pattern `*` is any run and `?` one character of a word. A pattern without words
// matches nothing.
bool ContainsWords(std::string_view text, std::string_view pattern);

}  // namespace tocsin::plan
