// When a rule runs and how far it looks back, as its file says. Kept and shown; applied only by
// the scheduled mode (rulings: `scan` reads all evidence once).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct Schedule {
  std::string interval = "5m";
  std::string from = "now-6m";  // date math; both ends inclusive
  std::string to = "now";
};

// Elastic date math relative to `now`: "now", then any number of "+N<u>", "-N<u>", "/u" with u in
// s m h d w M y. Gives the offset in nanoseconds for forms without rounding and without months or
// years, which are the ones that a fixed length can express; none otherwise.
std::optional<std::int64_t> DateMathOffset(std::string_view text);

// "5m", "90s", "2h", "1d" -> nanoseconds; none for anything else.
std::optional<std::int64_t> ParseInterval(std::string_view text);

// (to - from) - interval: by how much consecutive runs overlap. None when not a fixed length.
std::optional<std::int64_t> AdditionalLookBack(const Schedule& schedule);

}  // namespace tocsin
