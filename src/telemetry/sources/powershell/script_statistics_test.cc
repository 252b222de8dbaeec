#include "telemetry/sources/powershell/script_statistics.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::powershell {
namespace {

TEST(ScriptStatistics, CountsAndWeighsSymbols) {
  const ScriptStatistics even = StatisticsOf("abcdabcd");
  EXPECT_EQ(even.length, 8U);
  EXPECT_EQ(even.unique_symbols, 4U);
  EXPECT_DOUBLE_EQ(even.entropy_bits, 2);
  EXPECT_NEAR(even.surprisal_stdev, 0, 1e-7);

  // Half a with 1 bit, a quarter each of b and c with 2 bits: mean 1.5, deviation 0.5.
  const ScriptStatistics uneven = StatisticsOf("aabc");
  EXPECT_DOUBLE_EQ(uneven.entropy_bits, 1.5);
  EXPECT_DOUBLE_EQ(uneven.surprisal_stdev, 0.5);
}

TEST(ScriptStatistics, CountsCharactersAsWindowsDoes) {
  const ScriptStatistics statistics = StatisticsOf("\xC3\xA4\xF0\x9F\x98\x80");
  EXPECT_EQ(statistics.length, 3U);
  EXPECT_EQ(statistics.unique_symbols, 6U);
}

TEST(ScriptStatistics, OfOneSymbolAndOfNone) {
  const ScriptStatistics one = StatisticsOf(std::string(1000, 'x'));
  EXPECT_EQ(one.entropy_bits, 0);
  EXPECT_EQ(one.surprisal_stdev, 0);
  const ScriptStatistics none = StatisticsOf("");
  EXPECT_EQ(none.length, 0U);
  EXPECT_EQ(none.entropy_bits, 0);
}

}  // namespace
}  // namespace tocsin::powershell
