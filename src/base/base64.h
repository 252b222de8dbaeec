// Base64 (RFC 4648): the standard alphabet, and the one for URLs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

enum class Base64Alphabet : uint8_t { kStandard, kUrl };  // + and /, or - and _

// With padding.
std::string Base64Encode(std::string_view bytes,
                         Base64Alphabet alphabet = Base64Alphabet::kStandard);

// Padding may be absent, but not wrong. Nothing for any other character, a length that cannot be,
// or bits that are left over and not zero.
std::optional<std::string> Base64Decode(std::string_view text,
                                        Base64Alphabet alphabet = Base64Alphabet::kStandard);

}  // namespace tocsin
