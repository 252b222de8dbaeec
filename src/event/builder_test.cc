#include "event/builder.h"

#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr FieldId kPid = Field("process.pid");
constexpr FieldId kName = Field("process.name");
constexpr FieldId kArgs = Field("process.args");
constexpr FieldId kSourceIp = Field("source.ip");
constexpr FieldId kTimestamp = Field("@timestamp");

class EventBuilderTest : public testing::Test {
 protected:
  EventBuilder Builder() { return EventBuilder(schema_, demand_, batch_); }
  const Event& Last() { return batch_.events().back(); }

  Schema schema_;
  FieldDemand demand_ = FieldDemand::All();
  EventBatch batch_;
};

TEST_F(EventBuilderTest, SortsFieldsAndMakesLists) {
  EventBuilder builder = Builder();
  builder.Begin("sysmon", {.offset = 7}, "raw");
  builder.AddText(kName, "cmd.exe");
  builder.AddText(kArgs, "cmd.exe");
  builder.Add(kPid, Value::String("4"));
  builder.AddText(kArgs, "/c");
  builder.AddText(kArgs, "");
  builder.SetTime(Time{5});
  builder.Finish();

  ASSERT_EQ(batch_.events().size(), 1U);
  const Event& event = Last();
  for (std::size_t i = 1; i < event.fields.size(); ++i) {
    EXPECT_LT(event.fields[i - 1].field, event.fields[i].field);
  }
  ASSERT_EQ(event.Find(kArgs).size(), 2U);
  EXPECT_EQ(event.Find(kArgs)[0].text(), "cmd.exe");
  EXPECT_EQ(event.Find(kArgs)[1].text(), "/c");
  ASSERT_EQ(event.Find(kPid).size(), 1U);
  EXPECT_EQ(event.Find(kPid)[0].integer(), 4);
  EXPECT_EQ(event.FirstText(kName), "cmd.exe");
  EXPECT_EQ(event.FirstText(kPid), "");
  EXPECT_TRUE(event.Find(Field("process.hash.md5")).empty());
  EXPECT_EQ(event.source, "sysmon");
  EXPECT_EQ(event.raw, "raw");
  EXPECT_EQ(event.origin.offset, 7U);
}

TEST_F(EventBuilderTest, KeepsOnlyWhatIsWantedAndWhatAlwaysIs) {
  demand_ = FieldDemand();
  demand_.Add(kPid);
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  EXPECT_TRUE(builder.Wants(kPid));
  EXPECT_FALSE(builder.Wants(kName));
  EXPECT_TRUE(builder.Wants(Field("event.category")));
  builder.Add(kPid, Value::Int(1));
  builder.AddText(kName, "x");
  builder.AddText(Field("event.category"), "process");
  builder.AddText(Field("event.dataset"), "endpoint.events.process");
  builder.AddText(Field("host.os.type"), "windows");
  builder.AddNamed("made.up", Value::Int(1));
  builder.SetTime(Time{9});
  builder.Finish();
  EXPECT_EQ(Last().fields.size(), 5U);
  EXPECT_TRUE(Last().extras.empty());
  EXPECT_TRUE(Last().Find(kName).empty());
  EXPECT_EQ(Last().Find(kTimestamp)[0].time_ns(), 9);
}

TEST_F(EventBuilderTest, DerivesKindsOsDatasetAndLane) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  builder.AddText(Field("event.category"), "process");
  builder.AddText(Field("event.category"), "network");
  builder.AddText(Field("host.os.type"), "windows");
  builder.AddText(Field("event.dataset"), "windows.sysmon_operational");
  builder.AddText(Field("host.name"), "WIN-10");
  builder.AddText(Field("winlog.computer_name"), "win-10.lab");
  builder.Finish();
  EXPECT_EQ(Last().os, OsType::kWindows);
  EXPECT_EQ(Last().kinds, KindOfCategory("process") | KindOfCategory("network"));
  EXPECT_EQ(Last().dataset, "windows.sysmon_operational");
  EXPECT_EQ(Last().lane, "win-10");

  builder.Begin("s", {}, "");
  builder.AddText(Field("agent.id"), "Agent");
  builder.AddText(Field("host.id"), "Host");
  builder.Finish();
  EXPECT_EQ(Last().lane, "Host");

  builder.Begin("s", {}, "");
  builder.AddText(Field("host.id"), "Host");
  builder.SetLane("mine");
  builder.Finish();
  EXPECT_EQ(Last().lane, "mine");

  builder.Begin("source", {}, "");
  builder.Finish();
  EXPECT_EQ(Last().lane, "source");
  EXPECT_EQ(Last().kinds, KindSet());
}

