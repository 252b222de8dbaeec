#include "telemetry/decoders/syslog/syslog_line.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::syslog {
namespace {

// When the log was last written.
const Time kWritten = *ParseTime("2026-03-01T12:00:00Z");

TEST(SyslogLine, SaysWhatOfATimeItGuessed) {
  const Time written{kNsPerDay * 20'000};
  const auto line = [&](std::string_view text) { return *ParseSyslogLine(text, written); };
  EXPECT_TRUE(line("Feb 21 21:54:44 web-01 sshd[7]: x").year_guessed);
  EXPECT_TRUE(line("Feb 21 21:54:44 web-01 sshd[7]: x").zone_guessed);
  EXPECT_FALSE(line("Feb 21 2024 21:54:44 UTC web-01 sshd[7]: x").year_guessed);
  EXPECT_FALSE(line("Feb 21 2024 21:54:44 UTC web-01 sshd[7]: x").zone_guessed);
  EXPECT_FALSE(line("2024-02-21T21:54:44Z web-01 sshd[7]: x").zone_guessed);
}

TEST(SyslogLine, ReadsTheFormsInUse) {
  struct Case {
    const char* name;
    std::string_view line;
    std::string_view time;
    std::string_view host;
    std::string_view tag;
    std::string_view pid;
    std::string_view message;
  };
  const Case kCases[] = {
      {"without year", "Feb 21 21:54:44 web-01 sshd[3402]: Server listening",
       "2026-02-21T21:54:44Z", "web-01", "sshd", "3402", "Server listening"},
      {"day of one digit", "Mar  1 02:03:04 web-01 cron: x", "2026-03-01T02:03:04Z", "web-01",
       "cron", "", "x"},
      {"of last year", "Dec 31 23:59:59 web-01 cron: x", "2025-12-31T23:59:59Z", "web-01", "cron",
       "", "x"},
      {"a day ahead is this year", "Mar  2 11:00:00 web-01 cron: x", "2026-03-02T11:00:00Z",
       "web-01", "cron", "", "x"},
      {"more than a day ahead is not", "Mar  2 13:00:00 web-01 cron: x", "2025-03-02T13:00:00Z",
       "web-01", "cron", "", "x"},
      {"a day that the year does not have", "Feb 29 01:00:00 web-01 cron: x",
       "2024-02-29T01:00:00Z", "web-01", "cron", "", "x"},
      {"with year", "Feb 21 2019 21:54:44 web-01 cron: x", "2019-02-21T21:54:44Z", "web-01", "cron",
       "", "x"},
      {"year behind the clock", "Feb 21 21:54:44 2019 web-01 cron: x", "2019-02-21T21:54:44Z",
       "web-01", "cron", "", "x"},
      {"with zone", "Feb 21 21:54:44 +0200 web-01 cron: x", "2026-02-21T19:54:44Z", "web-01",
       "cron", "", "x"},
      {"with fraction", "Feb 21 21:54:44.125 web-01 cron: x", "2026-02-21T21:54:44.125Z", "web-01",
       "cron", "", "x"},
      {"with priority", "<86>Feb 21 21:54:44 web-01 su[7]: x", "2026-02-21T21:54:44Z", "web-01",
       "su", "7", "x"},
      {"ISO time", "2026-02-21T21:54:44.5+01:00 web-01 sudo[1]: x", "2026-02-21T20:54:44.500Z",
       "web-01", "sudo", "1", "x"},
      {"ISO time of two words", "2026-02-21 21:54:44 web-01 sudo: x", "2026-02-21T21:54:44Z",
       "web-01", "sudo", "", "x"},
      {"RFC 5424", R"(<34>1 2026-02-21T21:54:44Z web-01 su 77 ID47 [a x="]\""][b] it's)",
       "2026-02-21T21:54:44Z", "web-01", "su", "77", "it's"},
      {"RFC 5424 with nothing", "<34>1 - - - - - - x", "2026-03-01T12:00:00Z", "", "", "", "x"},
      {"without host", "Feb 21 21:54:44 cron[5]: x", "2026-02-21T21:54:44Z", "", "cron", "5", "x"},
      {"tag with a slash", "Feb 21 21:54:44 mail postfix/smtpd[5]: x: y", "2026-02-21T21:54:44Z",
       "mail", "postfix/smtpd", "5", "x: y"},
      {"without tag", "Feb 21 21:54:44 web-01 last message repeated 2 times",
       "2026-02-21T21:54:44Z", "web-01", "", "", "last message repeated 2 times"},
      {"empty message", "Feb 21 21:54:44 web-01 cron[5]:", "2026-02-21T21:54:44Z", "web-01", "cron",
       "5", ""},
  };
  for (const Case& c : kCases) {
    const auto line = ParseSyslogLine(c.line, kWritten);
    ASSERT_TRUE(line) << c.name;
    EXPECT_EQ(FormatTime(line->time), c.time) << c.name;
    EXPECT_EQ(line->host, c.host) << c.name;
    EXPECT_EQ(line->tag, c.tag) << c.name;
    EXPECT_EQ(line->pid, c.pid) << c.name;
    EXPECT_EQ(line->message, c.message) << c.name;
    EXPECT_EQ(c.line.substr(line->message_begin), c.message) << c.name;
  }
}

TEST(SyslogLine, RefusesOtherText) {
  for (const std::string_view line :
       {"", "hello world", "Feb", "Feb 21", "Feb 31 10:00:00 h t: x", "Feb 21 25:00:00 h t: x",
        "Feb 21 21:54:44", "<34>", "<999>Feb 21 21:54:44 h t: x", "{\"a\":1}", "2026-02-21",
        "<34>1 yesterday h a - - - x", "Feb -1 10:00:00 h t: x"}) {
    EXPECT_FALSE(ParseSyslogLine(line, kWritten)) << line;
  }
}

TEST(SyslogLine, BecomesADocument) {
  Arena arena;
  bool repaired = false;
  const doc::Node root =
      DecodeSyslogLine("<86>Feb 21 21:54:44 w su[7]: a\xff", kWritten, {}, arena, &repaired);
  EXPECT_TRUE(repaired);
  std::string json;
  doc::AppendJson(root, &json);
  EXPECT_EQ(json, R"({"syslog":{"priority":86,"time":"2026-02-21T21:54:44Z","host":"w","tag":"su",)"
                  "\"pid\":\"7\",\"message\":\"a\xef\xbf\xbd\"}}");
  EXPECT_TRUE(DecodeSyslogLine("x", kWritten, {}, arena, &repaired).is_null());
}

TEST(SyslogLine, ReadsRepetitions) {
  const auto found = ParseRepetition("message repeated 12 times: [ Failed password]");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->count, 12U);
  EXPECT_EQ(found->message, "Failed password");
  for (const std::string_view other :
       {"message repeated 0 times: [ x]", "message repeated times: [ x]",
        "message repeated 3 times: [ x", "message repeated 99999999999 times: [ x]", "x"}) {
    EXPECT_FALSE(ParseRepetition(other)) << other;
  }
}

}  // namespace
}  // namespace tocsin::syslog
