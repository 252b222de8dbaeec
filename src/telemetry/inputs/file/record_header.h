// The line that evtx_dump prints above each record: "Record", blanks, digits.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tocsin::input {

// How long such a line may be. Bounded, so that a decision never depends on the window.
inline constexpr std::size_t kRecordHeaderBytesMax = 64;

// Whether the line that begins at `at` is one; nullopt: the window does not show enough of it.
std::optional<bool> IsRecordHeaderAt(std::string_view window, std::size_t at, bool at_end);

}  // namespace tocsin::input
