// Numbers of a search: from their text and back.
//
// Pure. Independent of the locale.
#pragma once

#include "query/datadog/ast.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::datadog {

// An optional minus, digits with an optional fraction and exponent; none for any other text.
// What is whole is a whole number, however it is written: 2.0 is 2.
std::optional<Number> NumberOf(std::string_view text);

// The shortest text that reads back as the same number; whole numbers without a fraction.
std::string TextOf(const Number& number);

}  // namespace tocsin::datadog
