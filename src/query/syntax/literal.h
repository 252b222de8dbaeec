// Numbers in query texts: from digits and back.
//
// Pure. Independent of the locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace tocsin::syntax {

struct NumberTooLarge {};

// Text of digits with an optional fraction and exponent, which the lexer has checked. Whole numbers
// that do not fit 64 bits become double; a double that would be infinite is too large.
std::variant<std::int64_t, double, NumberTooLarge> ParseNumber(std::string_view text);

// The shortest text that reads back as the same double, always with a fraction or an exponent, so
// that it does not read as a whole number.
std::string FormatDecimal(double value);

// Value of a hexadecimal digit, -1 for any other byte.
int HexDigit(char c);

}  // namespace tocsin::syntax
