// A pattern and a value, separated by a newline: all case modes must agree with RE2 (through
// ToRe2()) and with what the pattern says that it requires.
#include "base/wildcard.h"

#include "base/case_fold.h"
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
  const std::string_view text = input.substr(0, split);
  const std::string_view value = input.substr(split + 1, 400);
  for (const tocsin::CaseMode mode : {tocsin::CaseMode::kSensitive, tocsin::CaseMode::kAsciiFold,
                                      tocsin::CaseMode::kUnicodeFold}) {
    const tocsin::WildcardPattern pattern(text, mode);
    const bool matches = pattern.Matches(value);
    if (matches) {
      const std::string folded = tocsin::FoldCopy(value, mode);
      TOCSIN_CHECK(folded.starts_with(pattern.prefix()));
      TOCSIN_CHECK(folded.ends_with(pattern.suffix()));
      TOCSIN_CHECK(folded.find(pattern.longest_literal()) != std::string::npos);
      TOCSIN_CHECK(tocsin::CountCodePoints(value) >= pattern.min_code_points());
    }
    if (pattern.is_match_all()) TOCSIN_CHECK(matches);
    if (pattern.is_literal()) {
      TOCSIN_CHECK(matches == tocsin::EqualsInMode(pattern.prefix(), value, mode));
    }
    if (mode != tocsin::CaseMode::kUnicodeFold && tocsin::IsValidUtf8(input)) {
      const re2::RE2 re2(pattern.ToRe2(), re2::RE2::Quiet);
      TOCSIN_CHECK(re2.ok());
      TOCSIN_CHECK(matches ==
                   re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), re2));
    }
  }
  return 0;
}
