// Both public corpora of EQL rules as a user would load them: in one ruleset, each in its dialect.
// Prints what loading costs, and names every rule that does not run. The rules are read where
// TOCSIN_SHARED points (default: ../shared); without them the test is skipped.
#include "engine/engine.h"
#include "rules/loader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

double ResidentMegabytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  statm >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

class Stopwatch {
 public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

TEST(EqlRuleset, HoldsTheRulesOfBothCorpora) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  const fs::path corpora = fs::path(shared != nullptr ? shared : "../shared") / "corpora";
  LoadOptions options;
  options.paths.clear();
  for (const char* corpus : {"elastic-detection-rules", "elastic-protections-behavior"}) {
    if (!fs::exists(corpora / corpus)) GTEST_SKIP() << corpora / corpus << " is absent";
    options.paths.push_back((corpora / corpus).string());
  }
  const double before = ResidentMegabytes();
  const Stopwatch loading;
  DiagnosticSink sink;
  LoadReport report;
  const auto catalog = LoadRules(options, sink, &report);
  ASSERT_TRUE(catalog.has_value());
  const double load_ms = loading.milliseconds();
  const double loaded = ResidentMegabytes();

  const Stopwatch building;
  const auto ruleset = Ruleset::Build((*catalog)->Plans(), (*catalog)->schema(), {});
  const double build_ms = building.milliseconds();
  const double built = ResidentMegabytes();

  std::size_t eql_rules = 0;
  std::vector<std::string> refused;
  std::map<std::string, std::size_t> reasons;
  for (const LoadedRule& rule : (*catalog)->rules()) {
    if (rule.rule.language != "eql") continue;
    ++eql_rules;
    if (rule.state == RuleState::kReady) continue;
    refused.push_back(rule.rule.name + " (" + rule.rule.path + "): " + rule.reason);
    ++reasons[rule.reason];
  }
  for (const RefusedRule& rule : ruleset->refused()) {
    const LoadedRule& at = (*catalog)->at(rule.rule);
    refused.push_back(at.rule.name + " (" + at.rule.path + "): " + rule.reason);
    ++reasons[rule.reason];
  }
  for (const std::string& rule : report.replaced) std::cout << rule << '\n';
  for (const std::string& rule : refused) std::cout << "does not run: " << rule << '\n';
  for (const auto& [reason, count] : reasons) std::cout << count << " x " << reason << '\n';
  std::printf(
      "%zu files, %zu EQL rules, %zu run; %zu atoms\n"
      "read and compiled in %.0f ms, %.1f MB; ruleset built in %.0f ms, %.1f MB more\n",
      report.files_read, eql_rules, ruleset->rule_count(), ruleset->atom_count(), load_ms,
      loaded - before, build_ms, built - loaded);
  EXPECT_GE(eql_rules + report.replaced.size(), 1860U);
  EXPECT_EQ(ruleset->rule_count() + refused.size(), eql_rules);
  EXPECT_LT(refused.size(), eql_rules / 50);
}

}  // namespace
}  // namespace tocsin
