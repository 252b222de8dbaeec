#include "telemetry/sources/datadog_log/datadog_log.h"

#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::datadog_log {
namespace {

class DatadogLogTest : public ::testing::Test {
 protected:
  // Texts of the fields named, one list for each.
  std::vector<std::string> Map(const std::string& log, std::string_view field) {
    const FieldId id = schema_.Intern(field);
    doc::Node document;
    EXPECT_TRUE(decoder_.Decode(texts_.emplace_back(log), batch_.arena(), &document).ok());
    EventBuilder builder(schema_, FieldDemand::All(), batch_);
    builder.Begin("datadog_log", {}, {});
    confidence_ = source_->Recognize(document);
    source_->Map({document}, builder);
    builder.Finish();
    time_ = batch_.events().back().time;
    std::vector<std::string> texts;
    for (const Value& value : batch_.events().back().Find(id)) {
      texts.push_back(value.is_string() ? std::string(value.text()) : "not text");
    }
    return texts;
  }

  using Texts = std::vector<std::string>;
  Schema schema_;
  EventBatch batch_;
  JsonDecoder decoder_;
  std::unique_ptr<Source> source_ = MakeSource();
  std::vector<std::string> texts_ = [] {
    std::vector<std::string> texts;
    texts.reserve(16);  // documents view them
    return texts;
  }();
  Confidence confidence_ = Confidence::kNo;
  Time time_;
};

constexpr const char* kIntake =
    R"({"ddsource":"nginx","ddtags":"env:prod, team:shop,bare","hostname":"i-0abc",
        "service":"web","message":"refused","timestamp":1650000000000,
        "evt":{"id":"7"},"usr":{"name":"Jane"},"Event":{"System":{"Channel":"Security"}}})";

TEST_F(DatadogLogTest, ReadsTheShapeOfTheIntake) {
  EXPECT_EQ(Map(kIntake, "event.module"), Texts{"nginx"});
  EXPECT_EQ(confidence_, Confidence::kCertain);
  EXPECT_EQ(time_.ns, 1'650'000'000'000'000'000);
  EXPECT_EQ(Map(kIntake, "host.name"), Texts{"i-0abc"});
  EXPECT_EQ(Map(kIntake, "event.code"), Texts{"7"});
  EXPECT_EQ(Map(kIntake, "usr.name"), Texts{"Jane"});
  EXPECT_EQ(Map(kIntake, "user.name"), Texts{"Jane"});
}

TEST_F(DatadogLogTest, MakesLabelsOfTags) {
  EXPECT_EQ(Map(kIntake, "tags"), (Texts{"env:prod", "team:shop", "bare"}));
  EXPECT_EQ(Map(kIntake, "labels.team"), Texts{"shop"});
}

TEST_F(DatadogLogTest, KeepsReservedKeysOutOfTheAttributes) {
  EXPECT_EQ(Map(kIntake, "service"), Texts{});
  EXPECT_EQ(Map(kIntake, "hostname"), Texts{});
}

TEST_F(DatadogLogTest, MakesWindowsFieldsOnlyOfWindowsLogs) {
  EXPECT_EQ(Map(kIntake, "winlog.channel"), Texts{});
  const std::string windows =
      R"({"date":"2021-04-22T10:10:37Z","source":"windows.events","service":"OpenSSH",
          "status":"info","tags":[],"attributes":{"Event":{"System":{"Channel":"OpenSSH/Operational"},
          "EventData":{"Data":{"process":"sshd"}}}}})";
  EXPECT_EQ(Map(windows, "winlog.channel"), Texts{"OpenSSH/Operational"});
  EXPECT_EQ(confidence_, Confidence::kCertain);
  EXPECT_EQ(Map(windows, "winlog.event_data.process"), Texts{"sshd"});
  EXPECT_EQ(Map(windows, "Event.EventData.Data.process"), Texts{"sshd"});
}

TEST_F(DatadogLogTest, LeavesOtherDocumentsToOthers) {
  Map(R"({"attributes":{"a":1},"message":"x"})", "message");
  EXPECT_EQ(confidence_, Confidence::kNo);
}

}  // namespace
}  // namespace tocsin::datadog_log
