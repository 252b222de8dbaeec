#include "telemetry/sources/command_line_args.h"

#include <algorithm>
#include <cstddef>

namespace tocsin {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Memory for arguments that lose characters: one piece for all of a line, or a line of many quotes
// would take its square.
class Output {
 public:
  Output(Arena& arena, std::size_t line_size) : arena_(arena), line_size_(line_size) {}

  // Where the next argument goes; End says how long it became.
  char* Begin() {
    if (next_ == nullptr) next_ = arena_.Allocate(line_size_, 1);
    return next_;
  }
  void End(std::size_t size) { next_ += size; }

 private:
  Arena& arena_;
  const std::size_t line_size_;
  char* next_ = nullptr;
};

// Reads the argument that starts at `*position` and moves behind it. An argument without quotes
// and without backslashes before one is a view of the text.
std::string_view ReadArgument(std::string_view text, std::size_t* position, Output& output) {
  const std::size_t start = *position;
  std::size_t i = start;
  while (i < text.size() && !IsBlank(text[i]) && text[i] != '"') ++i;
  if (i == text.size() || text[i] != '"') {
    *position = i;
    return text.substr(start, i - start);
  }

  char* const out = output.Begin();
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
  output.End(size);
  return {out, size};
}

constexpr std::string_view kShellSeparators = " \t\n";
constexpr std::string_view kShellQuoting = " \t\n'\"\\";

// Reads the shell word that starts at `*position` and moves behind it; a view of the text if there
// is nothing to remove.
std::string_view ReadShellWord(std::string_view text, std::size_t* position, Output& output) {
  const std::size_t start = *position;
  std::size_t i = std::min(text.find_first_of(kShellQuoting, start), text.size());
  if (i == text.size() || kShellSeparators.find(text[i]) != std::string_view::npos) {
    *position = i;
    return text.substr(start, i - start);
  }

  char* const out = output.Begin();
  std::size_t size = 0;
  char quote = '\0';
  for (i = start; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && kShellSeparators.find(c) != std::string_view::npos) break;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      const char next = text[i + 1];
      const bool taken =
          quote == '\0' || std::string_view("$`\"\\\n").find(next) != std::string_view::npos;
      if (!taken) out[size++] = c;
      // A backslash before a line break joins the lines.
      if (!(taken && next == '\n')) out[size++] = next;
      ++i;
    } else {
      out[size++] = c;
    }
  }
  *position = i;
  output.End(size);
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
  Output output(arena, command_line.size());
  std::size_t i = 0;
  while (true) {
    while (i < command_line.size() && IsBlank(command_line[i])) ++i;
    if (i == command_line.size()) return;
    arguments->push_back(ReadArgument(command_line, &i, output));
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

void SplitPosixArguments(std::string_view command_line, Arena& arena,
                         std::vector<std::string_view>* arguments) {
  arguments->clear();
  Output output(arena, command_line.size());
  std::size_t i = 0;
  while (true) {
    i = command_line.find_first_not_of(kShellSeparators, i);
    if (i == std::string_view::npos) return;
    arguments->push_back(ReadShellWord(command_line, &i, output));
  }
}

std::string JoinPosixArguments(std::span<const std::string_view> arguments) {
  std::string line;
  bool first = true;
  for (const std::string_view argument : arguments) {
    if (!first) line.push_back(' ');
    first = false;
    if (!argument.empty() && argument.find_first_of(kShellQuoting) == std::string_view::npos) {
      line.append(argument);
      continue;
    }
    line.push_back('\'');
    for (const char c : argument) {
      if (c == '\'') {
        line.append("'\\''");
      } else {
        line.push_back(c);
      }
    }
    line.push_back('\'');
  }
  return line;
}

}  // namespace tocsin
