#include "event/plain_text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace tocsin {
namespace {

TEST(PlainText, IsWhatAPersonReads) {
  struct Case {
    const char* name;
    Value value;
    const char* text;
  };
  const Case kCases[] = {
      {"null", Value::Null(), ""},
      {"object", Value::Object(nullptr, 0), ""},
      {"true", Value::Bool(true), "true"},
      {"negative", Value::Int(-7), "-7"},
      {"large", Value::UInt(UINT64_MAX), "18446744073709551615"},
      {"whole double", Value::Double(3.0), "3"},
      {"broken double", Value::Double(0.25), "0.25"},
      {"negative zero", Value::Double(-0.0), "0"},
      {"huge double", Value::Double(1e21), "1e+21"},
      {"instant", Value::Time(1'500'000'000), "1970-01-01T00:00:01.500Z"},
      {"text", Value::String("as it is"), "as it is"},
  };
  for (const Case& c : kCases) EXPECT_EQ(PlainText(c.value), c.text) << c.name;
}

}  // namespace
}  // namespace tocsin
