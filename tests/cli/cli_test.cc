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
      {"scan", "no evidence is given"},
      {"scan ''", "the path is empty"},
      {"scan --stats=xml examples/evidence", "xml"},
      {"scan --json=foo examples/evidence", "--json takes no value"},
      {"scan --output json=no/such/folder/a.json examples/evidence", "no/such/folder/a.json"},
      {"scan examples/evidence --rules", "--rules needs a value"},
      {"scan --severity grave examples/evidence", "'grave' is none of informational,low"},
      {"rules", "list, show, lint"},
      {"rules show", "no rule is named"},
      {"rules show connection", "in the names of 2 rules: '"},
      {"events query", "no query is given"},
      {"help nonsense", "no help about 'nonsense'"},
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
  const Outcome one =
      Tocsin("rules lint rules/windows/defense_evasion/proxy_execution_via_openssh/rule.toml");
  EXPECT_TRUE(one.err.starts_with("1 rule in 1 file: 0 errors, ")) << one.err;
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

TEST(Cli, EventsWithoutATimeAreNotCorrelated) {
  const std::string record =
      R"({"agent":{"type":"endpoint"},"event":{"category":["process"]},"host":{"id":"h"},)"
      R"("process":{"name":"a"}})"
      "\n";
  const std::string evidence = Written("timeless.ndjson", record + record);
  const Outcome sequence = Tocsin(
      "events query -q --count 'sequence by host.id with maxspan=1s [process where true] "
      "[process where true]' '" +
      evidence + "'");
  EXPECT_EQ(sequence.out, "0\n") << sequence.err;
  const Outcome single = Tocsin("events query -q --count 'process where true' '" + evidence + "'");
  EXPECT_EQ(single.out, "2\n");
  const Outcome scan = Tocsin("scan '" + evidence + "'");
  EXPECT_NE(scan.err.find("2 events have no usable time"), std::string::npos) << scan.err;
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

TEST(Cli, EachOptionTakesOneValueAndLeavesTheEvidence) {
  const std::string a = Written("first.ndjson", kProxyCommand);
  const std::string b = Written("second.ndjson", "{\"@timestamp\":\"2026-02-01T08:00:00Z\"}\n");
  const std::string both = "'" + a + "' '" + b + "'";
  for (const std::string& option :
       {std::string("--rules builtin"), std::string("-r builtin"),
        std::string("--rule 'Proxy Execution via Windows OpenSSH'"),
        std::string("--tag 'OS: Windows'"), "-o json=" + TempFolder() + "/o.json",
        "--output csv=" + TempFolder() + "/o.csv"}) {
    for (const std::string& arguments :
         {option + " " + both, both + " " + option, "'" + a + "' " + option + " '" + b + "'"}) {
      const Outcome outcome = Tocsin("scan -q --stats=json " + arguments);
      ASSERT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.err;
      const auto books = nlohmann::json::parse(outcome.out);
      EXPECT_EQ(books["inputs"]["read"], 2) << arguments;
      EXPECT_EQ(books["alerts"]["total"], 1) << arguments;
    }
  }
  const Outcome twice = Tocsin("scan -q -r builtin -r builtin --stats=json " + both);
  EXPECT_EQ(twice.exit_code, 0) << twice.err;
}

TEST(Cli, OutputThatCannotBeWrittenIsAnError) {
  const std::string evidence = Written("full.ndjson", kProxyCommand);
  for (const std::string& arguments :
       {std::string("version"), std::string("scan --help"), std::string(""), std::string("explain"),
        std::string("rules list"), std::string("rules show 'proxy execution'"),
        std::string("events schema"), "scan '" + evidence + "'", "events parse '" + evidence + "'",
        "scan --stats=json '" + evidence + "'",
        "events query 'any where true' '" + evidence + "'"}) {
    const Outcome outcome = Tocsin(arguments + " > /dev/full");
    EXPECT_EQ(outcome.exit_code, 5) << arguments << "\n" << outcome.err;
    EXPECT_NE(outcome.err.find("cannot write to standard output"), std::string::npos) << arguments;
  }
}

TEST(Cli, AFailedRunLeavesTheOldOutput) {
  const std::string target = Written("old.json", "old");
  EXPECT_EQ(Tocsin("scan -o json='" + target + "' --rule nonsense examples/evidence").exit_code, 2);
  EXPECT_EQ(ReadFile(target).value_or(""), "old");
  const std::string evidence = Written("new.ndjson", kProxyCommand);
  EXPECT_EQ(Tocsin("scan -q -o json='" + target + "' '" + evidence + "'").exit_code, 0);
  EXPECT_TRUE(nlohmann::json::parse(ReadFile(target).value_or("")).is_array());
  EXPECT_EQ(Tocsin("scan -q -o json=/dev/full '" + evidence + "'").exit_code, 5);
}

TEST(Cli, SelectionHidesRulesAndIsNoState) {
  const Outcome list = Tocsin("rules list --rule 'Proxy Execution via Windows OpenSSH'");
  EXPECT_EQ(std::count(list.out.begin(), list.out.end(), '\n'), 1);
  EXPECT_EQ(list.err, "1 rule: 1 ready\n");
  const Outcome scan =
      Tocsin("scan --stats=json --rule 'Proxy Execution via Windows OpenSSH' examples/evidence");
  EXPECT_EQ(scan.err.find("switched off"), std::string::npos) << scan.err;
  const auto rules = nlohmann::json::parse(scan.out)["rules"];
  EXPECT_EQ(rules["disabled"], 0);
  EXPECT_EQ(rules["not_selected"].get<int>() + 1, rules["loaded"].get<int>());
  EXPECT_TRUE(rules["not_run"].empty());
}

TEST(Cli, JsonOfRulesActsOnNoTerminal) {
  const std::string rule = Written(
      "marks.toml",
      "[rule]\nname = \"a\\u009b31m\\u007f\\u2028b\"\nrule_id = \"marks\"\ndescription = \"d\"\n"
      "severity = \"low\"\nrisk_score = 21\ntype = \"eql\"\nquery = \"any where true\"\n");
  const Outcome list = Tocsin("rules list '--rules=" + rule + "'");
  EXPECT_EQ(nlohmann::json::parse(list.out)["name"], "a\u009b31m\u007f\u2028b") << list.err;
  for (const char* raw : {"\u009b", "\u007f", "\u2028"}) {
    EXPECT_EQ(list.out.find(raw), std::string::npos);
  }
  const std::string evidence =
      Written("marks.ndjson",
              "{\"@timestamp\":\"2026-02-01T08:00:00Z\",\"host\":{\"id\":\"h\\u009b\\u007f\"}}\n"
              "{\"@timestamp\":\"2026-02-01T08:00:01Z\",\"host\":{\"id\":\"h\\u009b\\u007f\"}}\n");
  const Outcome keys = Tocsin(
      "events query -q 'sequence by host.id [any where true] [any where true]' '" + evidence + "'");
  EXPECT_EQ(nlohmann::json::parse(keys.out)["join_keys"][0], "h\u009b\u007f") << keys.err;
  EXPECT_EQ(keys.out.find("\u009b"), std::string::npos);
  EXPECT_EQ(keys.out.find('\x7f'), std::string::npos);
}

TEST(Cli, BuildingBlocksAreCountedApart) {
  const std::string rule =
      Written("block.toml",
              "[rule]\nname = \"Part\"\nrule_id = \"part\"\ndescription = \"d\"\n"
              "building_block_type = \"default\"\nseverity = \"low\"\nrisk_score = 21\n"
              "type = \"eql\"\nquery = \"process where true\"\n");
  const std::string evidence = Written("block.ndjson", kProxyCommand);
  const Outcome books = Tocsin("scan --stats=json -r builtin -r '" + rule + "' '" + evidence + "'");
  const auto alerts = nlohmann::json::parse(books.out)["alerts"];
  EXPECT_EQ(alerts["total"], 2);
  EXPECT_EQ(alerts["building_blocks"], 1);
  EXPECT_EQ(alerts["by_severity"]["low"], 0);
  EXPECT_NE(books.err.find("1: 1 high; and 1 of building-block rules\n"), std::string::npos)
      << books.err;
  EXPECT_NE(books.err.find("top       "), std::string::npos) << books.err;
  const Outcome table = Tocsin("scan -q -f table -r '" + rule + "' '" + evidence + "'");
  EXPECT_NE(table.out.find("block: Part"), std::string::npos) << table.out;
}

TEST(Cli, NamesAnInputOnceAndSaysWhatHappened) {
  const std::string broken = Written("broken.json.gz", "\x1f\x8b\x08 and no more");
  const Outcome outcome = Tocsin("scan '" + broken + "'");
  EXPECT_EQ(outcome.exit_code, 4);
  const std::size_t first = outcome.err.find("broken.json.gz");
  ASSERT_NE(first, std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("broken.json.gz", first + 1), std::string::npos) << outcome.err;
}

TEST(Cli, ExplainsTopicsAndCommands) {
  for (const char* topic : {"formats", "exit-codes", "time", "fields", "eql"}) {
    const Outcome outcome = Tocsin(std::string("help ") + topic);
    EXPECT_EQ(outcome.exit_code, 0) << topic;
    EXPECT_NE(outcome.out, "") << topic;
    EXPECT_NE(Tocsin("help").out.find(topic), std::string::npos);
  }
  EXPECT_EQ(Tocsin("help rules list").out, Tocsin("rules list --help").out);
  EXPECT_EQ(Tocsin("--version").out, Tocsin("version").out);
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
