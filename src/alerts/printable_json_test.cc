#include "alerts/printable_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace tocsin {
namespace {

TEST(PrintableJson, EscapesWhatTheLibraryLetsThrough) {
  const std::string text =
      "a\x7F"
      "b\xC2\x9B"
      "31m\xE2\x80\xA8\xE2\x80\xA9 caf\xC3\xA9 \xE2\x80\xA7";
  const std::string printable = PrintableJson(nlohmann::json(text).dump());
  EXPECT_EQ(printable, "\"a\\u007fb\\u009b31m\\u2028\\u2029 caf\xC3\xA9 \xE2\x80\xA7\"");
  EXPECT_EQ(nlohmann::json::parse(printable).get<std::string>(), text);
}

TEST(PrintableJson, LeavesPlainTextAlone) {
  EXPECT_EQ(PrintableJson(R"({"a":["b",1]})"), R"({"a":["b",1]})");
  EXPECT_EQ(PrintableJson(""), "");
}

}  // namespace
}  // namespace tocsin
