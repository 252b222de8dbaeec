// The inside of JSON string literals.
#pragma once

#include "base/arena.h"

#include <cstddef>
#include <string_view>

namespace tocsin::json {

// Position of the first backslash in `text`, or text.size().
std::size_t FindBackslash(std::string_view text);

struct Unescaped {
  std::string_view text;         // in the arena
  bool ok = false;               // false: `fault_offset` says where the bad escape stands
  bool repaired = false;         // a lone surrogate became U+FFFD
  std::size_t fault_offset = 0;  // within the literal
};

// Resolves the escapes of `literal`, the bytes between the quotes, whose first backslash stands at
// `first`. The text is never longer than the literal.
Unescaped Unescape(std::string_view literal, std::size_t first, bool repair, Arena& arena);

}  // namespace tocsin::json
