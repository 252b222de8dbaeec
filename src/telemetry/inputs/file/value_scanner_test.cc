#include "telemetry/inputs/file/value_scanner.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::input {
namespace {

TEST(ValueScanner, FindsTheEndOfValues) {
  ValueScanner scanner;
  for (const std::string value :
       {R"({})", R"([])", R"({"a":1})", R"([1,"x",true,null,-1.5e+3])", R"({"a":{"b":[{},[]]}})",
        R"({"a":"}]{[","b":"\"}"})", R"({"a":"\\"})", R"({"a":"\\\""})", R"({"":""})",
        "{\r\n\t\"a\" : [ 1 , 2 ]\n}", R"([[[[]]],{"a":[]}])"}) {
    for (const std::string tail : {"", " ", "}", "{\"next\":1}", "\"", "\n"}) {
      const ValueScan scan = scanner.Scan(value + tail);
      EXPECT_EQ(scan.outcome, ValueScan::Outcome::kClosed) << value << tail;
      EXPECT_EQ(scan.size, value.size()) << value << tail;
    }
    for (std::size_t size = 1; size < value.size(); ++size) {
      EXPECT_EQ(scanner.Scan(value.substr(0, size)).outcome, ValueScan::Outcome::kOpen)
          << value.substr(0, size);
    }
  }
}

TEST(ValueScanner, NoticesWhatNoValueContains) {
  const struct {
    const char* name;
    std::string text;
    std::size_t at;
  } cases[] = {
      {"ObjectForKey", R"({{"a":1}})", 1},
      {"ObjectAfterValue", R"({"a":1{"b":2}})", 6},
      {"ObjectAfterComma", R"({"a":1,{"b":2}})", 7},
      {"ObjectAfterObject", R"({"a":{}{}})", 7},
      {"WrongCloser", R"({"a":[1}})", 7},
      {"StringAfterString", R"({"a":"x""y"})", 8},
      {"WordAfterString", R"({"a":"x"y"})", 8},
      {"NumberAfterNumber", "[1 2]", 3},
      {"BreakInString", "{\"a\":\"x\n\"}", 7},
      {"Comment", "{/**/}", 1},
      {"Zero", std::string("{\0}", 3), 1},
      {"NotAscii", "{\xc3\xbc}", 1},
  };
  ValueScanner scanner;
  for (const auto& test : cases) {
    const ValueScan scan = scanner.Scan(test.text);
    EXPECT_EQ(scan.outcome, ValueScan::Outcome::kBroken) << test.name;
    EXPECT_EQ(scan.size, test.at) << test.name;
  }
}

TEST(ValueScanner, DescribesAnOpenEnd) {
  ValueScanner scanner;
  EXPECT_TRUE(scanner.Scan(R"({"a":"x)").in_string);
  EXPECT_EQ(scanner.Scan(R"({"a":)").last_token, ':');
  EXPECT_EQ(scanner.Scan(R"({"a":1)").last_token, 'v');
  EXPECT_EQ(scanner.Scan(R"({"a":[1,)").last_token, ',');
  EXPECT_TRUE(scanner.Scan(R"({"a":[1,)").in_array);
  EXPECT_FALSE(scanner.Scan(R"({"a":[1],)").in_array);
}

}  // namespace
}  // namespace tocsin::input
