#include "telemetry/sources/windows/windows_record.h"

#include "telemetry/decoders/json/json_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin::windows {
namespace {

class WindowsRecordTest : public testing::Test {
 protected:
  // Records view the bytes that they were decoded from: those live in the arena here.
  WindowsRecord Read(std::string_view json, WireForm form = WireForm::kText) {
    doc::Node root;
    EXPECT_TRUE(decoder_.Decode(arena_.Copy(json), arena_, &root).ok()) << json;
    return reader_.Read(root, form, arena_);
  }

  Arena arena_;
  JsonDecoder decoder_;
  WindowsReader reader_;
};

TEST_F(WindowsRecordTest, ReadsEventTrees) {
  const WindowsRecord record = Read(R"({"Event":{"#attributes":{"xmlns":"x"},"System":{
      "Provider":{"#attributes":{"Name":"P","Guid":"5770385F-C22A-43E0-BF4C-06F5698FFBD9"}},
      "EventID":{"#attributes":{"Qualifiers":16384},"#text":7045},"Version":2,"Level":4,"Task":1,
      "Opcode":0,"Keywords":"0x8020000000000000",
      "TimeCreated":{"#attributes":{"SystemTime":"2024-05-01T10:00:00.1234567Z"}},
      "EventRecordID":77,"Execution":{"#attributes":{"ProcessID":4,"ThreadID":8}},
      "Channel":"System","Computer":"Host.Example","Security":{"#attributes":{"UserID":"S-1-5-18"}}},
      "EventData":{"#attributes":{"Name":"E"},"A":1,"B":null,"C":"0x0000000A","D":true}}})");
  EXPECT_EQ(record.shape, Shape::kEvent);
  EXPECT_EQ(record.provider, "P");
  EXPECT_EQ(record.provider_guid, "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}");
  EXPECT_EQ(record.code, 7045U);
  EXPECT_EQ(record.qualifiers, "16384");
  EXPECT_EQ(record.level, 4U);
  EXPECT_EQ(record.keywords, 0x8020000000000000U);
  EXPECT_EQ(record.record_id, "77");
  EXPECT_EQ(record.process_id, "4");
  EXPECT_EQ(record.user_id, "S-1-5-18");
  EXPECT_EQ(record.computer, "Host.Example");
  ASSERT_EQ(record.data.size(), 3U);
  EXPECT_EQ(record.Data("A"), "1");
  EXPECT_EQ(record.Data("B"), "");
  EXPECT_EQ(record.Data("C"), "0xa");
  EXPECT_EQ(record.Data("D"), "true");
}

std::string EventWithData(std::string_view data) {
  return std::string(R"({"Event":{"System":{"EventID":1},"EventData":)") + std::string(data) + "}}";
}

TEST_F(WindowsRecordTest, CountsUnnamedData) {
  const WindowsRecord record = Read(EventWithData(R"({"Data":{"#text":["a",null,"c"]}})"));
  EXPECT_EQ(record.Data("param1"), "a");
  EXPECT_EQ(record.Data("param2"), "");
  EXPECT_EQ(record.Data("param3"), "c");
  EXPECT_EQ(Read(EventWithData(R"({"Data":"only"})")).Data("param1"), "only");
}

TEST_F(WindowsRecordTest, JoinsRepeatedNamesUnderOne) {
  const WindowsRecord record = Read(EventWithData(R"({"X":"a","X_1":"b","X_y":"c","Y_1":"d"})"));
  ASSERT_EQ(record.data.size(), 4U);
  EXPECT_EQ(record.data[1].name, "X");
  EXPECT_EQ(record.data[1].text, "b");
  EXPECT_EQ(record.data[2].name, "X_y");
  EXPECT_EQ(record.data[3].name, "Y_1");
}

TEST_F(WindowsRecordTest, UsesOneSpellingOfGuids) {
  const WindowsRecord record = Read(EventWithData(
      R"({"A":"0197231E-5032-6940-AAE2-070000000000","B":"{0197231E-5032-6940-AAE2-070000000000}",
          "C":"0654a304-20aa-4c04-b6b9-8f5bc13220bb"})"));
  EXPECT_EQ(record.Data("A"), "{0197231e-5032-6940-aae2-070000000000}");
  EXPECT_EQ(record.Data("B"), "{0197231e-5032-6940-aae2-070000000000}");
  EXPECT_EQ(record.Data("C"), "0654a304-20aa-4c04-b6b9-8f5bc13220bb");
}

TEST_F(WindowsRecordTest, TurnsLineEndsOfBinaryXmlIntoLineFeeds) {
  const std::string json = EventWithData(R"({"A":"x\r\ny\rz"})");
  EXPECT_EQ(Read(json, WireForm::kEvtx).Data("A"), "x\ny\nz");
  EXPECT_EQ(Read(json, WireForm::kText).Data("A"), "x\r\ny\rz");
}

TEST_F(WindowsRecordTest, ReadsUserData) {
  const WindowsRecord record = Read(R"({"Event":{"System":{"EventID":1102},"UserData":{
      "LogFileCleared":{"#attributes":{"xmlns":"y"},"SubjectUserName":"ann",
      "Inner":{"Deep":"v"}}}}})");
  EXPECT_EQ(record.user_data_name, "LogFileCleared");
  EXPECT_EQ(record.UserData("SubjectUserName"), "ann");
  EXPECT_EQ(record.UserData("Inner.Deep"), "v");
}

