// The inside of JSON string literals.
#pragma once

#include "base/arena.h"

#include <cstddef>
#include <string_view>

namespace tocsin::json {

// A literal within its record: the bytes record[begin, end) between the quotes. The bytes around
// it let short texts be examined a block at a time.
struct Literal {
  std::string_view record;
  std::size_t begin = 0;
  std::size_t end = 0;

  std::string_view text() const { return record.substr(begin, end - begin); }
};

// Position in the record of the literal's first backslash, or its end.
std::size_t FindBackslash(const Literal& literal);

struct Unescaped {
  std::string_view text;         // in the arena
  bool ok = false;               // false: `fault_offset` says where the bad escape stands
  bool repaired = false;         // a lone surrogate became U+FFFD
  std::size_t fault_offset = 0;  // within the record
};

// Resolves the escapes of a literal whose first backslash stands at `first`. The text is never
// longer than the literal. With `repair` off, a lone surrogate is a bad escape.
Unescaped Unescape(const Literal& literal, std::size_t first, bool repair, Arena& arena);

}  // namespace tocsin::json
