// The built-in rules, folder by folder: complete, free of messages, and right about their evidence
// whatever the batch size and the number of threads.
#include "base/file.h"
#include "base/uuid.h"
#include "rule_test_run.h"
#include "rules/builtin.h"
#include "rules/lint.h"
#include "rules/loader.h"
#include "rules/test_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPack = "rules";

// Folders below rules/ that hold a file.
std::vector<std::string> RuleFolders() {
  std::vector<std::string> folders;
  const Result<FileList> files = ListFiles(kPack);
  if (!files) return folders;
  for (const std::string& path : files->paths) {
    std::string folder = fs::path(path).parent_path().string();
    if (folder == kPack) continue;
    if (folders.empty() || folders.back() != folder) folders.push_back(std::move(folder));
  }
  return folders;
}

std::string Written(const DiagnosticSink& sink) {
  std::string text;
  for (const Diagnostic& diagnostic : sink.diagnostics()) text += diagnostic.message() + "\n";
  return text;
}

std::unique_ptr<Catalog> Load(const std::string& path) {
  DiagnosticSink sink;
  LoadReport report;
  LoadOptions options;
  options.paths = {path};
  Result<std::unique_ptr<Catalog>> catalog = LoadRules(options, sink, &report);
  EXPECT_TRUE(catalog) << path;
  if (!catalog) return nullptr;
  LintCatalog(**catalog, sink);
  EXPECT_TRUE(sink.empty()) << path << ": " << Written(sink);
  EXPECT_TRUE(report.unreadable.empty()) << path;
  return *std::move(catalog);
}

RuleTest ReadTest(const std::string& folder) {
  const std::string path = folder + "/test.yaml";
  Result<std::string> text = ReadFile(path);
  EXPECT_TRUE(text) << path;
  if (!text) return {};
  DiagnosticSink sink;
  const auto test = ReadRuleTest(SourceText::Make(path, *std::move(text)), sink);
  EXPECT_TRUE(sink.empty()) << path << ": " << Written(sink);
  return test ? *test : RuleTest{};
}

class BuiltinRule : public testing::TestWithParam<std::string> {};

TEST_P(BuiltinRule, HasEveryFile) {
  const fs::path folder = GetParam();
  EXPECT_NE(fs::exists(folder / "rule.toml"), fs::exists(folder / "rule.json"))
      << "one rule file, in one format";
  for (const char* name : {"guide.md", "test.yaml", "match.ndjson", "clean.ndjson"}) {
    EXPECT_TRUE(fs::exists(folder / name)) << name;
  }
}

TEST_P(BuiltinRule, LoadsWithoutAMessageAndCarriesItsFacts) {
  const std::unique_ptr<Catalog> catalog = Load(GetParam());
  ASSERT_NE(catalog, nullptr);
  ASSERT_EQ(catalog->rules().size(), 1U);
  const LoadedRule& loaded = catalog->rules().front();
  EXPECT_EQ(loaded.state, RuleState::kReady) << loaded.reason;
  const Rule& rule = loaded.rule;
  EXPECT_FALSE(rule.name.empty());
  EXPECT_FALSE(rule.threat.empty());
  EXPECT_FALSE(rule.tags.empty());
  if (rule.signal) {
    EXPECT_FALSE(rule.signal->message.empty());
    EXPECT_FALSE(rule.signal->cases.empty());
    return;
  }
  EXPECT_TRUE(Uuid::Parse(rule.id)) << rule.id;
  EXPECT_EQ(rule.license, "Apache-2.0");
  EXPECT_THAT(rule.authors, testing::ElementsAre("Tocsin"));
  EXPECT_FALSE(rule.description.empty());
  EXPECT_FALSE(rule.references.empty());
  EXPECT_FALSE(rule.false_positives.empty());
  EXPECT_FALSE(rule.setup.empty());
  EXPECT_FALSE(rule.index_patterns.empty());
  EXPECT_FALSE(rule.required_fields.empty());
  EXPECT_EQ(rule.schedule.interval, "5m");
  EXPECT_EQ(rule.schedule.from, "now-9m");
  EXPECT_EQ(rule.max_signals, 100U);
}

TEST_P(BuiltinRule, HasAGuideWhosePivotsCanBeRead) {
  const std::string path = GetParam() + "/guide.md";
  const Result<std::string> text = ReadFile(path);
  ASSERT_TRUE(text) << path;
  const Guide guide = ParseGuide(*text);
  for (const GuideFault& fault : guide.faults) ADD_FAILURE() << path << ": " << fault.message;
  EXPECT_FALSE(guide.pivots.empty());
  for (const Pivot& pivot : guide.pivots) {
    EXPECT_FALSE(pivot.label.empty());
    EXPECT_EQ(pivot.relative_from.substr(0, 4), "now-") << pivot.label;
    EXPECT_EQ(pivot.relative_to, "now") << pivot.label;
    EXPECT_FALSE(PlaceholderFields(pivot).empty())
        << pivot.label << " looks at nothing of the alert";
  }
}

