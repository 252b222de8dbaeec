#include "telemetry/sources/crowdstrike_fdr/crowdstrike_fdr.h"

#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/crowdstrike_fdr/event_kinds.h"
#include "telemetry/sources/source_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::crowdstrike_fdr {
namespace {

class CrowdstrikeFdrTest : public SourceTest<JsonDecoder> {
 protected:
  CrowdstrikeFdrTest() : SourceTest(MakeSource()) {}
};

TEST_F(CrowdstrikeFdrTest, RecognizesEventsTablesAndFindings) {
  struct Case {
    const char* record;
    Confidence confidence;
  };
  const Case kCases[] = {
      {R"({"event_simpleName":"EndOfProcess","aid":"a","cid":"c"})", Confidence::kCertain},
      {R"({"EVENT_SIMPLENAME":"EndOfProcess","Aid":"a"})", Confidence::kCertain},
      {R"({"aid":"a","ComputerName":"WKS-7","Version":"10"})", Confidence::kCertain},
      {R"({"UserSid_readable":"S-1-5-21-1","UserName":"mara"})", Confidence::kCertain},
      {R"({"ExternalApiType":"Event_EppDetectionSummaryEvent"})", Confidence::kCertain},
      {R"({"event_simpleName":"EndOfProcess"})", Confidence::kNo},
      {R"({"ComputerName":"WKS-7"})", Confidence::kNo},
      {R"({"ExternalApiType":"Other"})", Confidence::kNo},
      {R"([1])", Confidence::kNo},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Recognized(c.record), c.confidence) << c.record;
  }
}

TEST_F(CrowdstrikeFdrTest, KeepsIdentitiesOf64BitsAsText) {
  const Event& event = Map(
      R"({"event_simpleName":"ProcessRollup2","aid":"a","cid":"c","id":"i","event_platform":"Mac",
          "TargetProcessId":"12168621487068014576","ParentProcessId":18446744073709551615,
          "RawProcessId":"77"})");
  EXPECT_EQ(Text(event, Field("process.entity_id")), "12168621487068014576");
  EXPECT_EQ(Text(event, Field("process.parent.entity_id")), "18446744073709551615");
  EXPECT_EQ(Text(event, Field("process.pid")), "77");
  EXPECT_EQ(Text(event, Field("process.parent.pid")), "");
  EXPECT_EQ(Text(event, Field("event.id")), "i|a|c");
  EXPECT_EQ(Text(event, Field("host.os.type")), "macos");
}

TEST_F(CrowdstrikeFdrTest, TakesTheCloudsTimeAndOrdersByTheSensors) {
  const Event& seconds = Map(R"({"event_simpleName":"EndOfProcess","aid":"a",
      "timestamp":"1772362800417","ContextTimeStamp":"1772362799.25"})");
  EXPECT_EQ(FormatTime(seconds.time), "2026-03-01T11:00:00.417Z");
  EXPECT_EQ(seconds.channel, "a");
  const std::uint64_t sequence = seconds.sequence;
  const Event& file_time = Map(R"({"event_simpleName":"EndOfProcess","aid":"a",
      "timestamp":"1772362800417","ContextTimeStamp":"134168363992500000"})");
  EXPECT_EQ(file_time.sequence, sequence);
  const Event& none = Map(R"({"event_simpleName":"EndOfProcess","aid":"a","timestamp":"-"})");
  EXPECT_TRUE(HasFlag(none.flags, EventFlags::kTimeMissing));
  EXPECT_EQ(none.sequence, kNoSequence);
}

TEST_F(CrowdstrikeFdrTest, TurnsIncomingConnectionsAround) {
  const auto ends = [this](std::string_view direction) {
    const Event& event =
        Map(R"({"event_simpleName":"NetworkReceiveAcceptIP4","aid":"a","LocalAddressIP4":"10.0.0.1",
                "LocalPort":"22","RemoteAddressIP4":"10.0.0.2","RemotePort":"50000",
                "ConnectionDirection":")" +
            std::string(direction) + R"("})");
    return Text(event, Field("source.ip")) + ":" + Text(event, Field("source.port")) + " " +
           Text(event, Field("destination.ip")) + ":" + Text(event, Field("destination.port")) +
           " " + Text(event, Field("network.direction"));
  };
  EXPECT_EQ(ends("0"), "10.0.0.1:22 10.0.0.2:50000 outbound");
  EXPECT_EQ(ends("1"), "10.0.0.2:50000 10.0.0.1:22 inbound");
  EXPECT_EQ(ends("2"), "10.0.0.1:22 10.0.0.2:50000 unknown");
}

