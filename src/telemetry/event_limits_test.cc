#include "telemetry/event_limits.h"

#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

constexpr EventLimits kSmall = {
    .event_bytes_max = 100, .keys_max = 5, .name_bytes_max = 60, .text_bytes_max = 20};

// The document as JSON with the number of texts that were cut, or the reason.
std::string Limited(const std::string& json, const EventLimits& limits = kSmall) {
  Arena arena;
  doc::Node root;
  EXPECT_TRUE(JsonDecoder().Decode(json, arena, &root).ok()) << json;
  const LimitedDocument limited = KeepLimits(root, arena, limits);
  if (!limited.reason.empty()) return std::string(limited.reason);
  std::string text;
  doc::AppendJson(limited.document, &text);
  return text + " " + std::to_string(limited.texts_cut);
}

TEST(EventLimits, LetsWhatKeepsThemBe) {
  const std::string json = R"({"a":1,"b":{"c":["x",null,true]},"d":"12345678901234567890"})";
  EXPECT_EQ(Limited(json), json + " 0");
  EXPECT_EQ(Limited("{}"), "{} 0");
}

TEST(EventLimits, CutsTextsWhereverTheyAre) {
  const std::string twenty = "12345678901234567890";
  EXPECT_EQ(Limited(R"({"a":")" + twenty + R"(1","b":["x",")" + twenty + R"(2"],"c":{"d":7}})"),
            R"({"a":")" + twenty + R"(","b":["x",")" + twenty + R"("],"c":{"d":7}} 2)");
}

TEST(EventLimits, CutsBetweenCharacters) {
  EXPECT_EQ(Limited(R"({"a":"1234567890123456789\u00e9"})"), R"({"a":"1234567890123456789"} 1)");
  EXPECT_EQ(Limited(R"({"a":"12345678901234567\ud83d\ude00"})"), R"({"a":"12345678901234567"} 1)");
  EXPECT_EQ(Limited(R"({"a":"123456789012345678\u00e9x"})"), R"({"a":"123456789012345678)"
                                                             "\u00e9"
                                                             R"("} 1)");
}

TEST(EventLimits, RejectsWhatBreaksThem) {
  EXPECT_EQ(Limited(R"({"a":{"b":1,"c":1},"d":[{"e":1},{"f":1}]})"), "too_many_keys");
  std::string texts = R"({"a":[)";
  for (int i = 0; i < 6; ++i) texts += R"("12345678901234567890",)";
  EXPECT_EQ(Limited(texts + "1]}"), "too_long");
  // Each of the two is written with the long key in front.
  const std::string key(30, 'k');
  EXPECT_EQ(Limited("{\"" + key + R"(":{"a":1}})"), "{\"" + key + R"(":{"a":1}} 0)");
  EXPECT_EQ(Limited("{\"" + key + R"(":{"a":1,"b":2}})"), "names_too_long");
}

// A record that needs no walk cannot ask for much: keys around keys, as many as fit.
TEST(EventLimits, NeedsNoWalkWhereNothingCanBreak) {
  EXPECT_FALSE(MayBreakLimits(4096));
  EXPECT_TRUE(MayBreakLimits(4097));
  std::string json = "{\"" + std::string(2048, 'k') + "\":{";
  while (json.size() < 4080) json += R"("a":1,)";
  json += R"("a":1}})";
  EXPECT_LE(json.size(), 4096u);
  EXPECT_NE(Limited(json, EventLimits()), "names_too_long");
}

}  // namespace
}  // namespace tocsin
