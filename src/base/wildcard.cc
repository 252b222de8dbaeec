#include "base/wildcard.h"

#include "base/check.h"
#include "base/utf8.h"

#include <algorithm>
#include <cstring>

namespace tocsin {
namespace {

using Kind = WildcardToken::Kind;

constexpr size_t kNoMatch = std::string_view::npos;

// First place at or after `from` where `literal` could begin, judged by its first byte.
size_t FindFirstByte(std::string_view value, size_t from, char first, CaseMode mode) {
  const char upper = AsciiUpper(first);
  if (mode == CaseMode::kSensitive || upper == first) return value.find(first, from);
  for (size_t i = from; i < value.size(); ++i) {
    if (value[i] == first || value[i] == upper) return i;
  }
  return kNoMatch;
}

void AppendRe2Literal(std::string_view literal, CaseMode mode, std::string& out) {
  for (const char c : literal) {
    if (mode == CaseMode::kAsciiFold && c >= 'a' && c <= 'z') {
      out += '[';
      out += c;
      out += AsciiUpper(c);
      out += ']';
    } else if (std::string_view(R"(\.+*?()|[]{}^$)").find(c) != std::string_view::npos) {
      out += '\\';
      out += c;
    } else if (c == '\0') {
      out += "\\x00";
    } else {
      out += c;
    }
  }
}

}  // namespace

std::vector<WildcardToken> TokenizeWildcard(std::string_view text) {
  std::vector<WildcardToken> tokens;
  while (!text.empty()) {
    if (text[0] == '*' || text[0] == '?') {
      tokens.push_back({text[0] == '*' ? Kind::kAnyRun : Kind::kAnyOne, {}});
      text.remove_prefix(1);
      continue;
    }
    const size_t size = std::min(text.find_first_of("*?"), text.size());
    tokens.push_back({Kind::kLiteral, std::string(text.substr(0, size))});
    text.remove_prefix(size);
  }
  return tokens;
}

WildcardPattern::WildcardPattern(std::string_view text, CaseMode mode) : mode_(mode) {
  Build(TokenizeWildcard(text));
}

WildcardPattern::WildcardPattern(std::span<const WildcardToken> tokens, CaseMode mode)
    : mode_(mode) {
  Build(tokens);
}

void WildcardPattern::Build(std::span<const WildcardToken> tokens) {
  // Within a stretch of wildcards only the number of `?` and whether there is a `*` matter.
  bool star = false;
  for (const WildcardToken& token : tokens) {
    if (token.kind == Kind::kAnyRun) {
      star = true;
    } else if (token.kind == Kind::kAnyOne) {
      tokens_.push_back(token);
    } else if (!token.text.empty()) {
      if (star) tokens_.push_back({Kind::kAnyRun, {}});
      star = false;
      if (!tokens_.empty() && tokens_.back().kind == Kind::kLiteral) {
        tokens_.back().text += FoldCopy(token.text, mode_);
      } else {
        tokens_.push_back({Kind::kLiteral, FoldCopy(token.text, mode_)});
      }
    }
  }
  if (star) tokens_.push_back({Kind::kAnyRun, {}});

  Run run;
  bool fresh = true;
  for (uint32_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].kind == Kind::kAnyRun) {
      if (!fresh) runs_.push_back(run);
      fresh = true;
      continue;
    }
    if (fresh) run = {i, i, 0};
    fresh = false;
    run.end = i + 1;
    const size_t size = tokens_[i].kind == Kind::kAnyOne ? 1 : CountCodePoints(tokens_[i].text);
    run.code_points += static_cast<uint32_t>(size);
    min_code_points_ += size;
  }
  if (!fresh) runs_.push_back(run);
  open_front_ = !tokens_.empty() && tokens_.front().kind == Kind::kAnyRun;
  open_back_ = !tokens_.empty() && tokens_.back().kind == Kind::kAnyRun;
}

bool WildcardPattern::Matches(std::string_view value) const {
  if (runs_.empty()) return open_front_ || value.empty();
  size_t begin = 0;
  size_t first = 0;
  size_t last = runs_.size();
  if (!open_front_) {
    begin = MatchRunAt(runs_[0], value, 0);
    if (begin == kNoMatch) return false;
    if (runs_.size() == 1 && !open_back_) return begin == value.size();
    first = 1;
  }
  size_t end = value.size();
  if (!open_back_) {
    // The last run has a fixed number of characters; walk back that many and match to the end.
    const Run& run = runs_[--last];
    for (uint32_t i = 0; i < run.code_points; ++i) {
      if (end <= begin) return false;
      end = PreviousCodePoint(value, end);
    }
    if (end < begin || MatchRunAt(run, value, end) != value.size()) return false;
  }
  for (size_t i = first; i < last; ++i) {
    begin = FindRun(runs_[i], value.substr(0, end), begin);
    if (begin == kNoMatch) return false;
  }
  return true;
}

