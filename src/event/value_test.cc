#include "event/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace tocsin {
namespace {

TEST(Value, UnsignedNumbersThatFitAreSigned) {
  EXPECT_EQ(Value::UInt(5).kind(), ValueKind::kInt);
  EXPECT_EQ(Value::UInt(UINT64_MAX).kind(), ValueKind::kUInt);
}

TEST(Value, NumbersCompareByValueAcrossKinds) {
  EXPECT_TRUE(SameValue(Value::Int(1), Value::Double(1.0)));
  EXPECT_TRUE(SameValue(Value::Double(0.0), Value::Double(-0.0)));
  EXPECT_FALSE(SameValue(Value::Int(1), Value::Double(1.5)));
  EXPECT_FALSE(SameValue(Value::Int(1), Value::String("1")));
  EXPECT_FALSE(SameValue(Value::Int(1), Value::Bool(true)));
  EXPECT_FALSE(SameValue(Value::Int(1), Value::Time(1)));
}

TEST(Value, LargeNumbersAreNotRounded) {
  const std::int64_t big = (std::int64_t{1} << 53) + 1;  // no double holds it
  EXPECT_FALSE(SameValue(Value::Int(big), Value::Double(static_cast<double>(big))));
  EXPECT_GT(CompareValues(Value::Int(big), Value::Double(static_cast<double>(big))), 0);
  EXPECT_LT(CompareValues(Value::Int(INT64_MAX), Value::Double(9223372036854775808.0)), 0);
  EXPECT_TRUE(SameValue(Value::UInt(std::uint64_t{1} << 63), Value::Double(9223372036854775808.0)));
  EXPECT_LT(CompareValues(Value::UInt(UINT64_MAX), Value::Double(18446744073709551616.0)), 0);
}

TEST(Value, OrderIsTotalAndConsistentWithHash) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Value> ascending = {
      Value::Null(),
      Value::Bool(false),
      Value::Bool(true),
      Value::Double(-std::numeric_limits<double>::infinity()),
      Value::Double(-9223372036854777856.0),
      Value::Int(INT64_MIN),
      Value::Int(-2),
      Value::Double(-1.5),
      Value::Int(-1),
      Value::Int(0),
      Value::Double(0.5),
      Value::Int(1),
      Value::Int(INT64_MAX),
      Value::UInt(std::uint64_t{1} << 63),
      Value::UInt(UINT64_MAX),
      Value::Double(1e300),
      Value::Double(nan),
      Value::Time(-1),
      Value::Time(7),
      Value::String(""),
      Value::String("A"),
      Value::String("a"),
      Value::String("aa"),
      Value::String("\xC3\xA9"),
  };
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      const int order = CompareValues(ascending[i], ascending[j]);
      EXPECT_EQ(order < 0, i < j) << i << " " << j;
      EXPECT_EQ(order == 0, i == j) << i << " " << j;
      EXPECT_EQ(SameValue(ascending[i], ascending[j]), i == j) << i << " " << j;
    }
  }
  EXPECT_EQ(HashValue(Value::Int(-3)), HashValue(Value::Double(-3.0)));
  EXPECT_EQ(HashValue(Value::Double(0.0)), HashValue(Value::Double(-0.0)));
  EXPECT_EQ(HashValue(Value::UInt(std::uint64_t{1} << 63)),
            HashValue(Value::Double(9223372036854775808.0)));
  EXPECT_NE(HashValue(Value::Int(1)), HashValue(Value::Time(1)));
  EXPECT_EQ(HashValue(Value::String("ab")), HashValue(Value::String(std::string("ab"))));
}

}  // namespace
}  // namespace tocsin
