// The rule pack that is linked into the program: the files below rules/ at build time.
#pragma once

#include <span>
#include <string_view>

namespace tocsin {

struct BuiltinFile {
  std::string_view path;  // below rules/, as in windows/command_and_control/x/rule.toml
  std::string_view text;
};

// Sorted by path. Lives for the whole program.
std::span<const BuiltinFile> BuiltinRuleFiles();

}  // namespace tocsin
