#include "telemetry/record_decoder.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

const Time kWritten = *ParseTime("2026-03-01T12:00:00Z");

// The document as JSON, or "!reason".
std::string Decode(std::string_view record) {
  Arena arena;
  RecordDecoder decoder(false);
  const DecodedRecord decoded = decoder.Decode(record, kWritten, arena);
  if (!decoded.ok()) return "!" + std::string(decoded.reason);
  std::string json;
  doc::AppendJson(decoded.root, &json);
  return json;
}

constexpr std::string_view kEvent =
    "<Event><System><Provider Name=\"Linux-Sysmon\"/><EventID>5</EventID></System></Event>";
constexpr std::string_view kEventTree =
    R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"Linux-Sysmon"}},"EventID":"5"}}})";

TEST(RecordDecoder, TellsFormsApart) {
  EXPECT_EQ(Decode(R"({"a":1})"), R"({"a":1})");
  EXPECT_EQ(Decode(kEvent), kEventTree);
  EXPECT_EQ(Decode("type=CWD msg=audit(1.500:7): cwd=\"/\""),
            R"({"auditd":{"time":"1.500","serial":"7",)"
            R"("records":[{"type":"CWD","fields":{"cwd":"/"}}]}})");
  EXPECT_EQ(Decode("<38>Feb  1 10:00:00 web su[7]: hello"),
            R"({"syslog":{"priority":38,"time":"2026-02-01T10:00:00Z","host":"web","tag":"su",)"
            R"("pid":"7","message":"hello"}})");
}

TEST(RecordDecoder, OpensWhatASyslogLineCarries) {
  const std::string header = "Feb  1 10:00:00 web x: ";
  EXPECT_EQ(Decode(header + std::string(kEvent)), kEventTree);
  EXPECT_EQ(Decode(header + R"({"output_fields":{},"rule":"r"})"),
            R"({"output_fields":{},"rule":"r"})");
  // An application's own JSON is its message.
  EXPECT_EQ(Decode(header + R"({"level":"info"})"),
            R"({"syslog":{"time":"2026-02-01T10:00:00Z","host":"web","tag":"x",)"
            R"("message":"{\"level\":\"info\"}"}})");
  EXPECT_EQ(Decode(header + "<Event>"),
            R"({"syslog":{"time":"2026-02-01T10:00:00Z","host":"web","tag":"x",)"
            R"("message":"<Event>"}})");
}

TEST(RecordDecoder, OpensWhatAJsonMessageCarries) {
  const auto quoted = [](std::string_view text) {
    std::string json;
    doc::AppendJson(doc::Node::String(text), &json);
    return json;
  };
  EXPECT_EQ(Decode(R"({"SyslogMessage":)" + quoted(kEvent) + "}"), kEventTree);
  EXPECT_EQ(
      Decode(R"({"message":)" + quoted("Feb  1 10:00:00 web sysmon: " + std::string(kEvent)) + "}"),
      kEventTree);
  // Only as the message.
  const std::string other = R"({"comment":)" + quoted(kEvent) + "}";
  EXPECT_EQ(Decode(other), other);
}

TEST(RecordDecoder, PutsAuditLinesTogetherWhateverCarriesThem) {
  constexpr std::string_view kRecords =
      R"("time":"1.500","serial":"7","records":[{"type":"CWD","fields":{"cwd":"/"}},)"
      R"({"type":"PATH","fields":{"name":"x"}}]}})";
  const std::string tree = R"({"auditd":{"node":"web",)" + std::string(kRecords);
  EXPECT_EQ(Decode("node=web type=CWD msg=audit(1.500:7): cwd=\"/\"\n"
                   "node=web type=PATH msg=audit(1.500:7): name=\"x\""),
            tree);
  EXPECT_EQ(Decode("Feb  1 10:00:00 web audispd: type=CWD msg=audit(1.500:7): cwd=\"/\"\n"
                   "Feb  1 10:00:00 web audispd: type=PATH msg=audit(1.500:7): name=\"x\""),
            tree);
  EXPECT_EQ(
      Decode(R"({"host":{"name":"web"},"message":"type=CWD msg=audit(1.500:7): cwd=\"/\""})"
             "\n"
             R"({"host":{"name":"web"},"message":"type=PATH msg=audit(1.500:7): name=\"x\""})"),
      tree);
}

TEST(RecordDecoder, RepeatsWhatIsSaidToRepeat) {
  EXPECT_EQ(Decode("Feb  1 10:00:00 web sshd[7]: message repeated 2 times: [ no]"),
            R"([{"syslog":{"time":"2026-02-01T10:00:00Z","host":"web","tag":"sshd","pid":"7",)"
            R"("message":"no"}},{"syslog":{"time":"2026-02-01T10:00:00Z","host":"web",)"
            R"("tag":"sshd","pid":"7","message":"no"}}])");
  Arena arena;
  RecordDecoder decoder(false);
  EXPECT_EQ(decoder
                .Decode("Feb  1 10:00:00 web sshd[7]: message repeated 4000000000 times: [ no]",
                        kWritten, arena)
                .root.size(),
            1U);  // no number that a counter can reach: a message like others
  EXPECT_EQ(decoder
                .Decode("Feb  1 10:00:00 web sshd[7]: message repeated 2000000000 times: [ no]",
                        kWritten, arena)
                .root.size(),
            1000U);
}

TEST(RecordDecoder, RejectsTheRest) {
  EXPECT_EQ(Decode("hello world"), "!not_json");
  EXPECT_EQ(Decode(""), "!empty");
  EXPECT_EQ(Decode(R"({"message":"type=CWD msg=audit(1.500:7): cwd=)"), "!unclosed_string");
  EXPECT_EQ(Decode("<Event>"), "!unclosed_element");
}

// What a remote user may choose must not become a record of another sensor.
TEST(RecordDecoder, KeepsForgeriesWithinTheirMessage) {
  const std::string line = Decode(
      "Feb  1 10:00:00 web sshd[7]: Invalid user type=CWD msg=audit(1.500:7): cwd=\"/\" from "
      "1.2.3.4");
  EXPECT_TRUE(line.starts_with(R"({"syslog":)")) << line;
  const std::string json =
      R"({"process":{"args":["type=CWD msg=audit(1.500:7): cwd=x"]},"message":"m"})";
  EXPECT_EQ(Decode(json), json);
}

}  // namespace
}  // namespace tocsin
