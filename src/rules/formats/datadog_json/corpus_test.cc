// Rules as Datadog ships them and as its API examples write them: everything is read, and what does
// not run says why.
#include "base/file.h"
#include "rules/formats/datadog_json/datadog_json.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <string>

namespace tocsin {
namespace {

std::string CorpusFolder(const std::string& name) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  return std::string(shared != nullptr ? shared : "../shared") + "/corpora/datadog/" + name;
}

struct Reading {
  std::size_t rules = 0;
  std::map<std::string, std::size_t> by_outcome;
  std::set<std::string> broken;  // names of files
  std::vector<LoadedRule> loaded;
};

Reading ReadFolder(const std::string& folder) {
  Reading reading;
  const Result<FileList> files = ListFiles(folder);
  EXPECT_TRUE(files.has_value());
  Schema schema;
  const DatadogJsonFormat format;
  for (const std::string& path : files->paths) {
    const Result<std::string> text = ReadFile(path, std::size_t{1} << 24);
    EXPECT_TRUE(text.has_value()) << path;
    EXPECT_TRUE(format.Claims(*text)) << path;
    DiagnosticSink sink;
    for (LoadedRule& rule : format.Read(SourceText::Make(path, *text), {schema, sink, false, {}})) {
      ++reading.rules;
      const std::string outcome = rule.state == RuleState::kReady ? "ready" : rule.reason;
      ++reading.by_outcome[rule.rule.signal->detection_method + ": " + outcome];
      if (rule.state == RuleState::kNotLoaded) {
        const std::string file = std::filesystem::path(path).filename().string();
        reading.broken.insert(file);
        for (const Diagnostic& diagnostic : sink.diagnostics()) {
          std::cout << file << ": " << diagnostic.message() << "\n";
        }
      }
      reading.loaded.push_back(std::move(rule));
    }
  }
  for (const auto& [outcome, count] : reading.by_outcome)
    std::cout << count << " " << outcome << "\n";
  return reading;
}

TEST(DatadogCorpus, EveryShippedRuleIsReadAndThresholdRulesRun) {
  const std::string folder = CorpusFolder("ootb");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no rules in " << folder;
  const Reading reading = ReadFolder(folder);
  EXPECT_EQ(reading.rules, 85U);
  EXPECT_TRUE(reading.broken.empty());
  std::size_t ready = 0;
  for (const LoadedRule& loaded : reading.loaded) {
    EXPECT_FALSE(loaded.rule.id.empty());
    EXPECT_FALSE(loaded.rule.name.empty());
    EXPECT_FALSE(loaded.rule.description.empty()) << loaded.rule.name;
    const bool threshold =
        loaded.rule.type == "log_detection" && loaded.rule.signal->detection_method == "threshold";
    const bool compiled = loaded.state == RuleState::kReady || loaded.state == RuleState::kDisabled;
    EXPECT_EQ(compiled, threshold) << loaded.rule.name << ": " << loaded.reason;
    if (!compiled) continue;
    ++ready;
    const auto& plan = std::get<plan::SignalPlan>(loaded.rule.plan);
    EXPECT_EQ(plan.queries.size(), loaded.rule.signal->queries.size());
    EXPECT_EQ(plan.cases.size(), loaded.rule.signal->cases.size());
  }
  EXPECT_EQ(ready, 67U);
}

// The broken ones are two bad requests, a window that does not exist, and two jobs over stored
// logs, which lack the key isEnabled.
TEST(DatadogCorpus, ExamplesOfTheApiAreReadOrRefusedForAReason) {
  const std::string folder = CorpusFolder("api-examples");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no rules in " << folder;
  const Reading reading = ReadFolder(folder);
  EXPECT_EQ(reading.rules, 100U);
  EXPECT_EQ(reading.broken, (std::set<std::string>{
                                "023-log_detection-threshold.json", "069-log_detection-none.json",
                                "071-untyped-none.json", "094-log_detection-threshold.json",
                                "097-log_detection-threshold.json"}));
  for (const LoadedRule& loaded : reading.loaded) {
    EXPECT_TRUE(loaded.state == RuleState::kReady || !loaded.reason.empty());
  }
}

}  // namespace
}  // namespace tocsin
