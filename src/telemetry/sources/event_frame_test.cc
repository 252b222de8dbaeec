#include "telemetry/sources/event_frame.h"

#include "event/ecs/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace tocsin {
namespace {

using testing::Contains;
using testing::SizeIs;

class EventFrameTest : public testing::Test {
 protected:
  EventFrameTest() { event_.Begin("sensor", {}, {}); }

  const Event& Finished() {
    event_.Finish();
    return batch_.events().back();
  }

  Schema schema_;
  EventBatch batch_;
  EventBuilder event_{schema_, FieldDemand::All(), batch_};
  Machines machines_;
};

TEST_F(EventFrameTest, NamesTheDataset) {
  AddDataset("tetragon", "cilium_tetragon.log", event_);
  const Event& event = Finished();
  EXPECT_EQ(event.dataset, "cilium_tetragon.log");
  EXPECT_EQ(event.FirstText(Field("event.module")), "tetragon");
  EXPECT_EQ(event.FirstText(Field("event.dataset")), "cilium_tetragon.log");
  EXPECT_EQ(event.FirstText(Field("data_stream.type")), "logs");
  EXPECT_EQ(event.FirstText(Field("data_stream.namespace")), "default");
}

TEST_F(EventFrameTest, KeepsWhatTheDocumentSaysOfItsDataStream) {
  event_.AddText(Field("data_stream.namespace"), "lab");
  AddDataStream("endpoint.alerts", "prod", event_);
  AddDataStream({}, "never", event_);
  const Event& event = Finished();
  EXPECT_EQ(event.FirstText(Field("data_stream.namespace")), "lab");
  EXPECT_EQ(event.FirstText(Field("data_stream.dataset")), "endpoint.alerts");
}

TEST_F(EventFrameTest, TheTimestampReplacesTheOneOfTheDocument) {
  event_.Add(Field("@timestamp"), Value::Time(1));
  SetTimestamp(Time{7}, event_);
  const Event& event = Finished();
  EXPECT_EQ(event.time.ns, 7);
  EXPECT_THAT(event.Find(Field("@timestamp")), SizeIs(1));
}

TEST_F(EventFrameTest, AMachineWithoutAnIdentityHasTheOneOfItsName) {
  AddMachine("WEB-01", {}, machines_, event_);
  const Event& event = Finished();
  EXPECT_EQ(event.FirstText(Field("host.name")), "web-01");
  EXPECT_EQ(event.FirstText(Field("host.id")), machines_.Of("web-01").id);
  EXPECT_EQ(event.lane, machines_.Of("web-01").id);
}

TEST_F(EventFrameTest, ASensorsIdentityOfTheMachineCountsMore) {
  AddMachine("WEB-01", "0f3c", machines_, event_);
  const Event& event = Finished();
  EXPECT_EQ(event.FirstText(Field("host.id")), "0f3c");
  EXPECT_EQ(event.lane, "0f3c");
}

TEST_F(EventFrameTest, RecordsWithoutANameAreOfOneMachine) {
  AddMachine({}, {}, machines_, event_);
  const Event& event = Finished();
  EXPECT_EQ(event.FirstText(Field("host.name")), "");
  EXPECT_EQ(event.lane, machines_.Of("").id);
}

TEST_F(EventFrameTest, FillsOnlyWhatIsEmpty) {
  event_.AddText(Field("event.type"), "start");
  FillText(Field("event.type"), "end", event_);
  constexpr std::string_view kTypes[] = {"info", "end"};
  FillTexts(Field("event.type"), kTypes, event_);
  FillTexts(Field("event.category"), kTypes, event_);
  const Event& event = Finished();
  EXPECT_THAT(event.Find(Field("event.type")), SizeIs(1));
  EXPECT_THAT(event.Find(Field("event.category")), SizeIs(2));
}

TEST(WithFrameFields, HasTheSourcesOwnToo) {
  const std::vector<FieldId> fields = WithFrameFields({Field("host.os.type")});
  EXPECT_THAT(fields, Contains(Field("@timestamp")));
  EXPECT_THAT(fields, Contains(Field("host.os.type")));
}

}  // namespace
}  // namespace tocsin
