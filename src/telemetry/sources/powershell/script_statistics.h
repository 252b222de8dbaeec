// Numbers about a script's text by which obfuscated scripts stand out.
//
//   symbol         a byte of the text in UTF-8
//   surprisal      -log2 of the share that a symbol has among all, in bits
//   entropy        the mean surprisal over the text (Shannon), in bits a symbol
//   deviation      the standard deviation of the surprisal over the text
//
// Facts: the published ECS mapping of script blocks names the four numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::powershell {

struct ScriptStatistics {
  std::uint64_t length = 0;  // in characters, as Windows counts them (UTF-16 units)
  std::uint32_t unique_symbols = 0;
  double entropy_bits = 0;
  double surprisal_stdev = 0;
};

// Pure; one pass over the text.
ScriptStatistics StatisticsOf(std::string_view text);

}  // namespace tocsin::powershell
