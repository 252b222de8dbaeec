#include "telemetry/decoders/auditd/audit_header.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::audit {
namespace {

TEST(AuditHeader, ReadsLines) {
  struct Case {
    const char* name;
    std::string_view line;
    std::string_view node;
    std::string_view type;
    std::int64_t ns;
    std::uint64_t serial;
    std::string_view body;
  };
  const Case kCases[] = {
      {"plain", "type=SYSCALL msg=audit(1700000000.250:7): arch=c000003e", "", "SYSCALL",
       1'700'000'000'250'000'000, 7, " arch=c000003e"},
      {"with a node", "node=web-01 type=CWD msg=audit(5.001:4294967295):  cwd=\"/\"", "web-01",
       "CWD", 5'001'000'000, 4294967295, "  cwd=\"/\""},
      {"behind a header", "Mar  1 10:00:00 web-01 audispd: node=n type=EOE msg=audit(5.000:1): ",
       "n", "EOE", 5'000'000'000, 1, " "},
      {"in JSON", R"({"message":"node=n type=CWD msg=audit(5.000:1): cwd=\"/\""})", "n", "CWD",
       5'000'000'000, 1, R"( cwd=\"/\""})"},
      {"of the kernel's log", "audit: type=1400 audit(5.000:1): apparmor=\"DENIED\"", "", "AVC",
       5'000'000'000, 1, " apparmor=\"DENIED\""},
      {"unknown number", "type=UNKNOWN[1420] msg=audit(5.000:1): x=1", "", "UNKNOWN[1420]",
       5'000'000'000, 1, " x=1"},
      {"nanoseconds", "type=CWD msg=audit(5.123456789:1):", "", "CWD", 5'123'456'789, 1, ""},
      {"behind a false start", "x(y) audit(no type=CWD msg=audit(5.000:1): a=b", "", "CWD",
       5'000'000'000, 1, " a=b"},
  };
  for (const Case& c : kCases) {
    const auto header = FindAuditHeader(c.line);
    ASSERT_TRUE(header) << c.name;
    EXPECT_EQ(header->node, c.node) << c.name;
    EXPECT_EQ(header->type, c.type) << c.name;
    EXPECT_EQ(header->time.ns, c.ns) << c.name;
    EXPECT_EQ(header->serial, c.serial) << c.name;
    EXPECT_EQ(c.line.substr(header->body), c.body) << c.name;
  }
}

TEST(AuditHeader, RefusesOtherText) {
  for (const std::string_view line : {
           "",
           "audit(",
           "type=SYSCALL msg=audit(1.2:3",
           "type=SYSCALL msg=audit(1:3): a=b",
           "type=SYSCALL msg=audit(1.2): a=b",
           "type=SYSCALL msg=audit(-1.2:3): a=b",
           "type=SYSCALL msg=audit(99999999999999999999.0:3): a=b",
           "type=SYSCALL msg=audit(9999999999.0:3): a=b",
           "type=SYSCALL msg=audit(1.2:99999999999999999999): a=b",
           "type= msg=audit(1.2:3): a=b",
           "kind=SYSCALL msg=audit(1.2:3): a=b",
           "msg=audit(1.2:3): a=b",
       }) {
    EXPECT_FALSE(FindAuditHeader(line)) << line;
  }
}

TEST(AuditHeader, LooksOnlyAtTheFront) {
  const std::string line = std::string(kHeaderBytesMax, ' ') + "type=SYSCALL msg=audit(1.2:3): a=b";
  EXPECT_FALSE(FindAuditHeader(line));
}

TEST(AuditHeader, TellsUserMessages) {
  for (const std::string_view type : {"USER_LOGIN", "CRED_ACQ", "ADD_USER", "SERVICE_START",
                                      "DAEMON_START", "ANOM_LOGIN_FAILURES", "CRYPTO_SESSION"}) {
    EXPECT_TRUE(IsUserMessage(type)) << type;
  }
  for (const std::string_view type :
       {"SYSCALL", "LOGIN", "CONFIG_CHANGE", "AVC", "ANOM_PROMISCUOUS", "PROCTITLE", "TTY"}) {
    EXPECT_FALSE(IsUserMessage(type)) << type;
  }
}

}  // namespace
}  // namespace tocsin::audit
