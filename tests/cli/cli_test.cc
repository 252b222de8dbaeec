// The program as a person or a script runs it: arguments, streams, exit codes.

#include "base/file.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace tocsin {
namespace {

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

std::string TempFolder() {
  static const std::string folder = [] {
    std::string pattern = ::testing::TempDir() + "/tocsin-cli-XXXXXX";
    return std::string(mkdtemp(pattern.data()));
  }();
  return folder;
}

std::string Written(const std::string& name, std::string_view content) {
  const std::string path = TempFolder() + "/" + name;
  EXPECT_TRUE(WriteFileAtomically(path, content).has_value());
  return path;
}

// Runs `tocsin ARGUMENTS` in a shell, so that quoting and redirection are at hand.
Outcome Tocsin(const std::string& arguments) {
  const std::string err = TempFolder() + "/stderr";
  const std::string command =
      std::string("\"") + TOCSIN_PROGRAM + "\" " + arguments + " 2>\"" + err + "\"";
  Outcome outcome;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[4096];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) {
    outcome.out.append(buffer, size);
  }
  const int status = pclose(pipe);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  outcome.err = ReadFile(err).value_or(std::string());
  return outcome;
}

constexpr std::string_view kProxyCommand =
    R"({"@timestamp":"2026-02-01T08:00:00Z","agent":{"type":"endpoint"},)"
    R"("data_stream":{"dataset":"endpoint.events.process"},)"
    R"("event":{"category":["process"],"type":["start"]},)"
    R"("host":{"id":"h1","name":"ws-1","os":{"type":"windows"}},)"
    R"("process":{"name":"ssh.exe","command_line":"ssh -o ProxyCommand=\"cmd /c \u001b]0;x\u0007\u202e\" h"}})"
    "\n";

TEST(Cli, IntroducesItself) {
  const Outcome outcome = Tocsin("");
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.out.find("tocsin scan evidence/"), std::string::npos);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 14);
}

TEST(Cli, RefusesWithTwoAndANearName) {
  struct Case {
    const char* arguments;
    const char* message;
  };
  const Case cases[] = {
      {"scna x", "did you mean `scan`?"},
      {"scan --fromat json examples/evidence", "did you mean `--format`?"},
      {"scan", "paths"},
      {"scan no/such/place", "no/such/place"},
      {"scan --rules no/such/rules examples/evidence", "no/such/rules"},
      {"scan --output xml examples/evidence", "is no output format"},
      {"scan --rule nonsense examples/evidence", "no rule has the id or name 'nonsense'"},
      {"explain EQL999", "EQL9"},
      {"rules show nonsense", "nonsense"},
      {"events query 'process where' examples/evidence", "EQL"},
      {"events query 'process where proces.name == \"x\"' examples/evidence",
       "did you mean `process.name`?"},
  };
  for (const Case& c : cases) {
    const Outcome outcome = Tocsin(c.arguments);
    EXPECT_EQ(outcome.exit_code, 2) << c.arguments;
    EXPECT_NE(outcome.err.find(c.message), std::string::npos) << c.arguments << "\n" << outcome.err;
    EXPECT_EQ(outcome.out, "") << c.arguments;
  }
}

TEST(Cli, ScanGivesAlertsAsLinesAndBooksApart) {
  const std::string evidence = Written("good.ndjson", kProxyCommand);
  const Outcome lines = Tocsin("scan '" + evidence + "'");
  EXPECT_EQ(lines.exit_code, 0) << lines.err;
  const auto alert = nlohmann::json::parse(lines.out);
  EXPECT_EQ(alert["rule"]["name"], "Proxy Execution via Windows OpenSSH");
  EXPECT_EQ(alert["severity"], "high");
  EXPECT_NE(lines.err.find("1 in = 1 parsed + 0 rejected"), std::string::npos) << lines.err;

  const Outcome books = Tocsin("scan -q --stats=json '" + evidence + "'");
  EXPECT_EQ(books.err, "");
  EXPECT_EQ(nlohmann::json::parse(books.out)["alerts"]["total"], 1);

  const std::string file = TempFolder() + "/alerts.json";
  const Outcome both = Tocsin("scan -q -o json='" + file + "' -f csv '" + evidence + "'");
  EXPECT_EQ(both.exit_code, 0);
  EXPECT_TRUE(both.out.starts_with("id,severity,")) << both.out;
  EXPECT_EQ(nlohmann::json::parse(ReadFile(file).value_or("")).size(), 1U);
  EXPECT_EQ(Tocsin("scan -q --fail-on high '" + evidence + "'").exit_code, 1);
  EXPECT_EQ(Tocsin("scan -q --fail-on critical '" + evidence + "'").exit_code, 0);
}

TEST(Cli, ReadsStandardInput) {
  const std::string evidence = Written("stdin.ndjson", kProxyCommand);
  const Outcome outcome = Tocsin("scan -q --stats=json - < '" + evidence + "'");
  EXPECT_EQ(nlohmann::json::parse(outcome.out)["alerts"]["total"], 1);
}

TEST(Cli, ABrokenLineCostsThatLineOnly) {
  const std::string evidence =
      Written("broken.ndjson", "{\"broken\":tru\n" + std::string(kProxyCommand) + "not json\n");
  const Outcome outcome = Tocsin("scan --stats=json '" + evidence + "'");
  EXPECT_EQ(outcome.exit_code, 4);
  const auto books = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(books["alerts"]["total"], 1);
  EXPECT_EQ(books["records"]["in"], 3);
  EXPECT_EQ(books["records"]["parsed"], 1);
  EXPECT_NE(outcome.err.find("broken.ndjson"), std::string::npos);
}