TEST_F(CrowdstrikeFdrTest, NamesRegistryOperations) {
  const std::string record = R"({"event_simpleName":"AsepValueUpdate","aid":"a",
      "RegObjectName":"\\REGISTRY\\MACHINE\\SOFTWARE\\Run","RegValueName":"Sync","RegType":"1",
      "RegStringValue":"a.exe","RegOperationType":"2"})";
  const Event& own = Map(record);
  EXPECT_EQ(Text(own, Field("event.action")), "deletion");
  EXPECT_EQ(Text(own, Field("event.type")), "deletion");
  EXPECT_EQ(Text(own, Field("registry.path")), R"(\REGISTRY\MACHINE\SOFTWARE\Run\Sync)");
  EXPECT_EQ(Text(own, Field("registry.key")), R"(SOFTWARE\Run)");
  EXPECT_EQ(Text(own, Field("registry.hive")), "HKLM");
  const Event& published = Map(record, true);
  EXPECT_EQ(Text(published, Field("event.action")), "AsepValueUpdate");
  EXPECT_EQ(Text(published, Field("event.type")), "deletion");
}

TEST_F(CrowdstrikeFdrTest, SplitsTheCommandsOfAConsole) {
  const Event& event =
      Map("{\"event_simpleName\":\"CommandHistory\",\"aid\":\"a\","
          "\"CommandHistory\":\"whoami\xC2\xB6 net user \xC2\xB6\"}");
  EXPECT_EQ(Text(event, Field("process.command_line")), "whoami|net user");
}

TEST_F(CrowdstrikeFdrTest, NamesAProcessWithoutImageByItsCommand) {
  const Event& event = Map(R"({"event_simpleName":"ProcessRollup2","aid":"a",
      "ImageFileName":"/","CommandLine":"/usr/bin/runc \"\" init"})");
  EXPECT_EQ(Text(event, Field("process.name")), "runc");
  EXPECT_EQ(Text(event, Field("process.args")), "/usr/bin/runc|init");
  EXPECT_EQ(Text(event, Field("process.args_count")), "2");
}

TEST_F(CrowdstrikeFdrTest, KeepsWhatHasNoField) {
  const Event& event =
      Map(R"({"event_simpleName":"ProcessRollup2","aid":"a","Tags":"25, 27","Empty":"none"})");
  const auto tags = std::find_if(event.extras.begin(), event.extras.end(), [](const auto& extra) {
    return extra.name == "crowdstrike.Tags";
  });
  ASSERT_NE(tags, event.extras.end());
  EXPECT_EQ(tags->values[0].text(), "25, 27");
  EXPECT_TRUE(std::none_of(event.extras.begin(), event.extras.end(),
                           [](const auto& extra) { return extra.name == "crowdstrike.Empty"; }));
}

// ---- The map, read backwards ------------------------------------------------------------------

TEST_F(CrowdstrikeFdrTest, ReadsBackwards) {
  struct Case {
    FieldId field;
    Family family;
    Value value;
    std::string_view raw_name;
    std::string_view raw;
  };
  const Case kCases[] = {
      {Field("process.executable"), kProcess, Value::String("/usr/bin/ssh"), "ImageFileName",
       "/usr/bin/ssh"},
      {Field("dll.name"), kLibrary, Value::String("a.dll"), "ImageFileName", "a.dll"},
      {Field("process.pid"), kProcess, Value::Int(7), "RawProcessId", "7"},
      {Field("process.start"), kProcess, Value::Time(1'772'362'800'402'000'000), "ProcessStartTime",
       "1772362800.402000000"},
      {Field("host.os.type"), kProcess, Value::String("linux"), "event_platform", "Lin"},
      {Field("source.ip"), kInbound, Value::String("10.0.0.2"), "RemoteAddressIP4", "10.0.0.2"},
      {Field("network.transport"), kConnection, Value::String("udp"), "Protocol", "17"},
      {Field("dns.question.type"), kDns, Value::String("AAAA"), "RequestType", "28"},
      {Field("event.type"), kRegistry, Value::String("creation"), "RegOperationType", "3"},
      {Field("registry.data.type"), kRegistry, Value::String("REG_QWORD"), "RegType", "11"},
  };
  for (const Case& c : kCases) {
    const FieldRow* row = RowOf(c.field, c.family);
    ASSERT_NE(row, nullptr) << c.raw_name;
    EXPECT_EQ(row->raw, c.raw_name);
    EXPECT_EQ(Invert(*row, std::span(&c.value, 1)), c.raw) << c.raw_name;
  }
}

TEST_F(CrowdstrikeFdrTest, EveryPartHasARowWithTheWholeText) { ExpectWholeTexts(); }

}  // namespace
}  // namespace tocsin::crowdstrike_fdr
