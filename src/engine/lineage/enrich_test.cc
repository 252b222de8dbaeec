#include "engine/lineage/enrich.h"

#include "engine/lineage/lineage_testing.h"
#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::lineage {
namespace {

std::unique_ptr<const ProcessTimeline> Build(const std::vector<std::string>& events) {
  SightingBook book;
  for (const std::string& words : events) book.Observe(MakeEvent(words)->event());
  return ProcessTimeline::Build(std::move(book));
}

std::string TextOf(const EventPtr& event, FieldId field) {
  std::string text;
  for (const Value& value : event->event().Find(field)) {
    if (!text.empty()) text += ",";
    text += value.is_string() ? std::string(value.text()) : std::to_string(value.integer());
  }
  return text;
}

const std::vector<std::string> kLogin = {
    "event.category=process event.type=start host=h t=1000 process.pid=10 process.parent.pid=1 "
    "process.executable=/usr/sbin/sshd process.args=/usr/sbin/sshd process.args=-D",
    "event.category=process event.type=start host=h t=2000 process.pid=20 process.parent.pid=10 "
    "process.executable=/bin/bash process.command_line=-bash",
};

const FieldId kNothing[] = {Field("process.pid")};

TEST(Enrich, FillsWhatTheSensorDoesNotGive) {
  const auto timeline = Build(kLogin);
  LineageCounts counts;
  const EventPtr event = Enrich(
      MakeEvent("event.category=network host=h t=2100 process.pid=20 tocsin.derived=message"),
      *timeline, SourceFields(kNothing), &counts);
  EXPECT_EQ(TextOf(event, Field("process.parent.executable")), "/usr/sbin/sshd");
  EXPECT_EQ(TextOf(event, Field("process.parent.name")), "sshd");
  EXPECT_EQ(TextOf(event, Field("process.parent.args")), "/usr/sbin/sshd,-D");
  EXPECT_EQ(TextOf(event, Field("process.parent.args_count")), "2");
  EXPECT_EQ(TextOf(event, Field("process.parent.pid")), "10");
  const std::string parent = TextOf(event, Field("process.parent.entity_id"));
  EXPECT_EQ(parent, timeline->FindPid("h", 10, kMaxTime)->IdFor(""));
  EXPECT_EQ(TextOf(event, Field("process.Ext.ancestry")), parent);
  EXPECT_EQ(
      TextOf(event, Field("tocsin.derived")),
      "message,process.entity_id,process.Ext.ancestry,process.parent.pid,process.parent.entity_id,"
      "process.parent.executable,process.parent.name,process.parent.args_count,"
      "process.parent.args");
  EXPECT_EQ(counts.process, (LineageCounts::Lookup{.found = 1}));
  EXPECT_EQ(counts.parent, (LineageCounts::Lookup{.found = 1}));
  EXPECT_EQ(counts.events, 1U);
}

TEST(Enrich, NeverTouchesNativeFieldsNorOverwrites) {
  const auto timeline = Build(kLogin);
  LineageCounts counts;
  const FieldId native[] = {Field("process.pid"), Field("process.parent.name"),
                            Field("process.entity_id")};
  const EventPtr event = Enrich(MakeEvent("event.category=network host=h t=2100 process.pid=20 "
                                          "process.parent.executable=/else"),
                                *timeline, SourceFields(native), &counts);
  EXPECT_EQ(TextOf(event, Field("process.parent.executable")), "/else");
  EXPECT_EQ(TextOf(event, Field("process.parent.name")), "");
  EXPECT_EQ(TextOf(event, Field("process.entity_id")), "");
  const EventPtr whole = MakeEvent("event.category=network host=h t=2100 process.pid=20");
  EXPECT_EQ(Enrich(whole, *timeline, SourceFields::All(), &counts), whole);
}

TEST(Enrich, LeavesAndCountsWhatIsUnknown) {
  const auto timeline = Build(kLogin);
  LineageCounts counts;
  const EventPtr stranger = MakeEvent("event.category=network host=h t=2100 process.pid=99");
  EXPECT_EQ(Enrich(stranger, *timeline, SourceFields(kNothing), &counts), stranger);
  EXPECT_EQ(counts.process, (LineageCounts::Lookup{.unknown = 1}));
  EXPECT_EQ(counts.parent, (LineageCounts::Lookup{.unknown = 1}));
  EXPECT_EQ(counts.events, 0U);
}

TEST(Enrich, UserComesFromTheLogonSession) {
  const auto timeline = Build({
      "event.category=authentication host=h t=500 winlog.event_data.TargetLogonId=0x5a "
      "winlog.event_data.TargetUserSid=S-1-5-21-7",
      "event.category=process event.type=start host=h t=1000 process.pid=4 "
      "process.entity_id={a} process.executable=C:\\a.exe process.Ext.authentication_id=0x5a",
  });
  LineageCounts counts;
  const EventPtr event =
      Enrich(MakeEvent("event.category=registry host=h t=1100 process.entity_id={a}"), *timeline,
             SourceFields(kNothing), &counts);
  EXPECT_EQ(TextOf(event, Field("user.id")), "S-1-5-21-7");
  EXPECT_EQ(TextOf(event, Field("process.Ext.authentication_id")), "0x5a");
  EXPECT_EQ(counts.user, (LineageCounts::Lookup{.found = 1}));
}

TEST(Enrich, TheHostsNameComesFromAnInventory) {
  const auto timeline = Build({"event.kind=asset host=h t=9000 host.name=web-01"});
  LineageCounts counts;
  const FieldId native[] = {Field("host.name")};
  const EventPtr event = Enrich(MakeEvent("event.category=file host=h t=1100"), *timeline,
                                SourceFields(native), &counts);
  EXPECT_EQ(TextOf(event, Field("host.name")), "web-01");
  EXPECT_EQ(TextOf(event, Field("tocsin.derived")), "host.name");
  const EventPtr other = MakeEvent("event.category=file host=other t=1100");
  EXPECT_EQ(Enrich(other, *timeline, SourceFields(native), &counts), other);
}

TEST(Enrich, ParentKnownFromTheChildsOwnRecord) {
  const auto timeline = Build({
      "event.category=process event.type=start host=h t=1000 process.pid=4 process.entity_id={a} "
      "process.executable=C:\\a.exe process.parent.entity_id={p} "
      "process.parent.executable=C:\\p.exe",
  });
  LineageCounts counts;
  const EventPtr event =
      Enrich(MakeEvent("event.category=network host=h t=1100 process.entity_id={a}"), *timeline,
             SourceFields(kNothing), &counts);
  EXPECT_EQ(TextOf(event, Field("process.parent.entity_id")), "{p}");
  EXPECT_EQ(TextOf(event, Field("process.parent.name")), "p.exe");
}

}  // namespace
}  // namespace tocsin::lineage
