#include "telemetry/sources/command_line_args.h"

#include <cstddef>

namespace tocsin {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Reads the argument that starts at `*position` and moves behind it. An argument without quotes
// and without backslashes before one is a view of the text.
std::string_view ReadArgument(std::string_view text, std::size_t* position, Arena& arena) {
  const std::size_t start = *position;
  std::size_t i = start;
  while (i < text.size() && !IsBlank(text[i]) && text[i] != '"') ++i;
  if (i == text.size() || text[i] != '"') {
    *position = i;
    return text.substr(start, i - start);
  }

  char* const out = arena.Allocate(text.size() - start, 1);
  std::size_t size = 0;
  std::size_t backslashes = 0;
  bool quoted = false;
  const auto put_backslashes = [&](std::size_t count) {
    for (; count > 0; --count) out[size++] = '\\';
  };
  for (i = start; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++backslashes;
      continue;
    }
    if (c == '"') {
      put_backslashes(backslashes / 2);
      const bool literal = backslashes % 2 == 1;
      backslashes = 0;
      if (literal) {
        out[size++] = '"';
        continue;
      }
      if (quoted && i + 1 < text.size() && text[i + 1] == '"') {
        out[size++] = '"';
        ++i;
      }
      quoted = !quoted;
      continue;
    }
    put_backslashes(backslashes);
    backslashes = 0;
    if (IsBlank(c) && !quoted) break;
    out[size++] = c;
  }
  put_backslashes(backslashes);
  *position = i;
  return {out, size};
}

bool NeedsQuotes(std::string_view argument) {
  if (argument.empty()) return true;
  for (const char c : argument) {
    if (IsBlank(c) || c == '"') return true;
  }
  return false;
}

void AppendQuoted(std::string_view argument, std::string* out) {
  out->push_back('"');
  std::size_t backslashes = 0;
  for (const char c : argument) {
    if (c == '\\') {
      ++backslashes;
      continue;
    }
    // Only a quote makes the backslashes before it special.
    out->append(c == '"' ? backslashes * 2 + 1 : backslashes, '\\');
    backslashes = 0;
    out->push_back(c);
  }
  out->append(backslashes * 2, '\\');
  out->push_back('"');
}

}  // namespace

void SplitWindowsArguments(std::string_view command_line, Arena& arena,
                           std::vector<std::string_view>* arguments) {
  arguments->clear();
  std::size_t i = 0;
  while (true) {
    while (i < command_line.size() && IsBlank(command_line[i])) ++i;
    if (i == command_line.size()) return;
    arguments->push_back(ReadArgument(command_line, &i, arena));
  }
}

std::string JoinWindowsArguments(std::span<const std::string_view> arguments) {
  std::string line;
  bool first = true;
  for (const std::string_view argument : arguments) {
    if (!first) line.push_back(' ');
    first = false;
    if (NeedsQuotes(argument)) {
      AppendQuoted(argument, &line);
    } else {
      line.append(argument);
    }
  }
  return line;
}

void SplitSecurityArguments(std::string_view command_line,
                            std::vector<std::string_view>* arguments) {
  arguments->clear();
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < command_line.size(); ++i) {
    const char c = command_line[i];
    if (c == '"') quoted = !quoted;
    if (!IsSpace(c) || quoted) continue;
    arguments->push_back(command_line.substr(start, i - start));
    start = i + 1;
  }
  if (!command_line.empty()) arguments->push_back(command_line.substr(start));
}

}  // namespace tocsin
