#include "telemetry/sources/sentinel_one/sentinel_one.h"

#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/sentinel_one/event_class.h"
#include "telemetry/sources/source_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::sentinel_one {
namespace {

class SentinelOneTest : public SourceTest<JsonDecoder> {
 protected:
  SentinelOneTest() : SourceTest(MakeSource()) {}
};

TEST_F(SentinelOneTest, RecognizesKeysWithDots) {
  EXPECT_EQ(Recognized(R"({"event.category":"ip","event.type":"IP Connect","agent.uuid":"u"})"),
            Confidence::kCertain);
  EXPECT_EQ(
      Recognized(
          R"({"event.category":"process","event.type":"Process Creation","tgt.process.uid":"u"})"),
      Confidence::kCertain);
  EXPECT_EQ(Recognized(R"({"event":{"category":"process","type":"start"},"agent.uuid":"u"})"),
            Confidence::kNo);
  EXPECT_EQ(Recognized(R"({"event.category":"process","event.type":"start"})"), Confidence::kNo);
}

constexpr const char* kCreation =
    R"({"event.category":"process","event.type":"Process Creation","agent.uuid":"u",
        "event.time":1772363160000,"timestamp":"11:06:00.000","sca:ingestTime":1772363170,
        "endpoint.os":"osx","src.process.name":"zsh","src.process.uid":"P",
        "src.process.user":"LAB\\mara","src.process.publisher":"APPLE","tgt.process.name":"ssh",
        "tgt.process.uid":"C","tgt.process.pid":77,"tgt.process.user":"LAB\\root",
        "tgt.process.publisher":"OPENBSD","tgt.process.signedStatus":"signed",
        "tgt.process.verifiedStatus":"unverified","tgt.process.cmdline":"\"ssh\" \"a b\"",
        "tgt.process.integrityLevel":"INTEGRITY_LEVEL_UNKNOWN"})";

TEST_F(SentinelOneTest, MakesTheTargetTheProcessAndTheSourceItsParent) {
  const Event& event = Map(kCreation);
  EXPECT_EQ(Text(event, Field("process.entity_id")), "C");
  EXPECT_EQ(Text(event, Field("process.parent.entity_id")), "P");
  EXPECT_EQ(Text(event, Field("process.pid")), "77");
  EXPECT_EQ(Text(event, Field("process.code_signature.subject_name")), "OPENBSD");
  EXPECT_EQ(Text(event, Field("process.code_signature.exists")), "true");
  EXPECT_EQ(Text(event, Field("process.code_signature.trusted")), "false");
  EXPECT_EQ(Text(event, Field("process.parent.code_signature.subject_name")), "APPLE");
  EXPECT_EQ(Text(event, Field("process.user.name")), R"(LAB\root)");
  EXPECT_EQ(Text(event, Field("user.domain")), "LAB");
  EXPECT_EQ(Text(event, Field("user.name")), "root");
  EXPECT_EQ(Text(event, Field("process.Ext.token.integrity_level_name")), "");
}

TEST_F(SentinelOneTest, DoesNotCopyTheFaultsOfThePublishedMapping) {
  for (const bool compat_elastic : {false, true}) {
    const Event& event = Map(kCreation, compat_elastic);
    EXPECT_EQ(Text(event, Field("process.command_line")), R"("ssh" "a b")");
    EXPECT_EQ(Text(event, Field("process.args")), "ssh|a b");
    EXPECT_EQ(Text(event, Field("host.os.type")), "macos");
    EXPECT_EQ(FormatTime(event.time), "2026-03-01T11:06:00Z");
    EXPECT_EQ(Text(event, Field("event.ingested")), "2026-03-01T11:06:10Z");
  }
}

TEST_F(SentinelOneTest, TakesAnEndWithoutATargetForTheProcessItself) {
  const Event& event = Map(
      R"({"event.category":"process","event.type":"Process Exit","agent.uuid":"u",
          "src.process.uid":"C","src.process.parent.uid":"P"})");
  EXPECT_EQ(Text(event, Field("process.entity_id")), "C");
  EXPECT_EQ(Text(event, Field("process.parent.entity_id")), "P");
  EXPECT_EQ(Text(event, Field("event.type")), "end");
  EXPECT_EQ(Text(event, Field("event.action")), "end");
}

TEST_F(SentinelOneTest, KeepsKeysThatOthersBeginWith) {
  const Event& event = Map(
      R"({"event.category":"ip","event.type":"IP Listen","agent.uuid":"u",
          "k8sCluster.containerImage":"web:1","k8sCluster.containerImage.sha256":"ab",
          "site.id":"7","site.id.old":"6","account":""})");
  EXPECT_EQ(Text(event, Field("container.image.name")), "web:1");
  EXPECT_EQ(Text(event, Field("container.image.hash.all")), "ab");
  const auto extra = [&](std::string_view name) {
    const auto found = std::find_if(event.extras.begin(), event.extras.end(),
                                    [name](const auto& field) { return field.name == name; });
    return found == event.extras.end() ? std::string() : std::string(found->values[0].text());
  };
  EXPECT_EQ(extra("sentinel_one_cloud_funnel.event.site.id"), "7");
  EXPECT_EQ(extra("sentinel_one_cloud_funnel.event.site.id.old"), "6");
  EXPECT_EQ(extra("sentinel_one_cloud_funnel.event.account"), "");
}

