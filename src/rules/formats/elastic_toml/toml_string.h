// Strings of a TOML file with the way back: which bytes of the file a position in the unescaped
// text came from. The TOML library gives only the place of the opening quote.
//
// Fact: TOML 1.0, section String (basic, literal, and their multi-line forms).
#pragma once

#include "base/diag/source_text.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::elastic_toml {

struct TomlString {
  std::string text;
  OffsetMap map;
};

// Reads the string whose opening quote is the byte `quote` of `file`. CRLF becomes LF, as the
// library does. None when the bytes there are no complete string.
std::optional<TomlString> ReadTomlString(std::string_view file, std::size_t quote);

// The byte offset of a place given as line and column from 1, columns in code points. The end of
// the text for places beyond it.
std::size_t OffsetOfPlace(std::string_view file, std::size_t line, std::size_t column);

}  // namespace tocsin::elastic_toml
