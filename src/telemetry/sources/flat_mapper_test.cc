#include "telemetry/sources/flat_mapper.h"

#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    {"Image", Field("process.executable")},      {"Image", Field("process.name"), kPathName},
    {"Target", Field("process.entity_id")},      {"Context", Field("process.entity_id")},
    {"Pid", Field("process.pid"), kNumber, {1}}, {"Address", Field("observer.ip"), kAddress},
};
constexpr std::string_view kNothing[] = {"none", "-"};

class FlatMapperTest : public testing::Test {
 protected:
  // The event that the record becomes; fields by name.
  const Event& Map(std::string record, std::uint32_t code = 1) {
    document_ = doc::Node();
    record_ = std::move(record);
    EXPECT_TRUE(decoder_.Decode(record_, batch_.arena(), &document_).ok()) << record_;
    EventBuilder event(schema_, demand_, batch_);
    event.Begin("test", {}, record_);
    mapper_.Read(document_);
    mapper_.AddRows(code, false, event);
    mapper_.AddRest(event);
    event.Finish();
    return batch_.events().back();
  }
  static std::vector<std::string> Texts(std::span<const Value> values) {
    std::vector<std::string> texts;
    for (const Value& value : values) {
      texts.push_back(value.is_string() ? std::string(value.text()) : "not text");
    }
    return texts;
  }
  std::vector<std::string> Texts(const Event& event, std::string_view name) const {
    if (const auto field = schema_.Find(name)) return Texts(event.Find(*field));
    for (const ExtraField& extra : event.extras) {
      if (extra.name == name) return Texts(extra.values);
    }
    return {};
  }

  using List = std::vector<std::string>;
  Schema schema_;
  FieldDemand demand_ = FieldDemand::All();
  EventBatch batch_;
  JsonDecoder decoder_;
  std::string record_;
  doc::Node document_;
  FlatMapper mapper_{{.rows = kRows, .nothing = kNothing, .prefix = "sensor"}};
};

TEST_F(FlatMapperTest, GivesMembersToRows) {
  const Event& event = Map(R"({"Image":"C:\\a\\b.exe","Pid":7712})");
  EXPECT_EQ(Texts(event, "process.executable"), List{"C:\\a\\b.exe"});
  EXPECT_EQ(Texts(event, "process.name"), List{"b.exe"});
  ASSERT_EQ(event.Find(Field("process.pid")).size(), 1U);
  EXPECT_EQ(event.Find(Field("process.pid"))[0].integer(), 7712);
}

TEST_F(FlatMapperTest, IgnoresTheCaseOfKeys) {
  const Event& event = Map(R"({"IMAGE":"","image":"/a/b"})");
  EXPECT_EQ(Texts(event, "process.executable"), List{"/a/b"});
  EXPECT_EQ(mapper_.Text("iMAGE", batch_.arena()), "/a/b");
}

TEST_F(FlatMapperTest, PassesOverTextsThatMeanNothing) {
  const Event& event = Map(R"({"Target":"none","Context":"18446744073709551615","Other":"-"})");
  EXPECT_EQ(Texts(event, "process.entity_id"), List{"18446744073709551615"});
  EXPECT_TRUE(Texts(event, "sensor.Other").empty());
  EXPECT_TRUE(Texts(event, "sensor.Context").empty());
  EXPECT_FALSE(mapper_.Has("Target"));
}

TEST_F(FlatMapperTest, KeepsWhatComesTooLate) {
  const Event& event = Map(R"({"Target":"7","Context":"8"})");
  EXPECT_EQ(Texts(event, "process.entity_id"), List{"7"});
  EXPECT_EQ(Texts(event, "sensor.Context"), List{"8"});
  EXPECT_TRUE(Texts(event, "sensor.Target").empty());
}

TEST_F(FlatMapperTest, GivesEachElementOfAListToTheRow) {
  const Event& event = Map(R"({"Address":["10.0.0.1","-",null,"::1"]})");
  EXPECT_EQ(Texts(event, "observer.ip"), (List{"10.0.0.1", "::1"}));
}

TEST_F(FlatMapperTest, KeepsTheRestBelowThePrefix) {
  const Event& event = Map(R"({"Pid":"4","Tags":["1","2"],"k.v":"leaf","k.v.w":"deeper"})", 2);
  EXPECT_EQ(Texts(event, "sensor.Pid"), List{"4"});  // no row for this kind of event
  EXPECT_EQ(Texts(event, "sensor.Tags"), (List{"1", "2"}));
  EXPECT_EQ(Texts(event, "sensor.k.v"), List{"leaf"});
  EXPECT_EQ(Texts(event, "sensor.k.v.w"), List{"deeper"});
  EXPECT_EQ(mapper_.Text("K.V", batch_.arena()), "leaf");
}

TEST_F(FlatMapperTest, GivesTheRestToRulesThatNameIt) {
  const FieldId field = schema_.Intern("sensor.Tags");
  demand_ = FieldDemand();
  demand_.Add(field);
  const Event& event = Map(R"({"Tags":"9","Other":"x"})");
  EXPECT_EQ(Texts(event, "sensor.Tags"), List{"9"});
  EXPECT_TRUE(event.extras.empty());
}

TEST_F(FlatMapperTest, TakesAnyShape) {
  EXPECT_TRUE(Map("[1]").fields.empty());
  EXPECT_TRUE(Map(R"({"Image":{"a":1}})").Find(Field("process.name")).empty());
  EXPECT_EQ(mapper_.Text("Image", batch_.arena()), "");
}

}  // namespace
}  // namespace tocsin
