#include "telemetry/sources/sshd_message.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

struct Case {
  const char* name;
  std::string_view line;
  SshdEvent event;
  std::string_view method;
  std::string_view user;
  std::string_view address;
  std::string_view port;
};

TEST(SshdMessage, ReadsLines) {
  using enum SshdEvent;
  const Case kCases[] = {
      {"listening on all", "Server listening on :: port 22.", kListening, "", "", "::", "22"},
      {"listening on IPv4", "Server listening on 0.0.0.0 port 2222.", kListening, "", "", "0.0.0.0",
       "2222"},
      {"accepted", "Accepted publickey for ann from 10.0.0.7 port 50022 ssh2: ED25519 SHA256:q",
       kAccepted, "publickey", "ann", "10.0.0.7", "50022"},
      {"accepted with domain", R"(Accepted password for corp\ann from fe80::1 port 1 ssh2)",
       kAccepted, "password", R"(corp\ann)", "fe80::1", "1"},
      {"failed", "Failed password for ann from 10.0.0.7 port 50022 ssh2", kFailed, "password",
       "ann", "10.0.0.7", "50022"},
      {"failed, unknown user", "Failed none for invalid user bob from 10.0.0.7 port 5 ssh2",
       kFailed, "none", "bob", "10.0.0.7", "5"},
      {"a user name that lies", "Failed password for root from 8.8.8.8 port 1 from 10.0.0.7 port 5",
       kFailed, "password", "root from 8.8.8.8 port 1", "10.0.0.7", "5"},
      {"invalid user", "Invalid user bob from 10.0.0.7 port 5", kInvalidUser, "", "bob", "10.0.0.7",
       "5"},
      {"invalid empty user", "Invalid user  from 10.0.0.7 port 5", kInvalidUser, "", "", "10.0.0.7",
       "5"},
      {"closed", "Connection closed by 10.0.0.7 port 5 [preauth]", kClosed, "", "", "10.0.0.7",
       "5"},
      {"closed while logging in", "Connection closed by authenticating user ann 10.0.0.7 port 5",
       kClosed, "", "ann", "10.0.0.7", "5"},
      {"disconnected", "Disconnected from user ann 10.0.0.7 port 5", kClosed, "", "ann", "10.0.0.7",
       "5"},
      {"received disconnect", "Received disconnect from 10.0.0.7 port 5:11: bye", kClosed, "", "",
       "10.0.0.7", "5"},
      {"invalid user of old servers", "Invalid user bob from 10.0.0.7", kInvalidUser, "", "bob",
       "10.0.0.7", ""},
      {"illegal user", "Illegal user b c from ::ffff:10.0.0.7", kInvalidUser, "", "b c",
       "::ffff:10.0.0.7", ""},
      {"an invalid user name that lies", "Invalid user a from 8.8.8.8 port 1 from 10.0.0.7 port 5",
       kInvalidUser, "", "a from 8.8.8.8 port 1", "10.0.0.7", "5"},
      {"nobody there", "Did not receive identification string from 10.0.0.7", kDropped, "", "",
       "10.0.0.7", ""},
      {"nobody there, with port", "Did not receive identification string from 10.0.0.7 port 5",
       kDropped, "", "", "10.0.0.7", "5"},
      {"refused by PAM", "error: PAM: Authentication failure for illegal user bob from h.example",
       kRefused, "", "bob", "h.example", ""},
      {"something else", "rexec line 15: Deprecated option", kOther, "", "", "", ""},
      {"half a line", "Accepted password for ann", kOther, "", "", "", ""},
      {"no port", "Server listening on :: port .", kOther, "", "", "", ""},
  };
  for (const Case& c : kCases) {
    const SshdLine line = ParseSshdLine(c.line);
    EXPECT_EQ(line.event, c.event) << c.name;
    EXPECT_EQ(line.method, c.method) << c.name;
    EXPECT_EQ(line.user, c.user) << c.name;
    EXPECT_EQ(line.address, c.address) << c.name;
    EXPECT_EQ(line.port, c.port) << c.name;
  }
}

TEST(SshdMessage, ReadsTheKey) {
  const SshdLine line =
      ParseSshdLine("Accepted publickey for a from 1.2.3.4 port 5 ssh2: RSA SHA256:abc");
  EXPECT_EQ(line.signature, "RSA SHA256:abc");
  EXPECT_FALSE(line.invalid_user);
}

}  // namespace
}  // namespace tocsin
