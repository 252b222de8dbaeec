// Command lines cut into arguments, by the rules that detection content was tuned on.
//
// Ownership: results are views of the command line, or of the arena where characters had to be
// removed. Pure; linear in the text.
#pragma once

#include "base/arena.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// The rule of Windows programs (CommandLineToArgvW with the quoting of C runtimes before 2008):
//
//   * blanks and tabs separate, outside quotes;
//   * 2n backslashes before a quote are n backslashes, and the quote toggles quoting;
//     2n+1 are n backslashes and a literal quote; other backslashes are literal;
//   * inside quotes, a doubled quote is one quote and ends the quoted part.
//
// Quotes are removed; "" alone is an empty argument. Replaces what `arguments` held.
void SplitWindowsArguments(std::string_view command_line, Arena& arena,
                           std::vector<std::string_view>* arguments);

// A command line that SplitWindowsArguments cuts into exactly these.
std::string JoinWindowsArguments(std::span<const std::string_view> arguments);

// The rule of the published mapping for process creation in the Windows Security log: every
// white-space character outside quotes ends an argument, so two blanks in a row enclose an empty
// one, and so does a blank at either end; quotes stay in the argument; backslashes mean nothing.
// Replaces what `arguments` held.
void SplitSecurityArguments(std::string_view command_line,
                            std::vector<std::string_view>* arguments);

// The rule of Unix shells for words (POSIX, Shell Command Language 2.2), for sensors that give the
// arguments of a program as one text:
//
//   * blanks, tabs and line breaks separate, outside quotes;
//   * between single quotes everything is literal;
//   * between double quotes a backslash is taken before $ ` " \ and a line break only;
//   * elsewhere a backslash takes the next character literally.
//
// Quotes are removed; '' alone is an empty argument. Nothing is expanded. A quote that is never
// closed reaches to the end. Replaces what `arguments` held.
void SplitPosixArguments(std::string_view command_line, Arena& arena,
                         std::vector<std::string_view>* arguments);

// A command line that SplitPosixArguments cuts into exactly these.
std::string JoinPosixArguments(std::span<const std::string_view> arguments);

}  // namespace tocsin
