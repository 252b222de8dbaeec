// Windows text to UTF-8: UTF-16 and ANSI strings of event logs.
//
// Lone surrogates and a last odd byte become U+FFFD. Embedded NULs are kept. Zero units at the end,
// which some providers count into the length, are dropped.
// Cost: one pass for text in ASCII, eight units a step where SSE2 is there.
#pragma once

#include "telemetry/decoders/evtx/limits.h"

#include <string_view>

namespace tocsin::evtx {

// False when the budget does not allow the text. `bytes` holds UTF-16LE.
bool Utf8FromUtf16(std::string_view bytes, BudgetedArena& memory, std::string_view* out);

// ANSI strings name no code page: text that is valid UTF-8 stays as it is, other text is read as
// Windows-1252.
bool Utf8FromAnsi(std::string_view bytes, BudgetedArena& memory, std::string_view* out);

}  // namespace tocsin::evtx