TEST_F(SentinelOneTest, SplitsQuestions) {
  const auto question = [this](std::string_view request) {
    const Event& event =
        Map(R"({"event.category":"dns","event.type":"DNS Resolved","agent.uuid":"u",
                "event.dns.request":")" +
            std::string(request) + R"("})");
    EXPECT_EQ(event.dataset, "sentinel_one_cloud_funnel.dns");
    return Text(event, Field("dns.question.type")) + " " + Text(event, Field("dns.question.name"));
  };
  EXPECT_EQ(question("type: 28 host.example"), "AAAA host.example");
  EXPECT_EQ(question("host.example"), " host.example");
}

TEST_F(SentinelOneTest, TakesTheUserOfALoginFromTheLogin) {
  const std::string record =
      R"({"event.category":"logins","event.type":"Login","agent.uuid":"u",
          "src.process.user":"NT AUTHORITY\\SYSTEM","event.login.userName":"mara",
          "event.login.loginIsSuccessful":false,"event.login.type":"REMOTE_INTERACTIVE",
          "src.endpoint.ip.address":"10.0.0.9"})";
  const Event& own = Map(record);
  EXPECT_EQ(Text(own, Field("user.name")), "mara");
  EXPECT_EQ(Text(own, Field("user.domain")), "");
  EXPECT_EQ(Text(own, Field("event.outcome")), "failure");
  EXPECT_EQ(Text(own, Field("process.Ext.session_info.logon_type")), "RemoteInteractive");
  EXPECT_EQ(Text(own, Field("source.ip")), "10.0.0.9");
  EXPECT_EQ(Text(Map(record, true), Field("user.domain")), "NT AUTHORITY");
}

TEST_F(SentinelOneTest, NamesValuesOnlyInEventsAboutValues) {
  const auto map = [this](std::string_view type) -> const Event& {
    return Map(R"({"event.category":"registry","event.type":")" + std::string(type) +
               R"(","agent.uuid":"u","registry.keyPath":"USER\\S-1-5-21-7\\Run\\a/b"})");
  };
  const Event& value = map("Registry Value Modified");
  EXPECT_EQ(Text(value, Field("registry.value")), "a/b");
  EXPECT_EQ(Text(value, Field("registry.key")), R"(USER\S-1-5-21-7\Run)");
  EXPECT_EQ(Text(value, Field("registry.hive")), "HKU");
  const Event& key = map("Registry Key Delete");
  EXPECT_EQ(Text(key, Field("registry.value")), "");
  EXPECT_EQ(Text(key, Field("registry.key")), R"(USER\S-1-5-21-7\Run\a/b)");
}

// ---- The map, read backwards ------------------------------------------------------------------

TEST_F(SentinelOneTest, ReadsBackwards) {
  struct Case {
    FieldId field;
    Family family;
    Value value;
    std::string_view raw_name;
    std::string_view raw;
  };
  const Case kCases[] = {
      {Field("process.name"), kProcess, Value::String("ssh"), "tgt.process.name", "ssh"},
      {Field("process.name"), kFile, Value::String("ssh"), "src.process.name", "ssh"},
      {Field("process.parent.name"), kProcess, Value::String("sh"), "src.process.name", "sh"},
      {Field("process.parent.pid"), kConnect, Value::Int(7), "src.process.parent.pid", "7"},
      {Field("process.code_signature.exists"), kProcess, Value::Bool(true),
       "tgt.process.signedStatus", "signed"},
      {Field("host.os.type"), kFile, Value::String("macos"), "endpoint.os", "osx"},
      {Field("event.action"), kConnect, Value::String("connection_accepted"),
       "event.network.direction", "INCOMING"},
      {Field("event.outcome"), kLogin, Value::String("failure"), "event.login.loginIsSuccessful",
       "false"},
      {Field("destination.ip"), kConnect, Value::String("10.0.0.1"), "dst.ip.address", "10.0.0.1"},
      {Field("registry.path"), kRegValue, Value::String(R"(MACHINE\a\b)"), "registry.keyPath",
       R"(MACHINE\a\b)"},
  };
  for (const Case& c : kCases) {
    const FieldRow* row = RowOf(c.field, c.family);
    ASSERT_NE(row, nullptr) << c.raw_name;
    EXPECT_EQ(row->raw, c.raw_name);
    EXPECT_EQ(Invert(*row, std::span(&c.value, 1)), c.raw) << c.raw_name;
  }
}

TEST_F(SentinelOneTest, EveryPartHasARowWithTheWholeText) { ExpectWholeTexts(); }

}  // namespace
}  // namespace tocsin::sentinel_one
