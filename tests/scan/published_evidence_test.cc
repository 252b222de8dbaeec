// The main job on published evidence: real logs below $TOCSIN_SHARED/data, skipped when absent.

#include "base/diag/sink.h"
#include "base/file.h"
#include "pipeline/scan.h"
#include "rules/loader.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tocsin {
namespace {

std::string Shared(const std::string& path) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  return std::string(shared == nullptr ? "../shared" : shared) + "/" + path;
}

class PublishedEvidence : public ::testing::Test {
 protected:
  ScanResult ScanShared(const std::vector<std::string>& paths) {
    ScanOptions options;
    for (const std::string& path : paths) options.batch.paths.push_back(Shared(path));
    return Scan(*catalog_, options);
  }

  bool Absent(const std::string& path) { return !InspectFile(Shared(path)).has_value(); }

  void Load(const std::vector<std::string>& rules) {
    DiagnosticSink sink;
    LoadReport report;
    LoadOptions options;
    if (!rules.empty()) options.paths = rules;
    Result<std::unique_ptr<Catalog>> catalog = LoadRules(options, sink, &report);
    ASSERT_TRUE(catalog.has_value());
    catalog_ = *std::move(catalog);
  }

  std::unique_ptr<Catalog> catalog_;
};

constexpr const char* kListening =
    "data/evtx/mitre-attack/TA0008-Lateral Movement/T1021.004-Remote Service SSH/"
    "ID4-OpenSSH server listening.evtx";

TEST_F(PublishedEvidence, OpenSshServerListeningGivesTwoSignals) {
  if (Absent(kListening)) GTEST_SKIP() << Shared(kListening) << " is absent; set TOCSIN_SHARED";
  Load({});
  const ScanResult result = ScanShared({kListening});
  EXPECT_EQ(result.run.records.records_parsed, 6U);
  ASSERT_EQ(result.alerts.size(), 2U);
  EXPECT_EQ(result.alerts[0].signal->events_matched, 4U);
  EXPECT_EQ(FormatTime(result.alerts[0].first_event, TimeFormat::kMillis),
            "2021-04-22T10:10:37.041Z");
  EXPECT_EQ(FormatTime(result.alerts[0].last_event, TimeFormat::kMillis),
            "2021-04-22T10:19:29.793Z");
  EXPECT_EQ(result.alerts[1].signal->events_matched, 2U);
  EXPECT_EQ(result.alerts[0].key.front().text, "win10-02.offsec.lan");
}

TEST_F(PublishedEvidence, SftpProxyCommandFires) {
  const std::string folder = "data/sigma/sftp_indirect_cmd_execution";
  if (Absent(folder)) GTEST_SKIP() << Shared(folder) << " is absent; set TOCSIN_SHARED";
  Load({});
  const ScanResult result = ScanShared({folder});
  ASSERT_FALSE(result.alerts.empty());
  for (const Alert& alert : result.alerts) {
    EXPECT_EQ(alert.name, "Proxy Execution via Windows OpenSSH");
    EXPECT_EQ(alert.severity, RuleSeverity::kHigh);
  }
}

TEST_F(PublishedEvidence, AllEvidenceIsAccountedFor) {
  if (Absent("data/evtx")) GTEST_SKIP() << Shared("data") << " is absent; set TOCSIN_SHARED";
  Load({});
  const ScanResult result = ScanShared({"data/evtx", "data/otrf"});
  const NormalizeLedger& records = result.run.records;
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : records.rejected) rejected += count;
  EXPECT_EQ(records.records_in, records.records_parsed + rejected);
  // 9,344 records of event logs; 55,942 JSON records; 18 lines of audit text, which are 3 events.
  EXPECT_EQ(records.records_parsed, 9344U + 55942U + 3U);
  EXPECT_EQ(rejected, 0U);
}

TEST_F(PublishedEvidence, PublicEqlRulesAllLoad) {
  const std::string rules = "corpora/elastic-detection-rules";
  if (Absent(rules)) GTEST_SKIP() << Shared(rules) << " is absent; set TOCSIN_SHARED";
  Load({Shared(rules)});
  std::size_t eql = 0;
  for (const LoadedRule& loaded : catalog_->rules()) {
    if (loaded.rule.type != "eql") continue;
    ++eql;
    EXPECT_NE(loaded.state, RuleState::kNotLoaded) << loaded.rule.path << ": " << loaded.reason;
  }
  EXPECT_EQ(eql, 810U);
}

}  // namespace
}  // namespace tocsin