TEST_F(WindowsRecordTest, ReadsFlatExports) {
  const WindowsRecord record =
      Read(R"({"EventID":13,"Channel":"Microsoft-Windows-Sysmon/Operational",
      "SourceName":"Microsoft-Windows-Sysmon","Hostname":"WS1.corp","RecordNumber":9,
      "Keywords":-9214364837600034816,"Severity":"INFO","Task":13,"OpcodeValue":0,
      "AccountName":"SYSTEM","UserID":"S-1-5-18","ExecutionProcessID":5,"ThreadID":6,
      "EventTime":"2020-01-01 00:00:00","@timestamp":"2020-01-01T04:00:00.5Z","host":"collector",
      "port":5140,"tags":["x"],"EventType":"SetValue","Image":"a.exe","Message":"m"})");
  EXPECT_EQ(record.shape, Shape::kFlat);
  EXPECT_EQ(record.code, 13U);
  EXPECT_EQ(record.computer, "WS1.corp");
  EXPECT_EQ(record.keywords, 0x8020000000000000U);
  EXPECT_EQ(record.level, 4U);
  EXPECT_EQ(record.user_id, "S-1-5-18");
  EXPECT_EQ(record.time_created, "2020-01-01T04:00:00.5Z");
  EXPECT_EQ(record.message, "m");
  ASSERT_EQ(record.data.size(), 2U);
  EXPECT_EQ(record.Data("EventType"), "SetValue");
  EXPECT_EQ(record.Data("Image"), "a.exe");
}

TEST_F(WindowsRecordTest, TellsTheCollectorsEventTypeFromTheSensors) {
  const WindowsRecord record =
      Read(R"({"EventID":1,"Channel":"Security","Hostname":"h","EventType":"AUDIT_SUCCESS"})");
  EXPECT_TRUE(record.data.empty());
}

TEST_F(WindowsRecordTest, OpensEventDataThatIsText) {
  const WindowsRecord record = Read(R"({"EventID":3,"Channel":"c","Computer":"h","TenantId":"t",
      "EventData":"{\"Image\":\"a.exe\",\"ProcessId\":\"7\"}"})");
  ASSERT_EQ(record.data.size(), 2U);
  EXPECT_EQ(record.Data("ProcessId"), "7");
}

TEST_F(WindowsRecordTest, OpensEventDataThatIsXml) {
  const char* const kTables[] = {
      R"({"EventID":1,"Channel":"c","Computer":"h","Activity":"a","EventData":
          "<EventData xmlns='e'>\r\n <Data Name='A'>1 &amp; 2</Data><Data Name='B'/></EventData>"})",
      R"({"EventID":1,"Channel":"c","Computer":"h","EventData":
          "<DataItem type='x'><EventData><Data Name='A'>1 &amp; 2</Data></EventData></DataItem>"})",
  };
  for (const char* const table : kTables) {
    const WindowsRecord record = Read(table);
    ASSERT_EQ(record.data.size(), 1U) << table;
    EXPECT_EQ(record.Data("A"), "1 & 2");
  }
  // What cannot be opened costs nothing else.
  EXPECT_EQ(Read(R"({"EventID":1,"Channel":"c","X":"y","EventData":"<EventData>"})").Data("X"),
            "y");
}

TEST_F(WindowsRecordTest, KnowsForwardedRecords) {
  EXPECT_TRUE(Read(R"({"Event":{"System":{},"RenderingInfo":{"Level":"Info"}}})").forwarded);
  EXPECT_FALSE(Read(R"({"Event":{"System":{}}})").forwarded);
  EXPECT_TRUE(Read(R"({"winlog":{"channel":"c"},"tags":["a","forwarded"]})").forwarded);
  EXPECT_TRUE(Read(R"({"winlog":{"channel":"c"},"tags":"forwarded"})").forwarded);
  EXPECT_FALSE(Read(R"({"winlog":{"channel":"c"},"tags":["a"]})").forwarded);
}

TEST_F(WindowsRecordTest, ReadsShippedDocuments) {
  const WindowsRecord record = Read(R"({"@timestamp":"2020-01-01T00:00:00Z","event":{"code":4624},
      "winlog":{"channel":"Security","computer_name":"h","event_id":4624,"record_id":5,
      "keywords":["Audit Failure"],"task":"Logon","event_data":{"LogonType":"3"},
      "user":{"identifier":"S-1-5-18"},"process":{"pid":1,"thread":{"id":2}}}})");
  EXPECT_EQ(record.shape, Shape::kWinlogbeat);
  EXPECT_EQ(record.code, 4624U);
  EXPECT_EQ(record.keywords, kAuditFailure);
  EXPECT_EQ(record.task_text, "Logon");
  EXPECT_EQ(record.thread_id, "2");
  EXPECT_EQ(record.Data("LogonType"), "3");
  const WindowsRecord dotted =
      Read(R"({"winlog.channel":"Security","winlog.event_id":"4688","winlog.event_data.A":"b"})");
  EXPECT_EQ(dotted.channel, "Security");
  EXPECT_EQ(dotted.code, 4688U);
  EXPECT_EQ(dotted.Data("A"), "b");
}

TEST_F(WindowsRecordTest, SurvivesWrongTypes) {
  EXPECT_EQ(Read("[1]").shape, Shape::kNone);
  EXPECT_EQ(Read(R"({"Event":{"System":7}})").shape, Shape::kNone);
  EXPECT_EQ(Read(R"({"Event":{"System":{},"EventData":[{"a":[[1]]},2],"UserData":5}})").code, 0U);
  EXPECT_EQ(Read(R"({"winlog":{"event_data":[1,{"a":2}],"keywords":{}}})").code, 0U);
}

}  // namespace
}  // namespace tocsin::windows
