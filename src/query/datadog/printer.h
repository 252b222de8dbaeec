// A search as text, in one spelling: AND written out, every group in parentheses, wildcards and
// escapes as terms need them. Parsing the text again gives an equal tree.
#pragma once

#include "query/datadog/ast.h"

#include <string>

namespace tocsin::datadog {

std::string Print(const Node& node);

}  // namespace tocsin::datadog