TEST(Cli, ABrokenRuleStopsNoOther) {
  const std::string folder = TempFolder() + "/rules-broken";
  ASSERT_TRUE(MakeFolders(folder).has_value());
  const auto rule = [](std::string_view id, std::string_view query) {
    return "[rule]\nname = \"Rule " + std::string(id) + "\"\nrule_id = \"" + std::string(id) +
           "\"\ndescription = \"d\"\nseverity = \"low\"\nrisk_score = 21\ntype = \"eql\"\n"
           "query = '''\n" +
           std::string(query) + "\n'''\n";
  };
  ASSERT_TRUE(WriteFileAtomically(folder + "/a.toml", rule("a", "process where process.name == "))
                  .has_value());
  ASSERT_TRUE(WriteFileAtomically(folder + "/b.toml", "[rule\n").has_value());
  ASSERT_TRUE(
      WriteFileAtomically(folder + "/c.toml", rule("c", "process where process.name : \"ssh*\""))
          .has_value());
  const std::string evidence = Written("rules.ndjson", kProxyCommand);
  const Outcome scan = Tocsin("scan --rules '" + folder + "' --stats=json '" + evidence + "'");
  EXPECT_EQ(scan.exit_code, 0) << scan.err;
  const auto books = nlohmann::json::parse(scan.out);
  EXPECT_EQ(books["rules"]["not_loaded"], 2);
  EXPECT_EQ(books["alerts"]["total"], 1);
  EXPECT_NE(scan.err.find("a.toml:9:"), std::string::npos) << scan.err;

  const Outcome lint = Tocsin("rules lint '" + folder + "'");
  EXPECT_EQ(lint.exit_code, 1);
  EXPECT_NE(lint.out.find("b.toml:1"), std::string::npos) << lint.out;
  EXPECT_EQ(Tocsin("scan --strict -q --rules '" + folder + "' '" + evidence + "'").exit_code, 3);
  EXPECT_EQ(Tocsin("scan -q --rules '" + folder + "/b.toml' '" + evidence + "'").exit_code, 3);
}

TEST(Cli, NoControlByteOfAnEventReachesTheTerminal) {
  const std::string evidence = Written("hostile.ndjson", kProxyCommand);
  for (const char* arguments : {"scan -f table --color never ", "scan -f csv ", "scan -f jsonl ",
                                "scan -f ecs ", "events parse "}) {
    const Outcome outcome = Tocsin(std::string(arguments) + "'" + evidence + "'");
    EXPECT_FALSE(outcome.out.empty()) << arguments;
    for (const char c : outcome.out + outcome.err) {
      ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << arguments;
      ASSERT_NE(c, '\x7f') << arguments;
    }
  }
  const Outcome table = Tocsin("scan -f table --color never '" + evidence + "'");
  EXPECT_EQ(table.out.find("\u202e"), std::string::npos);
}

TEST(Cli, ShowsAndListsRules) {
  const Outcome list = Tocsin("rules list");
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_EQ(std::count(list.out.begin(), list.out.end(), '\n'), 5);
  const Outcome show = Tocsin("rules show 'proxy execution' --color never");
  EXPECT_EQ(show.exit_code, 0);
  for (const char* text :
       {"T1202", "now-9m to now", "Investigation guide", "process.command_line", "pivot 1"}) {
    EXPECT_NE(show.out.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(Tocsin("rules lint").exit_code, 0);
}

TEST(Cli, QueriesEventsAndSequences) {
  const Outcome count = Tocsin(
      "events query --count -q 'sequence by host.id with maxspan=1s "
      "[process where event.action == \"exec\"] by process.entity_id "
      "[network where true] by process.parent.entity_id' "
      "rules/linux/persistence/network_connection_by_sshd_child/match.ndjson");
  EXPECT_EQ(count.exit_code, 0) << count.err;
  EXPECT_GT(std::stoi(count.out), 0);
  const Outcome head = Tocsin(
      "events query -q 'any where true | head 3' "
      "rules/linux/persistence/network_connection_by_sshd_child/match.ndjson");
  EXPECT_EQ(std::count(head.out.begin(), head.out.end(), '\n'), 3);
}

TEST(Cli, ParsesEvents) {
  const Outcome outcome = Tocsin("events parse -n 2 --explain examples/evidence/openssh.evtx");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("source openssh_windows"), std::string::npos);
}

TEST(Cli, ExplainsEveryCode) {
  const Outcome list = Tocsin("explain");
  EXPECT_GT(std::count(list.out.begin(), list.out.end(), '\n'), 30);
  const Outcome one = Tocsin("explain eql021");
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_TRUE(one.out.starts_with("error[EQL021]")) << one.out;
}

TEST(Cli, AReaderThatGoesAwayEndsItQuietly) {
  const Outcome outcome = Tocsin("events parse -q rules 2>/dev/null | head -n 1 >/dev/null; true");
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST(Cli, PrintsItsVersion) {
  EXPECT_TRUE(Tocsin("version").out.starts_with("tocsin "));
  EXPECT_EQ(nlohmann::json::parse(Tocsin("version --json").out)["name"], "tocsin");
}

}  // namespace
}  // namespace tocsin
