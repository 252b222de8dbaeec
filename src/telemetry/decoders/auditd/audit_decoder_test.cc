#include "telemetry/decoders/auditd/audit_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::audit {
namespace {

constexpr std::string_view kHead = "msg=audit(1700000000.250:7):";

// The fields of one line, as JSON.
std::string FieldsOf(std::string_view type, std::string_view body, AuditStatus* status = nullptr) {
  Arena arena;
  const std::string line =
      "type=" + std::string(type) + " " + std::string(kHead) + std::string(body);
  const std::string_view lines[] = {line};
  doc::Node root;
  const AuditStatus result = DecodeAuditEvent(lines, {}, arena, &root);
  if (status != nullptr) *status = result;
  EXPECT_TRUE(result.ok);
  std::string json;
  doc::AppendJson(*root.FindPath("auditd", "records")->element(0).Find("fields"), &json);
  return json;
}

TEST(AuditDecoder, ReadsFields) {
  struct Case {
    const char* name;
    std::string_view type;
    std::string_view body;
    std::string_view fields;
  };
  const Case kCases[] = {
      {"numbers and quotes", "SYSCALL", R"( arch=c000003e a0=2f comm="a b" key=(null))",
       R"j({"arch":"c000003e","a0":"2f","comm":"a b","key":"(null)"})j"},
      {"hexadecimal text", "SYSCALL", " comm=6120622F exe=2F746D702F612062",
       R"({"comm":"a b/","exe":"/tmp/a b"})"},
      {"a word of hexadecimal letters", "CWD", R"( cwd=2f ocomm="CAFE" name=CAF)",
       R"({"cwd":"2f","ocomm":"CAFE","name":"CAF"})"},
      {"arguments", "EXECVE", R"( argc=3 a0="sh" a1=2D63 a2[0]=61 a2[1]="b")",
       R"({"argc":"3","a0":"sh","a1":"-c","a2[0]":"a","a2[1]":"b"})"},
      {"a title keeps its zeros", "PROCTITLE", " proctitle=73680062",
       "{\"proctitle\":\"sh\\u0000b\"}"},
      {"a message of user space", "USER_LOGIN",
       R"( pid=9 msg='op=login acct="ann b" exe="/usr/sbin/sshd" addr=? res=failed')",
       R"({"pid":"9","op":"login","acct":"ann b","exe":"/usr/sbin/sshd","addr":"?","res":"failed"})"},
      {"a message without its end", "SERVICE_START", R"( msg='unit=cron comm="systemd")",
       R"({"unit":"cron","comm":"systemd"})"},
      {"a message of old programs", "USER_START",
       R"( msg='PAM: session open acct="a" : exe="/bin/su" (hostname=h, addr=?, terminal=x res=success)')",
       R"({"acct":"a","exe":"/bin/su","hostname":"h","addr":"?","terminal":"x","res":"success"})"},
      {"resolved names", "SYSCALL",
       " uid=0 key=(null)\x1d"
       R"(ARCH=x86_64 UID="root")",
       R"j({"uid":"0","key":"(null)","ARCH":"x86_64","UID":"root"})j"},
      {"resolved names without separator", "SYSCALL", R"( key=(null)ARCH=x86_64 UID="a")",
       R"j({"key":"(null)","ARCH":"x86_64","UID":"a"})j"},
      {"resolved names behind a message", "USER_AUTH", " msg='res=success'\x1dUID=\"root\"",
       R"({"res":"success","UID":"root"})"},
      {"a resolved address", "SOCKADDR", " saddr=0200 SADDR={ saddr_fam=inet laddr=1.2.3.4 }",
       R"({"saddr":"0200","SADDR":" saddr_fam=inet laddr=1.2.3.4 "})"},
      {"a denial of SELinux", "AVC", R"( avc:  denied  { read write } for  pid=3 tclass=file)",
       R"({"seresult":"denied","seperms":"read,write","pid":"3","tclass":"file"})"},
      {"a login of old kernels", "LOGIN", " login pid=5 uid=0 old auid=1 new auid=2",
       R"({"pid":"5","uid":"0","old-auid":"1","new-auid":"2"})"},
      {"repeated names", "X", " a=1 a=2", R"({"a":"1","a":"2"})"},
      {"odd ends", "X", R"( a= b=" c)", R"({"a":"","b":" c"})"},
      {"no fields", "X", " words only", "{}"},
  };
  for (const Case& c : kCases) EXPECT_EQ(FieldsOf(c.type, c.body), c.fields) << c.name;
}

TEST(AuditDecoder, RepairsText) {
  AuditStatus status;
  EXPECT_EQ(FieldsOf("CWD", " cwd=2FFF", &status), "{\"cwd\":\"/\xef\xbf\xbd\"}");
  EXPECT_TRUE(status.repaired_utf8);
  EXPECT_EQ(FieldsOf("X", " a=\xff", &status), "{\"a\":\"\xef\xbf\xbd\"}");
  EXPECT_TRUE(status.repaired_utf8);
}

TEST(AuditDecoder, PutsLinesTogether) {
  Arena arena;
  const std::string_view lines[] = {
      "node=web type=SYSCALL msg=audit(1.500:7): pid=3",
      "not an audit line",
      "node=web type=CWD msg=audit(1.500:7): cwd=\"/\"",
      "node=web type=EOE msg=audit(1.500:7): ",
  };
  doc::Node root;
  const AuditStatus status = DecodeAuditEvent(lines, "other", arena, &root);
  EXPECT_TRUE(status.ok);
  EXPECT_EQ(status.dropped, 1U);
  std::string json;
  doc::AppendJson(root, &json);
  EXPECT_EQ(json,
            R"({"auditd":{"node":"web","time":"1.500","serial":"7","records":[)"
            R"({"type":"SYSCALL","fields":{"pid":"3"}},{"type":"CWD","fields":{"cwd":"/"}}]}})");
}

TEST(AuditDecoder, TakesTheNodeOfTheCaller) {
  Arena arena;
  const std::string_view lines[] = {"type=CWD msg=audit(1.500:7): cwd=\"/\""};
  doc::Node root;
  DecodeAuditEvent(lines, "web", arena, &root);
  EXPECT_EQ(root.FindPath("auditd", "node")->text(), "web");
  DecodeAuditEvent(lines, {}, arena, &root);
  EXPECT_EQ(root.FindPath("auditd", "node"), nullptr);
}

TEST(AuditDecoder, BoundsFieldsAndLines) {
  Arena arena;
  std::string wide = "type=X msg=audit(1.500:7):";
  for (std::size_t i = 0; i <= kFieldsMax; ++i) wide += " a=1";
  const std::vector<std::string_view> lines(kLinesMax + 3, wide);
  doc::Node root;
  const AuditStatus status = DecodeAuditEvent(lines, {}, arena, &root);
  const doc::Node& records = *root.FindPath("auditd", "records");
  EXPECT_EQ(records.size(), kLinesMax);
  EXPECT_EQ(records.element(0).Find("fields")->size(), kFieldsMax);
  EXPECT_EQ(status.dropped, kLinesMax + 3);
}

TEST(AuditDecoder, HasNothingToSayAboutOtherText) {
  Arena arena;
  const std::string_view lines[] = {"hello", ""};
  doc::Node root;
  EXPECT_FALSE(DecodeAuditEvent(lines, {}, arena, &root).ok);
}

}  // namespace
}  // namespace tocsin::audit
