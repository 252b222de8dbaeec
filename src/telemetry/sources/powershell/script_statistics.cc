#include "telemetry/sources/powershell/script_statistics.h"

#include "base/utf8.h"

#include <array>
#include <cmath>

namespace tocsin::powershell {

ScriptStatistics StatisticsOf(std::string_view text) {
  std::array<std::uint64_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];

  ScriptStatistics statistics{.length = Utf16Length(text)};
  double mean = 0;
  double mean_of_squares = 0;
  for (const std::uint64_t count : counts) {
    if (count == 0) continue;
    ++statistics.unique_symbols;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    const double surprisal = -std::log2(share);
    mean += share * surprisal;
    mean_of_squares += share * surprisal * surprisal;
  }
  statistics.entropy_bits = mean;
  // Rounding may leave a hair less than nothing.
  statistics.surprisal_stdev = std::sqrt(std::fmax(0, mean_of_squares - mean * mean));
  return statistics;
}

}  // namespace tocsin::powershell
