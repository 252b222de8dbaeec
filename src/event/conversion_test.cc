#include "event/conversion.h"

#include <gtest/gtest.h>

#include <utility>

namespace tocsin {
namespace {

struct Case {
  const char* name;
  FieldType type;
  Value value;
  Conversion outcome;
  Value expected;
};

TEST(Conversion, GivesWhatAnIndexWouldHaveStored) {
  using enum FieldType;
  const auto text = [](const char* t) { return Value::String(t); };
  const Case cases[] = {
      {"text stays", kKeyword, text("a"), Conversion::kDone, text("a")},
      {"empty keyword is a value", kKeyword, text(""), Conversion::kDone, text("")},
      {"number as keyword", kKeyword, Value::Int(4688), Conversion::kDone, text("4688")},
      {"boolean as keyword", kWildcard, Value::Bool(true), Conversion::kDone, text("true")},
      {"double as keyword", kKeyword, Value::Double(1), Conversion::kDone, text("1.0")},
      {"instant as keyword", kKeyword, Value::Time(1'500'000'000), Conversion::kDone,
       text("1970-01-01T00:00:01.500Z")},
      {"digits as long", kLong, text("42"), Conversion::kDone, Value::Int(42)},
      {"signed digits", kLong, text("-42"), Conversion::kDone, Value::Int(-42)},
      {"plus sign", kLong, text("+7"), Conversion::kDone, Value::Int(7)},
      {"large unsigned", kLong, text("18446744073709551615"), Conversion::kDone,
       Value::UInt(UINT64_MAX)},
      {"whole double as long", kLong, Value::Double(3), Conversion::kDone, Value::Int(3)},
      {"whole decimal text", kLong, text("3.0"), Conversion::kDone, Value::Int(3)},
      {"broken double stays", kLong, Value::Double(3.5), Conversion::kDone, Value::Double(3.5)},
      {"words in a long", kLong, text("many"), Conversion::kKept, text("many")},
      {"infinity is a word", kLong, text("inf"), Conversion::kKept, text("inf")},
      {"nothing in a long", kLong, text(""), Conversion::kEmpty, text("")},
      {"boolean in a long", kLong, Value::Bool(true), Conversion::kKept, text("true")},
      {"integer as double", kDouble, Value::Int(2), Conversion::kDone, Value::Double(2)},
      {"text as double", kDouble, text("2.5e1"), Conversion::kDone, Value::Double(25)},
      {"boolean", kBoolean, Value::Bool(false), Conversion::kDone, Value::Bool(false)},
      {"boolean text", kBoolean, text("True"), Conversion::kDone, Value::Bool(true)},
      {"no boolean", kBoolean, text("yes"), Conversion::kFault, text("yes")},
      {"empty boolean", kBoolean, text(""), Conversion::kEmpty, text("")},
      {"number as boolean", kBoolean, Value::Int(1), Conversion::kFault, Value::Int(1)},
      {"date text", kDate, text("1970-01-01T00:00:01Z"), Conversion::kDone,
       Value::Time(1'000'000'000)},
      {"milliseconds", kDate, Value::Int(1500), Conversion::kDone, Value::Time(1'500'000'000)},
      {"milliseconds in text", kDate, text("150012345"), Conversion::kDone,
       Value::Time(150'012'345'000'000)},
      {"no date", kDate, text("yesterday"), Conversion::kFault, text("yesterday")},
      {"too far a date", kDate, Value::Int(INT64_MAX), Conversion::kFault, Value::Int(INT64_MAX)},
      {"address", kIp, text("10.0.0.1"), Conversion::kDone, text("10.0.0.1")},
      {"address, canonical", kIp, text("2001:DB8:0::1"), Conversion::kDone, text("2001:db8::1")},
      {"mapped address", kIp, text("::ffff:10.0.0.1"), Conversion::kDone, text("10.0.0.1")},
      {"no address", kIp, text("localhost"), Conversion::kFault, text("localhost")},
      {"unmapped stays", kUnmapped, Value::Int(5), Conversion::kDone, Value::Int(5)},
  };
  for (const Case& c : cases) {
    Arena arena;
    Value value = c.value;
    EXPECT_EQ(ConvertValue(c.type, arena, &value), c.outcome) << c.name;
    EXPECT_EQ(value.kind(), c.expected.kind()) << c.name;
    EXPECT_TRUE(SameValue(value, c.expected)) << c.name;
  }
}

TEST(Conversion, WritesDoublesShortestWithAFraction) {
  Arena arena;
  const std::pair<double, const char*> cases[] = {
      {0, "0.0"},          {-0.0, "-0.0"},       {1, "1.0"},           {42.5, "42.5"},
      {0.1, "0.1"},        {0.001, "0.001"},     {0.0001, "1.0E-4"},   {9999999, "9999999.0"},
      {10000000, "1.0E7"}, {1.25e20, "1.25E20"}, {-3e-10, "-3.0E-10"}, {1e100, "1.0E100"},
  };
  for (const auto& [number, text] : cases) {
    EXPECT_EQ(TextOfValue(Value::Double(number), arena), text);
  }
}

}  // namespace
}  // namespace tocsin
