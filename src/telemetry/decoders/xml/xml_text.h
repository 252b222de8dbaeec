// The characters of XML text: references resolved, line ends made one, malformed UTF-8 repaired.
// Ownership: a view of `raw`, or of memory where characters had to change. Linear in the text.
#pragma once

#include "telemetry/decoders/budgeted_arena.h"

#include <string_view>

namespace tocsin::xml {

struct Text {
  std::string_view characters;
  bool repaired = false;  // something was no Unicode character
  bool fits = true;       // false: the memory's budget is used up
};

// `valid_utf8`: `raw` is known to be. `references`: false for CDATA, where & is a character.
Text ReadText(std::string_view raw, bool valid_utf8, bool references, BudgetedArena& memory);

}  // namespace tocsin::xml
