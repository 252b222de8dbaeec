#include "engine/match/regex_literal.h"

#include <cstddef>

namespace tocsin::match {
namespace {

constexpr std::string_view kTooClever = "|&~#<>\"";
constexpr std::string_view kRepetitions = "?*+{";

// Offset of the `]` that ends the class beginning at `open`; npos if there is none.
std::size_t EndOfClass(std::string_view pattern, std::size_t open) {
  std::size_t i = open + 1;
  if (i < pattern.size() && pattern[i] == '^') ++i;
  if (i < pattern.size() && pattern[i] == ']') return std::string_view::npos;  // readings differ
  for (; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == ']') {
      return i;
    }
  }
  return std::string_view::npos;
}

// Offset of the `)` that ends the group beginning at `open`; npos if there is none.
std::size_t EndOfGroup(std::string_view pattern, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    switch (pattern[i]) {
      case '\\':
        ++i;
        break;
      case '"':
        return std::string_view::npos;  // a quoted text may hold brackets
      case '[':
        i = EndOfClass(pattern, i);
        if (i == std::string_view::npos) return i;
        break;
      case '(':
        ++depth;
        break;
      case ')':
        if (--depth == 0) return i;
        break;
      default:
        break;
    }
  }
  return std::string_view::npos;
}

void DropLastCodePoint(std::string* text) {
  while (!text->empty() && (static_cast<unsigned char>(text->back()) & 0xC0U) == 0x80U) {
    text->pop_back();
  }
  if (!text->empty()) text->pop_back();
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string RequiredLiteral(std::string_view pattern) {
  std::string best;
  std::string run;
  const auto end_run = [&] {
    if (run.size() > best.size()) best = run;
    run.clear();
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (kTooClever.find(c) != std::string_view::npos) return {};
    switch (c) {
      case '\\':
        if (++i == pattern.size()) return {};
        if (IsWordCharacter(pattern[i])) {
          end_run();  // a predefined class; of other letters the run before it is enough
        } else {
          run += pattern[i];
        }
        break;
      case '(':
        end_run();
        i = EndOfGroup(pattern, i);
        if (i == std::string_view::npos) return {};
        break;
      case '[':
        end_run();
        i = EndOfClass(pattern, i);
        if (i == std::string_view::npos) return {};
        break;
      case '+':
        // `x+` has one x at least, unless it is repeated itself: `x+?` may have none.
        if (i + 1 < pattern.size() && kRepetitions.find(pattern[i + 1]) != std::string_view::npos) {
          DropLastCodePoint(&run);
        }
        end_run();
        break;
      case '{':
      case '*':
      case '?':
        DropLastCodePoint(&run);  // it may occur no times
        end_run();
        if (c == '{') {
          i = pattern.find('}', i);
          if (i == std::string_view::npos) return {};
        }
        break;
      case '.':
      case '@':
      case '^':
      case '$':
      case ']':
      case ')':
      case '}':
        end_run();
        break;
      default:
        run += c;
    }
  }
  end_run();
  return best;
}

}  // namespace tocsin::match
