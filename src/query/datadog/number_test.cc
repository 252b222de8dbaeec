#include "query/datadog/number.h"

#include <gtest/gtest.h>

namespace tocsin::datadog {
namespace {

TEST(DatadogNumber, TakesWholeAndBrokenNumbers) {
  EXPECT_EQ(NumberOf("503"), Number(std::int64_t{503}));
  EXPECT_EQ(NumberOf("-5"), Number(std::int64_t{-5}));
  EXPECT_EQ(NumberOf("1.5e2"), Number(std::int64_t{150}));
  EXPECT_EQ(NumberOf("2.0"), Number(std::int64_t{2}));
  EXPECT_EQ(NumberOf(".5"), Number(0.5));
}

TEST(DatadogNumber, TakesNothingElse) {
  for (const char* text : {"", "-", ".", "5x", "0x10", "inf", "nan", "1e", "--1", "+1", "1e999"}) {
    EXPECT_FALSE(NumberOf(text).has_value()) << text;
  }
}

TEST(DatadogNumber, PrintsTheShortestText) {
  EXPECT_EQ(TextOf(std::int64_t{-7}), "-7");
  EXPECT_EQ(TextOf(120.5), "120.5");
}

}  // namespace
}  // namespace tocsin::datadog