TEST_P(BuiltinRule, JudgesItsEvidenceAsItsTestSays) {
  const RuleTest test = ReadTest(GetParam());
  const std::unique_ptr<Catalog> catalog = Load(GetParam() + "/" + test.rule);
  ASSERT_NE(catalog, nullptr);
  bool positive = false;
  bool negative = false;
  for (const RuleTestCase& rule_case : test.cases) {
    const bool none = rule_case.expect == RuleTestCase::Expect::kNoMatch;
    (none ? negative : positive) = true;
    for (const unsigned jobs : {1U, 3U}) {
      for (const std::size_t batch_records : {1U, 7U, 1024U}) {
        for (const std::string& complaint :
             RunCase(*catalog, rule_case, GetParam(), {jobs, batch_records})) {
          ADD_FAILURE() << GetParam() << ", " << rule_case.name << " (jobs " << jobs
                        << ", batches of " << batch_records << "): " << complaint;
        }
      }
    }
  }
  EXPECT_TRUE(positive && negative) << "a rule needs evidence of both kinds";
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  return fs::path(info.param).filename().string();
}

INSTANTIATE_TEST_SUITE_P(Pack, BuiltinRule, testing::ValuesIn(RuleFolders()), NameOf);

TEST(BuiltinPack, IsWhatStandsInTheFolder) {
  std::vector<std::string> linked;
  for (const BuiltinFile& file : BuiltinRuleFiles()) {
    const Result<std::string> text = ReadFile(std::string(kPack) + "/" + std::string(file.path));
    ASSERT_TRUE(text) << file.path;
    EXPECT_EQ(*text, file.text) << file.path;
    linked.emplace_back(fs::path(file.path).parent_path().string());
  }
  for (const std::string& folder : RuleFolders()) {
    EXPECT_EQ(std::count(linked.begin(), linked.end(), folder.substr(6)), 2)
        << folder << ": the rule and its guide belong to the program";
  }
}

TEST(BuiltinPack, KeepsTheIdsAndNumbersOfTheOrigins) {
  struct Facts {
    std::string id;
    int version;
    RuleSeverity severity;
    std::size_t pivots;
  };
  // The name space of RFC 9562 for addresses.
  const auto addresses = Uuid::Parse("6ba7b811-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(addresses);
  const std::string sibling =
      Uuid::V5(*addresses,
               "tocsin:rules/linux/persistence/network_connection_by_sshd_session_child")
          .ToString();
  const std::map<std::string, Facts> expected = {
      {"Proxy Execution via Windows OpenSSH",
       {"8cd49fbc-a35a-4418-8688-133cc3a1e548", 3, RuleSeverity::kHigh, 5}},
      {"Potential SSH Reverse Port Forwarding",
       {"86817045-ea22-4038-9959-c3437bc4c064", 1, RuleSeverity::kLow, 3}},
      {"Network Connection Initiated by SSHD Child Process",
       {"63431796-f813-43af-820b-492ee2efec8e", 4, RuleSeverity::kMedium, 3}},
      {"Network Connection Initiated by SSHD-Session Child Process",
       {sibling, 1, RuleSeverity::kMedium, 3}},
      {"Windows OpenSSH server listening on socket", {"def-000-hyz", 1, RuleSeverity::kMedium, 2}},
  };
  const std::unique_ptr<Catalog> catalog = Load("builtin");
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(catalog->rules().size(), expected.size());
  for (const LoadedRule& loaded : catalog->rules()) {
    const auto facts = expected.find(loaded.rule.name);
    ASSERT_NE(facts, expected.end()) << loaded.rule.name;
    EXPECT_EQ(loaded.rule.id, facts->second.id) << loaded.rule.name;
    EXPECT_EQ(loaded.rule.version, facts->second.version) << loaded.rule.name;
    EXPECT_EQ(loaded.rule.severity, facts->second.severity) << loaded.rule.name;
    EXPECT_EQ(loaded.rule.guide.pivots.size(), facts->second.pivots) << loaded.rule.name;
  }
}

// Logs of real machines, published for research; not part of this repository.
class PublishedEvidence : public testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("TOCSIN_SHARED");
    data_ = std::string(shared == nullptr ? "../shared" : shared) + "/data";
    if (!fs::exists(data_)) GTEST_SKIP() << "no published logs at " << data_;
  }

  ScanResult ScanFile(const std::string& file) {
    catalog_ = Load("builtin");
    ScanOptions options;
    options.batch.paths = {file};
    return Scan(*catalog_, options);
  }

  // The one file of this name below the published logs.
  std::string Find(const std::string& name) const {
    const Result<FileList> files = ListFiles(data_);
    if (!files) return {};
    for (const std::string& path : files->paths) {
      if (fs::path(path).filename() == name) return path;
    }
    return {};
  }

  std::string data_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(PublishedEvidence, OpenSshServerListeningGivesTwoSignals) {
  const std::string file = Find("ID4-OpenSSH server listening.evtx");
  if (file.empty()) GTEST_SKIP() << "the log is not there";
  const ScanResult result = ScanFile(file);
  ASSERT_EQ(result.alerts.size(), 2U);
  ASSERT_TRUE(result.alerts[0].signal && result.alerts[1].signal);
  EXPECT_EQ(result.alerts[0].rule->id, "def-000-hyz");
  EXPECT_EQ(result.alerts[0].signal->events_matched, 4U);
  EXPECT_EQ(result.alerts[1].signal->events_matched, 2U);
}

TEST_F(PublishedEvidence, ProxyCommandOfSftpIsSeen) {
  const std::string file = Find("762bb580-79b4-40f4-8b9e-9349ce1710f4.evtx");
  if (file.empty()) GTEST_SKIP() << "the log is not there";
  const ScanResult result = ScanFile(file);
  ASSERT_EQ(result.alerts.size(), 1U);
  EXPECT_EQ(result.alerts[0].rule->id, "8cd49fbc-a35a-4418-8688-133cc3a1e548");
}

}  // namespace
}  // namespace tocsin
