// A pattern and a value, separated by a newline: the pattern must be refused or compiled within its
// bounds, and the automaton must agree with RE2 wherever both understand the pattern.
#include "base/lucene_regex.h"

#include "base/check.h"
#include "base/utf8.h"

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t split = input.find('\n');
  if (split > 200) return 0;  // also npos
  const std::string_view pattern = input.substr(0, split);
  const std::string_view value = input.substr(split + 1, 400);
  for (const bool ignore_case : {false, true}) {
    const tocsin::LuceneRegexOptions options{.ignore_case = ignore_case, .work_max = 500};
    const auto regex = tocsin::LuceneRegex::Compile(pattern, options);
    if (!regex) {
      TOCSIN_CHECK(!regex.error().message.empty());
      TOCSIN_CHECK(regex.error().offset + regex.error().length <= pattern.size());
      continue;
    }
    const bool matches = regex->Matches(value);
    if (regex->is_literal() && !ignore_case) {
      TOCSIN_CHECK(matches == (tocsin::ReplaceInvalidUtf8(value) == regex->literal()));
    }
    // Doubly negated, the same language takes the automaton's way.
    const auto twice = tocsin::LuceneRegex::Compile("~(~(" + std::string(pattern) + "))", options);
    if (twice && !regex->re2_pattern().empty()) TOCSIN_CHECK(twice->Matches(value) == matches);
    const auto never = tocsin::LuceneRegex::Compile("~(" + std::string(pattern) + ")", options);
    if (never && pattern != "") TOCSIN_CHECK(never->Matches(value) != matches);
  }
  return 0;
}
