// JSON text that harms no terminal.
//
// The library escapes C0 only. Everything else that a terminal or a script may act on (see
// MustEscapeInJson in base/escape.h) can stand within strings only,
// so it can be escaped in the finished text.
// Threads: pure. Cost: one pass; a copy only if something is escaped.
#pragma once

#include <string>

namespace tocsin {

// `json`: valid JSON in valid UTF-8, as the library dumps it. The result means the same.
std::string PrintableJson(std::string json);

}  // namespace tocsin
