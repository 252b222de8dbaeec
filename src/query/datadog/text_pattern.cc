#include "query/datadog/text_pattern.h"

#include <algorithm>
#include <utility>

namespace tocsin::datadog {
namespace {

using Kind = WildcardToken::Kind;

// Characters that a term has to escape: Datadog log search documentation, "Special characters".
constexpr std::string_view kSpecial = "()[]{}\":*?\\ \t\r\n";
// Those that have a meaning only where a term begins.
constexpr std::string_view kSpecialFirst = "-!<>#";

}  // namespace

TextPattern TextPattern::Literal(std::string text) {
  TextPattern pattern;
  pattern.AddLiteral(text);
  return pattern;
}

void TextPattern::AddLiteral(std::string_view text) {
  if (text.empty()) return;
  if (!tokens_.empty() && tokens_.back().kind == Kind::kLiteral) {
    tokens_.back().text += text;
  } else {
    tokens_.push_back({Kind::kLiteral, std::string(text)});
  }
}

void TextPattern::AddAnyRun() {
  if (!tokens_.empty() && tokens_.back().kind == Kind::kAnyRun) return;
  tokens_.push_back({Kind::kAnyRun, {}});
}

void TextPattern::AddAnyOne() { tokens_.push_back({Kind::kAnyOne, {}}); }

bool TextPattern::is_literal() const {
  return tokens_.empty() || (tokens_.size() == 1 && tokens_[0].kind == Kind::kLiteral);
}

bool TextPattern::is_match_all() const {
  return tokens_.size() == 1 && tokens_[0].kind == Kind::kAnyRun;
}

std::string TextPattern::literal() const {
  return tokens_.empty() ? std::string() : tokens_[0].text;
}

bool TextPattern::Matches(std::string_view value) const {
  if (is_literal()) return value == literal();
  return WildcardPattern(tokens_, CaseMode::kSensitive).Matches(value);
}

bool TextPattern::MayMatchNumber() const {
  return std::all_of(tokens_.begin(), tokens_.end(), [](const WildcardToken& token) {
    return token.text.find_first_not_of("0123456789+-.e") == std::string::npos;
  });
}

std::optional<std::string> TextPattern::ToWildcard() const {
  std::string text;
  for (const WildcardToken& token : tokens_) {
    switch (token.kind) {
      case Kind::kAnyRun:
        text += '*';
        break;
      case Kind::kAnyOne:
        text += '?';
        break;
      case Kind::kLiteral:
        if (token.text.find_first_of("*?") != std::string::npos) return std::nullopt;
        text += token.text;
        break;
    }
  }
  return text;
}

std::string TextPattern::ToRegex() const {
  // Every operator of Lucene's flavour, optional ones included.
  static constexpr std::string_view kOperators = ".?+*|{}[]()\"\\#@&<>~^$-";
  std::string text;
  for (const WildcardToken& token : tokens_) {
    switch (token.kind) {
      case Kind::kAnyRun:
        text += ".*";
        break;
      case Kind::kAnyOne:
        text += '.';
        break;
      case Kind::kLiteral:
        for (const char c : token.text) {
          if (kOperators.find(c) != std::string_view::npos) text += '\\';
          text += c;
        }
        break;
    }
  }
  return text;
}

std::string TextPattern::ToSearch() const {
  std::string text;
  for (const WildcardToken& token : tokens_) {
    switch (token.kind) {
      case Kind::kAnyRun:
        text += '*';
        break;
      case Kind::kAnyOne:
        text += '?';
        break;
      case Kind::kLiteral:
        text += EscapeTerm(token.text);
        break;
    }
  }
  return text;
}

std::string EscapeTerm(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool doubled = (c == '&' || c == '|') && i + 1 < text.size() && text[i + 1] == c;
    if (doubled || kSpecial.find(c) != std::string_view::npos ||
        kSpecialFirst.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace tocsin::datadog
