#include "event/retained_event.h"

#include "event/builder.h"
#include "event/ecs/dictionary.h"
#include "event/json_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tocsin {
namespace {

TEST(RetainedEvent, OutlivesItsBatch) {
  const Schema schema;
  std::string before;
  EventPtr retained;
  {
    EventBatch batch;
    EventBuilder builder(schema, FieldDemand::All(), batch);
    std::string raw = "the raw record";
    std::string value = "cmd.exe";
    builder.Begin("sysmon", {.input = InputId(3), .offset = 17, .number = 4}, raw);
    builder.AddText(Field("process.name"), value);
    builder.AddText(Field("process.args"), value);
    builder.AddText(Field("process.args"), "/c");
    builder.Add(Field("process.pid"), Value::Int(4));
    const std::array<Value, 1> member_values = {Value::String(value)};
    const std::array<FieldEntry, 1> members = {
        FieldEntry{Field("dll.Ext.code_signature.subject_name"), 1, member_values.data()}};
    builder.Add(Field("dll.Ext.code_signature"), Value::Object(members.data(), 1));
    builder.AddNamed("made.up", Value::String(value));
    builder.SetTime(Time{77});
    builder.SetChannel("win10/Security", 12);
    builder.SetChannelDataset("system.security");
    builder.Finish();
    const Event& event = batch.events()[0];
    AppendEventJson(event, schema, &before);
    retained = RetainedEvent::RetainCopy(event);
    raw.assign(raw.size(), '#');
    value.assign(value.size(), '#');
    batch.Clear();
  }
  const Event& event = retained->event();
  std::string after;
  AppendEventJson(event, schema, &after);
  EXPECT_EQ(after, before);
  EXPECT_NE(after.find("\"subject_name\":\"cmd.exe\""), std::string::npos) << after;
  EXPECT_EQ(event.raw, "the raw record");
  EXPECT_EQ(event.source, "sysmon");
  EXPECT_EQ(event.channel, "win10/Security");
  EXPECT_EQ(event.channel_dataset, "system.security");
  EXPECT_EQ(event.sequence, 12U);
  EXPECT_EQ(event.time.ns, 77);
  EXPECT_EQ(event.origin.input, InputId(3));
  EXPECT_EQ(event.extras[0].name, "made.up");
  EXPECT_GT(retained->bytes(), sizeof(RetainedEvent));
}

TEST(RetainedEvent, CopiesTheEmptyEvent) {
  const EventPtr retained = RetainedEvent::RetainCopy(Event());
  EXPECT_TRUE(retained->event().fields.empty());
  EXPECT_EQ(retained->bytes(), sizeof(RetainedEvent));
}

}  // namespace
}  // namespace tocsin
