#include "telemetry/audit_line.h"

#include "telemetry/decoders/auditd/audit_header.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(AuditLine, IsTheWholeMessage) {
  for (const std::string_view line : {
           "type=CWD msg=audit(5.000:1): cwd=\"/\"",
           "node=n type=CWD msg=audit(5.000:1): cwd=\"/\"",
           "Mar  1 10:00:00 web audispd[3]: type=CWD msg=audit(5.000:1): cwd=\"/\"",
           "<13>1 2026-03-01T10:00:00Z web audispd - - - type=CWD msg=audit(5.000:1): cwd=\"/\"",
           "Mar  1 10:00:00 web kernel: audit: type=1400 audit(5.000:1): apparmor=\"DENIED\"",
           "Mar  1 10:00:00 web kernel: [   12.5] audit: type=1400 audit(5.000:1): a=b",
           R"({"host":{"name":"web"},"message":"type=CWD msg=audit(5.000:1): cwd=\"/\""})",
           R"({"MESSAGE" : "node=n type=CWD msg=audit(5.000:1): cwd=\"/\""})",
       }) {
    EXPECT_TRUE(FindAuditLine(line)) << line;
  }
}

// Whoever chooses a user name or an argument must not write audit records.
TEST(AuditLine, IsNotTextWithinAMessage) {
  for (const std::string_view line : {
           "Mar  1 10:00:00 web sshd[3]: Invalid user x: type=CWD msg=audit(5.000:1): a=b from 1.2",
           "Mar  1 10:00:00 web app: audit: type=1400 audit(5.000:1): a=b",
           "Mar  1 10:00:00 web kernel: user said audit: type=1400 audit(5.000:1): a=b",
           "GET /type=CWD msg=audit(5.000:1): a=b",
           R"({"process":{"args":["x","type=CWD msg=audit(5.000:1): a=b"]}})",
           R"({"process":{"command_line":"type=CWD msg=audit(5.000:1): a=b"}})",
           R"({"message":"user said type=CWD msg=audit(5.000:1): a=b"})",
           R"({"nomessage":"type=CWD msg=audit(5.000:1): a=b"})",
       }) {
    EXPECT_FALSE(FindAuditLine(line)) << line;
  }
}

}  // namespace
}  // namespace tocsin
