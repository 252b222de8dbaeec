#include "query/syntax/literal.h"

#include <gtest/gtest.h>

namespace tocsin::syntax {
namespace {

TEST(ParseNumber, ReadsWholeNumbersUpTo64Bits) {
  EXPECT_EQ(std::get<std::int64_t>(ParseNumber("0")), 0);
  EXPECT_EQ(std::get<std::int64_t>(ParseNumber("8589934592")), 8589934592);
  EXPECT_EQ(std::get<std::int64_t>(ParseNumber("9223372036854775807")), INT64_MAX);
}

TEST(ParseNumber, ReadsEverythingElseAsDouble) {
  EXPECT_EQ(std::get<double>(ParseNumber("9223372036854775808")), 9223372036854775808.0);
  EXPECT_EQ(std::get<double>(ParseNumber("5.")), 5.0);
  EXPECT_EQ(std::get<double>(ParseNumber(".5")), 0.5);
  EXPECT_EQ(std::get<double>(ParseNumber("5e14")), 5e14);
  EXPECT_EQ(std::get<double>(ParseNumber("1e-3")), 0.001);
  EXPECT_EQ(std::get<double>(ParseNumber("1e-999")), 0.0);
}

TEST(ParseNumber, RefusesWhatIsInfinite) {
  EXPECT_TRUE(std::holds_alternative<NumberTooLarge>(ParseNumber("1e999")));
}

TEST(FormatDecimal, ReadsBackAsTheSameDouble) {
  for (const double value : {0.0, 1.0, 0.5, 1e20, 1e-7, 123456789.125, 0.1, 1e300}) {
    const std::string text = FormatDecimal(value);
    EXPECT_EQ(std::get<double>(ParseNumber(text)), value) << text;
  }
  EXPECT_EQ(FormatDecimal(1.0), "1.0");
  EXPECT_EQ(FormatDecimal(42.5), "42.5");
}

TEST(HexDigit, KnowsBothLetterCases) {
  EXPECT_EQ(HexDigit('0'), 0);
  EXPECT_EQ(HexDigit('a'), 10);
  EXPECT_EQ(HexDigit('F'), 15);
  EXPECT_EQ(HexDigit('g'), -1);
}

}  // namespace
}  // namespace tocsin::syntax
