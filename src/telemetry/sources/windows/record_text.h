// Texts of the elements of an event tree, by the convention of telemetry/decoders/document.h, and
// the numbers in them.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::windows {

inline constexpr std::string_view kAttributesKey = "#attributes";
inline constexpr std::string_view kTextKey = "#text";

// An element's own text, whether or not it has attributes beside it; null if there is none.
inline const doc::Node* TextNode(const doc::Node* element) {
  if (element == nullptr || !element->is_object()) return element;
  return element->Find(kTextKey);
}

// The same as text; empty if there is none.
inline std::string_view ElementText(const doc::Node* element, Arena& arena) {
  const doc::Node* text = TextNode(element);
  return text == nullptr ? std::string_view() : doc::TextOf(*text, arena);
}

inline std::string_view AttributeText(const doc::Node& element, std::string_view name,
                                      Arena& arena) {
  const doc::Node* attribute = element.FindPath(kAttributesKey, name);
  return attribute == nullptr ? std::string_view() : doc::TextOf(*attribute, arena);
}

// A number of 32 bits, decimal or hexadecimal.
std::optional<std::uint32_t> ParseSmall(std::string_view text);
// The mask of keywords: hexadecimal, or decimal and signed, as collectors print it.
std::optional<std::uint64_t> ParseKeywords(std::string_view text);

}  // namespace tocsin::windows
