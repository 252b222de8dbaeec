// Universally unique identifiers (RFC 9562).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct Uuid {
  std::array<uint8_t, 16> bytes{};

  // "6ba7b810-9dad-11d1-80b4-00c04fd430c8", either letter case, optionally in braces as Windows
  // writes GUIDs. Nothing for anything else.
  static std::optional<Uuid> Parse(std::string_view text);

  // Version 5: the same namespace and name give the same identifier everywhere (SHA-1 inside).
  static Uuid V5(const Uuid& name_space, std::string_view name);

  // 36 characters, lower case.
  std::string ToString() const;

  friend bool operator==(const Uuid&, const Uuid&) = default;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

}  // namespace tocsin
