#include "telemetry/sources/system_log/log_line.h"

#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

namespace tocsin::system_log {
namespace {

class LogLineTest : public testing::Test {
 protected:
  LogLine Read(std::string_view json) {
    EXPECT_TRUE(decoder_.Decode(json, arena_, &root_).ok()) << json;
    return ReadLogLine(root_, arena_);
  }

  Arena arena_;
  JsonDecoder decoder_;
  doc::Node root_;
};

TEST_F(LogLineTest, ReadsTheJournal) {
  const LogLine line =
      Read(R"({"__REALTIME_TIMESTAMP":"1000000",)"
           R"("_HOSTNAME":"h","SYSLOG_IDENTIFIER":"/usr/sbin/sshd","_COMM":"c","_PID":"7",)"
           R"("SYSLOG_FACILITY":"10","PRIORITY":"6","MESSAGE":"m"})");
  EXPECT_TRUE(IsLogLine(root_));
  EXPECT_EQ(line.time->ns, 1'000'000'000);
  EXPECT_EQ(line.host, "h");
  EXPECT_EQ(line.program, "sshd");
  EXPECT_EQ(line.pid, "7");
  EXPECT_EQ(line.facility, 10U);
  EXPECT_EQ(line.severity, 6U);
  EXPECT_EQ(line.message, "m");
}

TEST_F(LogLineTest, ReadsBytesAndLists) {
  EXPECT_EQ(Read(R"({"__REALTIME_TIMESTAMP":"1","MESSAGE":[97,255,98]})").message,
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(Read(R"({"__REALTIME_TIMESTAMP":"1","MESSAGE":["one","two"]})").message, "one");
  EXPECT_EQ(Read(R"({"__REALTIME_TIMESTAMP":"1","MESSAGE":null})").message, "");
  EXPECT_EQ(Read(R"({"__REALTIME_TIMESTAMP":"1","MESSAGE":[]})").message, "");
}

TEST_F(LogLineTest, TellsAuthentication) {
  EXPECT_TRUE(IsAuthentication(Read(R"({"syslog":{"priority":86,"tag":"app","message":"m"}})")));
  EXPECT_TRUE(IsAuthentication(Read(R"({"syslog":{"priority":38,"tag":"app","message":"m"}})")));
  EXPECT_TRUE(IsAuthentication(Read(R"({"syslog":{"tag":"sshd-session","message":"m"}})")));
  EXPECT_TRUE(IsAuthentication(Read(R"j({"syslog":{"tag":"sshd(pam_unix)","message":"m"}})j")));
  EXPECT_TRUE(IsAuthentication(Read(R"({"syslog":{"tag":"x","message":"pam_unix(x:y): z"}})")));
  EXPECT_FALSE(IsAuthentication(Read(R"({"syslog":{"priority":13,"tag":"app","message":"m"}})")));
}

TEST_F(LogLineTest, IsNothingElse) {
  for (const std::string_view json :
       {R"({"syslog":"x"})", R"({"syslog":{},"a":1})", R"({"MESSAGE":"m"})", R"({})"}) {
    Read(json);
    EXPECT_FALSE(IsLogLine(root_)) << json;
  }
}

}  // namespace
}  // namespace tocsin::system_log
