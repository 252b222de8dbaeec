// What the place that text goes to can do: width, colors, letters.
//
// Everything from events, rules and file names passes EscapeTerminal before it is printed: no
// control byte of an event ever reaches a terminal.
#pragma once

#include "rules/model/severity.h"

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace tocsin {

enum class ColorMode : unsigned char { kAuto, kAlways, kNever };

struct Terminal {
  bool is_tty = false;
  bool color = false;
  std::size_t width = 0;  // columns; 0: unlimited (not a terminal)
  bool unicode = true;    // shows more than ASCII
};

// Looks at the stream, NO_COLOR, CLICOLOR_FORCE, TERM, COLUMNS and the locale (LC_ALL, LC_CTYPE,
// LANG).
Terminal DescribeTerminal(std::FILE* stream, ColorMode mode);

enum class Style : unsigned char { kPlain, kBold, kDim, kRed, kYellow, kGreen, kBlue, kMagenta };

// `text` with color codes around it when the terminal has colors. `text` must be safe already.
std::string Styled(std::string_view text, Style style, const Terminal& terminal);
Style StyleOf(RuleSeverity severity);

// "1,234,567".
std::string WithThousands(unsigned long long number);
// "1 rule", "2,000 rules".
std::string CountText(unsigned long long number, std::string_view one, std::string_view many);
// "186 MB", in units of 1000.
std::string ByteText(double bytes);
// "0.42 s", "3 min 12 s".
std::string SecondsText(double seconds);

}  // namespace tocsin
