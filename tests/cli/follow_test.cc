// `tocsin scan --follow` beside a writer that appends, rotates and empties its log. Every step
// waits for the alert that it must cause, so nothing here depends on how fast anybody is.

#include "base/file.h"
#include "child.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

class FollowTest : public testing::Test {
 protected:
  FollowTest() {
    std::string pattern = testing::TempDir() + "/tocsin-follow-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    fs::create_directory(folder_ / "logs");
    Append("rules.toml", Rule("one", "process where process.name == \"evil\""));
  }
  ~FollowTest() override { fs::remove_all(folder_); }

  static std::string Rule(std::string_view id, std::string_view query) {
    return "[rule]\nname = \"" + std::string(id) + "\"\nrule_id = \"" + std::string(id) +
           "\"\ndescription = \"d\"\nseverity = \"low\"\nrisk_score = 21\ntype = \"eql\"\n"
           "query = '''\n" +
           std::string(query) + "\n'''\n";
  }
  // A start of the process `name` by Elastic Defend, or by a sensor that names no parents.
  static std::string Start(std::string_view name, int pid, std::string_view time = "08:00:00") {
    return R"({"@timestamp":"2026-02-01T)" + std::string(time) +
           R"(Z","agent":{"type":"endpoint"},"data_stream":{"dataset":"endpoint.events.process"},)"
           R"("event":{"category":["process"],"type":["start"]},"host":{"id":"h1"},)"
           R"("process":{"name":")" +
           std::string(name) + R"(","pid":)" + std::to_string(pid) + "}}\n";
  }
  void Append(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::app) << text;
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::vector<std::string> Command(std::vector<std::string> more) const {
    std::vector<std::string> words = {TOCSIN_PROGRAM, "scan", "--follow", "--rules",
                                      Path("rules.toml")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // "pid at address" of the next alert.
  static std::string Next(Child& child) {
    const std::string line = child.Line();
    if (line.empty()) return "no alert";
    const auto alert = nlohmann::json::parse(line);
    const auto& event = alert["events"][0];
    const std::string address = event["address"];
    return std::to_string(event["event"]["process"]["pid"].get<int>()) + " at " +
           address.substr(address.rfind('/') + 1);
  }
  std::string Errors() const { return ReadFile(Path("err")).value_or(""); }

  fs::path folder_;
};

TEST_F(FollowTest, PrintsAlertsWhileLogsGrowRotateAndStartAnew) {
  Append("logs/app.log", Start("evil", 1));
  Child child(Command({Path("logs")}), Path("err"));
  EXPECT_EQ(Next(child), "1 at app.log#1");

  const std::string half = Start("evil", 2);
  Append("logs/app.log", half.substr(0, 50));
  Append("logs/app.log", half.substr(50) + Start("good", 3));
  EXPECT_EQ(Next(child), "2 at app.log#2");

  fs::rename(folder_ / "logs/app.log", folder_ / "logs/app.log.1");
  Append("logs/app.log.1", Start("evil", 4));
  EXPECT_EQ(Next(child), "4 at app.log#4");
  Append("logs/app.log", Start("evil", 5));
  EXPECT_EQ(Next(child), "5 at app.log#1");

  fs::copy_file(folder_ / "logs/app.log", folder_ / "copy");
  fs::resize_file(folder_ / "logs/app.log", 0);
  Append("logs/app.log", Start("evil", 6));
  EXPECT_EQ(Next(child), "6 at app.log#1");

  fs::create_directory(folder_ / "logs/new");
  Append("logs/new/b.log", Start("evil", 7));
  EXPECT_EQ(Next(child), "7 at b.log#1");

  Append("logs/packed.gz", "\x1f\x8b\x08");
  Append("logs/app.log", Start("evil", 8) + Start("evil", 9).substr(0, 40));
  EXPECT_EQ(Next(child), "8 at app.log#2");

  child.Interrupt();
  EXPECT_EQ(child.Line(), "");
  EXPECT_EQ(child.Wait(), 4) << Errors();  // the half record
  const std::string errors = Errors();
  EXPECT_NE(errors.find("alerts    7"), std::string::npos) << errors;
  EXPECT_NE(errors.find("9 in = 8 parsed + 1 rejected"), std::string::npos) << errors;
}

TEST_F(FollowTest, EndsWithStandardInputAndItsSequences) {
  Append("rules.toml", "");
  Append("sequence.toml", Rule("two",
                               "sequence by host.id with maxspan=1m [process where process.name == "
                               "\"a\"] [process where process.name == \"b\"]"));
  Child child(Command({"--rules", Path("sequence.toml"), "--stats=json", "-f", "jsonl", "-q", "-"}),
              Path("err"));
  // Out of order, within the hold.
  ASSERT_TRUE(child.Write(Start("b", 2, "08:00:10") + Start("a", 1, "08:00:05")));
  ASSERT_TRUE(child.Write(Start("evil", 3, "08:00:11")));
  EXPECT_EQ(Next(child), "3 at -#3");
  child.CloseInput();
  EXPECT_EQ(Next(child), "1 at -#2");
  const auto books = nlohmann::json::parse(child.Line());
  EXPECT_EQ(books["alerts"]["total"], 2);
  EXPECT_EQ(books["records"]["in"], 3);
  EXPECT_EQ(books["stream"]["late"], 0);
  EXPECT_EQ(child.Wait(), 0) << Errors();
}

TEST_F(FollowTest, SaysWhichRulesWantProcessState) {
  Append("parent.toml", Rule("three", "process where process.parent.name == \"sshd\""));
  Child child(Command({"--rules", Path("parent.toml"), "-"}), Path("err"));
  ASSERT_TRUE(child.Write(
      "type=SYSCALL msg=audit(1772524800.100:7): arch=c000003e syscall=59 success=yes exit=0 "
      "ppid=10 pid=11 auid=0 uid=0 comm=\"id\" exe=\"/usr/bin/id\" key=\"x\"\n"
      "type=EXECVE msg=audit(1772524800.100:7): argc=1 a0=\"id\"\n"
      "type=EOE msg=audit(1772524800.100:7): \n"));
  child.CloseInput();
  EXPECT_EQ(child.Line(), "");
  EXPECT_EQ(child.Wait(), 0) << Errors();
  const std::string errors = Errors();
  EXPECT_NE(errors.find("no process state is kept: 1 rule is judged only"), std::string::npos)
      << errors;
  EXPECT_NE(errors.find("three: not judged on 1 event,"), std::string::npos) << errors;
}

TEST_F(FollowTest, RefusesFormsThatAreNoLines) {
  for (const char* form : {"--format=table", "--format=json", "--output=jsonl=x"}) {
    Child child(Command({form, Path("logs")}), Path("err"));
    EXPECT_EQ(child.Wait(), 2) << form;
    EXPECT_NE(Errors().find("--follow prints alerts one by one"), std::string::npos);
  }
}

}  // namespace
}  // namespace tocsin
