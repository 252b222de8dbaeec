#include "telemetry/sources/windows/record_text.h"

#include "telemetry/sources/raw_text.h"

#include <charconv>

namespace tocsin::windows {

std::optional<std::uint64_t> ParseKeywords(std::string_view text) {
  if (const auto mask = ParseUnsigned(text)) return mask;
  std::int64_t signed_mask = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), signed_mask);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(signed_mask);
}

std::optional<std::uint32_t> ParseSmall(std::string_view text) {
  const auto number = ParseUnsigned(text);
  if (!number || *number > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace tocsin::windows