TEST_F(EventBuilderTest, TimeComesFromTheSourceElseFromTheTimestamp) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  builder.Add(kTimestamp, Value::String("1970-01-01T00:00:02Z"));
  builder.Finish();
  EXPECT_EQ(Last().time.ns, 2 * kNsPerSecond);
  EXPECT_EQ(Last().flags, EventFlags::kNone);

  builder.Begin("s", {}, "");
  builder.Add(kTimestamp, Value::String("1970-01-01T00:00:02Z"));
  builder.SetTime(Time{3});
  builder.Finish();
  EXPECT_EQ(Last().time.ns, 3);
  EXPECT_EQ(Last().Find(kTimestamp).size(), 1U);
  EXPECT_EQ(Last().Find(kTimestamp)[0].time_ns(), 2 * kNsPerSecond);

  builder.Begin("s", {}, "");
  builder.Finish();
  EXPECT_EQ(Last().flags, EventFlags::kTimeMissing);
  EXPECT_TRUE(Last().Find(kTimestamp).empty());
}

TEST_F(EventBuilderTest, CountsValuesThatDoNotConvert) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  builder.AddText(kSourceIp, "localhost");
  builder.AddText(kPid, "four");
  builder.Add(kSourceIp, Value::String(""));
  builder.Finish();
  EXPECT_EQ(builder.conversion_faults(), 2U);
  EXPECT_TRUE(Last().Find(kSourceIp).empty());
  EXPECT_EQ(Last().FirstText(kPid), "four");
}

TEST_F(EventBuilderTest, SetReplacesAndHasSees) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  EXPECT_FALSE(builder.Has(kArgs));
  builder.AddText(kArgs, "a");
  builder.AddText(kArgs, "b");
  EXPECT_TRUE(builder.Has(kArgs));
  EXPECT_EQ(builder.Text(kArgs), "a");
  builder.Set(kArgs, Value::String("c"));
  builder.Finish();
  ASSERT_EQ(Last().Find(kArgs).size(), 1U);
  EXPECT_EQ(Last().FirstText(kArgs), "c");
}

TEST_F(EventBuilderTest, UnknownNamesBecomeExtrasInOrder) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  builder.AddNamed("zz.two", Value::Int(2));
  builder.AddNamed("aa.one", Value::Int(1));
  builder.AddNamed("zz.two", Value::Int(3));
  builder.AddNamed("process.pid", Value::String("8"));
  builder.AddNamed("aa.none", Value::Null());
  builder.Finish();
  ASSERT_EQ(Last().extras.size(), 2U);
  EXPECT_EQ(Last().extras[0].name, "aa.one");
  EXPECT_EQ(Last().extras[1].name, "zz.two");
  ASSERT_EQ(Last().extras[1].values.size(), 2U);
  EXPECT_EQ(Last().extras[1].values[0].integer(), 2);
  EXPECT_EQ(Last().extras[1].values[1].integer(), 3);
  EXPECT_EQ(Last().Find(kPid)[0].integer(), 8);
}

TEST_F(EventBuilderTest, AbandonLeavesNothing) {
  EventBuilder builder = Builder();
  builder.Begin("s", {}, "");
  builder.AddText(kName, "x");
  builder.Abandon();
  builder.Begin("t", {}, "");
  builder.Finish();
  EXPECT_EQ(batch_.events().size(), 1U);
  EXPECT_TRUE(Last().fields.empty());
}

TEST(EventOrigin, OrdersByInputThenPositionThenPart) {
  const EventOrigin a{.input = InputId(0), .offset = 9, .part = 1};
  const EventOrigin b{.input = InputId(1), .offset = 0};
  const EventOrigin c{.input = InputId(0), .offset = 9, .part = 2};
  EXPECT_TRUE(StandsBefore(a, b));
  EXPECT_TRUE(StandsBefore(a, c));
  EXPECT_FALSE(StandsBefore(c, a));
  EXPECT_FALSE(StandsBefore(a, a));
}

}  // namespace
}  // namespace tocsin
