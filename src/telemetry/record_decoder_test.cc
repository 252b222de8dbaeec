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

TEST(RecordDecoder, CutsWhatIsTooLong) {
  Arena arena;
  RecordDecoder decoder(false);
  const std::string head = "Feb  1 10:00:00 web x: ";
  const DecodedRecord line = decoder.Decode(head + std::string(10 << 20, 'a'), kWritten, arena);
  EXPECT_TRUE(line.cut);
  EXPECT_EQ(line.root.FindPath("syslog", "message")->text().size() + head.size(), 64U << 10);
  EXPECT_FALSE(decoder.Decode(head + "a", kWritten, arena).cut);

  std::string many;
  for (int i = 0; i < 1100; ++i) many += "type=PATH msg=audit(1.500:7): name=\"x\"\n";
  const DecodedRecord audit = decoder.Decode(many, kWritten, arena);
  EXPECT_TRUE(audit.cut);
  EXPECT_EQ(audit.root.FindPath("auditd", "records")->size(), 1024U);
}

// None of this may hang, grow or crash; most of it is no record at all.
TEST(RecordDecoder, TakesHostileText) {
  const std::string zeros(1000, '\0');
  const std::string_view kTexts[] = {
      zeros,
      "\r\r\r",
      "Feb 21 21:54:44 \x1b]0;title\x07 x[1]: \x1b[2J",
      "<0>",
      "<34>1 2026-02-21T21:54:44Z h a p m [a x=\"\\",
      "Feb 21 21:54:44 h t[: x",
      "Feb 21 21:54:44 h message repeated 3 times: [ message repeated 3 times: [ x]]",
      "type=EXECVE msg=audit(1.5:7): argc=99999999999 a0=\"",
      "type=SYSCALL msg=audit(1.5:7): arch=zz syscall=-1 exit=--1 key=01 success=",
      "type=SOCKADDR msg=audit(1.5:7): saddr=FFFF",
      "type=A msg=audit(1.5:7):\n\n\ntype=A msg=audit(1.5:7):",
      "type=USER_AUTH msg=audit(1.5:7): msg='msg='msg='",
      "{\"message\":\"type=A msg=audit(1.5:7): x\"}\n{",
  };
  for (const std::string_view text : kTexts) {
    const std::string decoded = Decode(text);
    EXPECT_FALSE(decoded.empty());
  }
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
