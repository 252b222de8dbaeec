#include "plan/patterns.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/ip.h"
#include "base/lucene_regex.h"
#include "base/wildcard.h"
#include "plan/numbers.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace tocsin::plan {
namespace {

bool IsWordByte(char c) {
  const char lower = AsciiLower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string_view> SplitWords(std::string_view text, bool pattern) {
  std::vector<std::string_view> words;
  const auto in_word = [pattern](char c) {
    return IsWordByte(c) || (pattern && (c == '*' || c == '?'));
  };
  for (std::size_t i = 0; i < text.size();) {
    if (!in_word(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && in_word(text[i])) ++i;
    words.push_back(text.substr(begin, i - begin));
  }
  return words;
}

}  // namespace

Value MatchPattern(Function function, Fold fold, const Value& value, const Value& pattern,
                   EvalFault* fault) {
  if (!value.is_string() || !pattern.is_string()) return Fault(EvalFault::kWrongType, fault);
  const std::string_view text = value.text();
  switch (function) {
    case Function::kWildcard:
      return Value::Bool(WildcardPattern(pattern.text(), CaseModeOf(fold)).Matches(text));
    case Function::kRegex: {
      const auto regex = LuceneRegex::Compile(pattern.text(), {.ignore_case = fold != Fold::kNone});
      if (!regex) return Fault(EvalFault::kBadPattern, fault);
      return Value::Bool(regex->Matches(text));
    }
    case Function::kCidrMatch: {
      const std::optional<CidrBlock> block = CidrBlock::Parse(pattern.text());
      if (!block) return Fault(EvalFault::kBadPattern, fault);
      const std::optional<IpAddress> address = IpAddress::Parse(text);
      return Value::Bool(address && block->Contains(*address));
    }
    default:
      TOCSIN_UNREACHABLE();
  }
}

std::string PatternError(Function function, Fold fold, std::string_view pattern) {
  if (function == Function::kRegex) {
    const auto regex = LuceneRegex::Compile(pattern, {.ignore_case = fold != Fold::kNone});
    return regex ? std::string() : regex.error().message;
  }
  if (function == Function::kCidrMatch && !CidrBlock::Parse(pattern)) {
    return "not an address or a block such as 10.0.0.0/8";
  }
  return {};
}

bool ContainsWords(std::string_view text, std::string_view pattern) {
  std::vector<WildcardPattern> wanted;
  for (const std::string_view word : SplitWords(pattern, true)) {
    wanted.emplace_back(word, CaseMode::kUnicodeFold);
  }
  if (wanted.empty()) return false;
  const std::vector<std::string_view> words = SplitWords(text, false);
  for (std::size_t first = 0; first + wanted.size() <= words.size(); ++first) {
    std::size_t matched = 0;
    while (matched < wanted.size() && wanted[matched].Matches(words[first + matched])) ++matched;
    if (matched == wanted.size()) return true;
  }
  return false;
}

}  // namespace tocsin::plan