size_t WildcardPattern::MatchLiteralAt(std::string_view literal, std::string_view value,
                                       size_t offset) const {
  if (mode_ != CaseMode::kUnicodeFold) {
    if (value.size() - offset < literal.size()) return kNoMatch;
    const std::string_view part = value.substr(offset, literal.size());
    const bool equal =
        mode_ == CaseMode::kSensitive ? part == literal : AsciiEqualsIgnoreCase(part, literal);
    return equal ? offset + literal.size() : kNoMatch;
  }
  for (size_t i = 0; i < literal.size();) {
    if (offset == value.size()) return kNoMatch;
    const DecodedCodePoint wanted = DecodeUtf8(literal, i);  // is folded already
    const DecodedCodePoint found = DecodeUtf8(value, offset);
    if (wanted.valid != found.valid) return kNoMatch;
    if (wanted.valid ? FoldCodePoint(found.code_point) != wanted.code_point
                     : value[offset] != literal[i]) {
      return kNoMatch;
    }
    i += wanted.bytes;
    offset += found.bytes;
  }
  return offset;
}

size_t WildcardPattern::MatchRunAt(const Run& run, std::string_view value, size_t offset) const {
  for (uint32_t i = run.begin; i < run.end; ++i) {
    const WildcardToken& token = tokens_[i];
    if (token.kind == Kind::kAnyOne) {
      if (offset == value.size()) return kNoMatch;
      offset += DecodeUtf8(value, offset).bytes;
    } else {
      offset = MatchLiteralAt(token.text, value, offset);
      if (offset == kNoMatch) return kNoMatch;
    }
  }
  return offset;
}

size_t WildcardPattern::FindRun(const Run& run, std::string_view value, size_t offset) const {
  const WildcardToken& front = tokens_[run.begin];
  const bool by_first_byte = front.kind == Kind::kLiteral && mode_ != CaseMode::kUnicodeFold;
  if (by_first_byte && mode_ == CaseMode::kSensitive && run.end == run.begin + 1) {
    const size_t found = value.find(front.text, offset);
    return found == kNoMatch ? kNoMatch : found + front.text.size();
  }
  while (offset < value.size()) {
    if (by_first_byte) {
      offset = FindFirstByte(value, offset, front.text[0], mode_);
      if (offset == kNoMatch) return kNoMatch;
    }
    const size_t end = MatchRunAt(run, value, offset);
    if (end != kNoMatch) return end;
    offset += DecodeUtf8(value, offset).bytes;
  }
  return kNoMatch;
}

bool WildcardPattern::is_literal() const {
  return tokens_.empty() || (tokens_.size() == 1 && tokens_[0].kind == Kind::kLiteral);
}

bool WildcardPattern::is_match_all() const {
  return tokens_.size() == 1 && tokens_[0].kind == Kind::kAnyRun;
}

std::string_view WildcardPattern::prefix() const {
  if (tokens_.empty() || tokens_.front().kind != Kind::kLiteral) return {};
  return tokens_.front().text;
}

std::string_view WildcardPattern::suffix() const {
  if (tokens_.empty() || tokens_.back().kind != Kind::kLiteral) return {};
  return tokens_.back().text;
}

std::string_view WildcardPattern::longest_literal() const {
  std::string_view longest;
  for (const WildcardToken& token : tokens_) {
    if (token.text.size() > longest.size()) longest = token.text;
  }
  return longest;
}

std::string WildcardPattern::ToRe2() const {
  if (mode_ == CaseMode::kUnicodeFold) return {};
  std::string pattern = "(?s)";
  for (const WildcardToken& token : tokens_) {
    switch (token.kind) {
      case Kind::kLiteral:
        AppendRe2Literal(token.text, mode_, pattern);
        break;
      case Kind::kAnyRun:
        pattern += ".*";
        break;
      case Kind::kAnyOne:
        pattern += '.';
        break;
    }
  }
  return pattern;
}

}  // namespace tocsin
