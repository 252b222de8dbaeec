// The list of rule formats. A new format is one line in all_formats.cc.
#pragma once

#include "rules/formats/format.h"

#include <span>
#include <string_view>

namespace tocsin {

std::span<const RuleFormat* const> AllFormats();

// The format that reads a file of this name and text; null when none claims it.
const RuleFormat* FormatOf(std::string_view path, std::string_view text);

}  // namespace tocsin
