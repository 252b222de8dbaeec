#include "event/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace tocsin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum FamilyKind;

using Patterns = std::vector<std::string>;

TEST(KindSet, HoldsTheCategoriesOfAnEvent) {
  KindSet kinds;
  EXPECT_TRUE(kinds.empty());
  kinds |= KindOfCategory("process");
  kinds |= KindOfCategory("network");
  kinds |= KindOfCategory("no such category");
  EXPECT_EQ(kinds, kProcess | kNetwork);
  EXPECT_TRUE(kinds.Contains(kProcess));
  EXPECT_FALSE(kinds.Contains(kFile));
  EXPECT_TRUE(kinds.Intersects(kNetwork | kDns));
  EXPECT_FALSE(kinds.Intersects(KindSet()));
}

TEST(KindSet, KnowsEveryCategoryOfTheSchemaApart) {
  const char* categories[] = {"api",
                              "authentication",
                              "configuration",
                              "database",
                              "driver",
                              "email",
                              "file",
                              "host",
                              "iam",
                              "library",
                              "intrusion_detection",
                              "malware",
                              "network",
                              "package",
                              "process",
                              "registry",
                              "session",
                              "threat",
                              "vulnerability",
                              "web"};
  KindSet seen;
  for (const char* category : categories) {
    const KindSet kind = KindOfCategory(category);
    EXPECT_FALSE(kind.empty()) << category;
    EXPECT_FALSE(seen.Intersects(kind)) << category;
    seen |= kind;
  }
  EXPECT_TRUE(KindOfCategory("Process").empty());
  EXPECT_TRUE(KindOfCategory("").empty());
}

TEST(OsType, ReadsAndWritesHostOsType) {
  for (const OsType os : {OsType::kWindows, OsType::kLinux, OsType::kMacos}) {
    EXPECT_EQ(OsTypeOf(OsTypeName(os)), os);
  }
  EXPECT_EQ(OsTypeOf("Windows"), OsType::kWindows);
  EXPECT_EQ(OsTypeOf("unix"), OsType::kUnknown);
  EXPECT_EQ(OsTypeOf(""), OsType::kUnknown);
  EXPECT_EQ(OsTypeName(OsType::kUnknown), "");
}

TEST(DescribeDataset, GivesTheNamesThatADatasetBehavesAs) {
  EXPECT_THAT(DescribeDataset("endpoint.events.process").index_stems,
              ElementsAre("logs-endpoint.events.process-"));
  EXPECT_THAT(DescribeDataset("system.security").index_stems,
              ElementsAre("logs-system.security-", "winlogbeat-"));
  EXPECT_THAT(DescribeDataset("windows.taskscheduler").index_stems,
              ElementsAre("logs-windows.taskscheduler-", "winlogbeat-"));
  EXPECT_THAT(DescribeDataset("auditd_manager.auditd").index_stems,
              ElementsAre("logs-auditd_manager.auditd-", "auditbeat-"));
  EXPECT_THAT(
      DescribeDataset("sentinel_one_cloud_funnel.dns").index_stems,
      ElementsAre("logs-sentinel_one_cloud_funnel.dns-", "logs-sentinel_one_cloud_funnel.event-"));
  EXPECT_THAT(DescribeDataset("system.auth").index_stems,
              ElementsAre("logs-system.auth-", "filebeat-"));
  EXPECT_THAT(DescribeDataset("esensor").index_stems, ElementsAre("endgame-"));
  EXPECT_THAT(DescribeDataset("aws.cloudtrail").index_stems, ElementsAre("logs-aws.cloudtrail-"));
  EXPECT_THAT(DescribeDataset("windows.forwarded", "system.security").index_stems,
              ElementsAre("logs-windows.forwarded-", "logs-system.security-", "winlogbeat-"));
  EXPECT_THAT(DescribeDataset("").index_stems, IsEmpty());
}

TEST(DescribeDataset, TellsHostTelemetryFromTheRest) {
  for (const char* dataset :
       {"endpoint.events.process", "windows.sysmon_operational", "windows.openssh",
        "system.security", "esensor", "crowdstrike.fdr", "auditd_manager.auditd", "system.auth",
        "sysmon_linux.log", "cilium_tetragon.log", ""}) {
    EXPECT_TRUE(DescribeDataset(dataset).host_telemetry) << dataset;
  }
  for (const char* dataset :
       {"aws.cloudtrail", "okta.system", "zeek.http", "network_traffic.http", "endpoint.alerts",
        "windows.powershell", "windows.powershell_operational", "nginx.access"}) {
    EXPECT_FALSE(DescribeDataset(dataset).host_telemetry) << dataset;
  }
  EXPECT_TRUE(DescribeDataset("windows.forwarded", "system.security").host_telemetry);
  EXPECT_FALSE(DescribeDataset("windows.forwarded", "windows.powershell").host_telemetry);
  EXPECT_EQ(DescribeDataset("system.security").os, OsType::kWindows);
  EXPECT_EQ(DescribeDataset("auditd_manager.auditd").os, OsType::kLinux);
  EXPECT_EQ(DescribeDataset("crowdstrike.fdr").os, OsType::kUnknown);
}

TEST(DatasetOfWindowsChannel, NamesUsualAndOtherChannels) {
  const struct {
    const char* channel;
    const char* dataset;
  } cases[] = {
      {"Security", "system.security"},
      {"security", "system.security"},
      {"Microsoft-Windows-Sysmon/Operational", "windows.sysmon_operational"},
      {"Microsoft-Windows-PowerShell/Operational", "windows.powershell_operational"},
      {"Windows PowerShell", "windows.powershell"},
      {"OpenSSH/Operational", "windows.openssh"},
      {"OpenSSH/Admin", "windows.openssh"},
      {"Microsoft-Windows-TaskScheduler/Operational", "windows.taskscheduler"},
      {"Microsoft-Windows-WMI-Activity/Operational", "windows.wmi_activity"},
      {"Microsoft-Windows-Windows Defender/Operational", "windows.windows_defender"},
      {"Microsoft-Windows-AppLocker/EXE and DLL", "windows.applocker_exe_and_dll"},
  };
  for (const auto& c : cases) EXPECT_EQ(DatasetOfWindowsChannel(c.channel), c.dataset);
}

TEST(IndexScope, WithoutPatternsReadsEverythingByName) {
  for (const Patterns& patterns : {Patterns{}, Patterns{""}, Patterns{" ", ","}}) {
    const IndexScope scope(patterns, IndexMatch::kStrict);
    EXPECT_TRUE(scope.reads_everything());
    EXPECT_EQ(scope.Match("anything", {}, OsType::kUnknown), SourceMatch::kNamed);
    EXPECT_EQ(scope.Match("", {}, OsType::kUnknown), SourceMatch::kNamed);
  }
  EXPECT_TRUE(IndexScope().reads_everything());
}

struct MatchCase {
  const char* name;
  Patterns patterns;
  const char* dataset;
  KindSet kinds;
  OsType os;
  SourceMatch expected;
};

TEST(IndexScope, MatchesByNameAndByEquivalence) {
  constexpr OsType kWindows = OsType::kWindows;
  constexpr OsType kLinux = OsType::kLinux;
  constexpr OsType kMacos = OsType::kMacos;
  constexpr OsType kUnknown = OsType::kUnknown;
  constexpr SourceMatch kNone = SourceMatch::kNone;
  constexpr SourceMatch kNamed = SourceMatch::kNamed;
  constexpr SourceMatch kEquivalent = SourceMatch::kEquivalent;
  const Patterns defend_process = {"logs-endpoint.events.process-*"};
  const Patterns any_windows = {"winlogbeat-*", "logs-system.security*"};

  const MatchCase cases[] = {
      {"own family", defend_process, "endpoint.events.process", kProcess, kLinux, kNamed},
      {"a name needs no kind", defend_process, "endpoint.events.process", {}, kUnknown, kNamed},
      {"pattern without dash",
       {"logs-endpoint.events.process*"},
       "endpoint.events.process",
       kProcess,
       kWindows,
       kNamed},
      {"pattern over families",
       {"logs-endpoint.events.*"},
       "endpoint.events.file",
       kFile,
       kMacos,
       kNamed},
      {"everything", {"*"}, "aws.cloudtrail", {}, kUnknown, kNamed},
      {"all logs", {"logs-*"}, "acme.badges", {}, kUnknown, kNamed},
      {"cluster", {"*:logs-okta*"}, "okta.system", {}, kUnknown, kNamed},
      {"commas", {"logs-a-*, logs-okta*"}, "okta.system", {}, kUnknown, kNamed},
      {"other namespace", {"logs-okta.system-prod"}, "okta.system", {}, kUnknown, kNamed},
      {"beat version", {"winlogbeat-7.*"}, "system.security", {}, kWindows, kNamed},
      {"whole names only", {"logs-okta.system"}, "okta.system", {}, kUnknown, kNone},
      {"no prefix match", {"logs-okta.sys-*"}, "okta.system", {}, kUnknown, kNone},

      {"Sysmon for Defend", defend_process, "windows.sysmon_operational", kProcess, kWindows,
       kEquivalent},
      {"4688 for Defend", defend_process, "system.security", kProcess, kWindows, kEquivalent},
      {"auditd for Defend", defend_process, "auditd_manager.auditd", kProcess, kLinux, kEquivalent},
      {"Sysmon for Linux", defend_process, "sysmon_linux.log", kProcess, kLinux, kEquivalent},
      {"Tetragon", defend_process, "cilium_tetragon.log", kProcess, kLinux, kEquivalent},
      {"second kind counts", defend_process, "windows.sysmon_operational", kFile | kProcess,
       kWindows, kEquivalent},
      {"other kind", defend_process, "windows.sysmon_operational", kFile, kWindows, kNone},
      {"no kind", defend_process, "windows.sysmon_operational", {}, kWindows, kNone},
      {"Defend for Sysmon",
       {"logs-windows.sysmon_operational-*"},
       "endpoint.events.registry",
       kRegistry,
       kWindows,
       kEquivalent},
      {"Sysmon reports no logons",
       {"logs-windows.sysmon_operational-*"},
       "system.security",
       kAuthentication,
       kWindows,
       kNone},
      {"system of the pattern", any_windows, "endpoint.events.process", kProcess, kLinux, kNone},
      {"Defend for Winlogbeat", any_windows, "endpoint.events.process", kProcess, kWindows,
       kEquivalent},
      {"auditbeat is Linux",
       {"auditbeat-*"},
       "endpoint.events.process",
       kProcess,
       kLinux,
       kEquivalent},
      {"auditbeat is not macOS",
       {"auditbeat-*"},
       "endpoint.events.process",
       kProcess,
       kMacos,
       kNone},
      {"Endgame on macOS", {"endgame-*"}, "endpoint.events.process", kProcess, kMacos, kEquivalent},
      {"system from the dataset", defend_process, "system.security", kProcess, kUnknown,
       kEquivalent},
      {"unknown system", defend_process, "crowdstrike.fdr", kProcess, kUnknown, kNone},
      {"other Windows channel", any_windows, "windows.openssh", kAuthentication, kWindows, kNamed},
      {"OpenSSH for Defend",
       {"logs-endpoint.events.network-*"},
       "windows.openssh",
       kNetwork,
       kWindows,
       kEquivalent},
      {"no dataset", defend_process, "", kProcess, kLinux, kEquivalent},
      {"no dataset, no system", defend_process, "", kProcess, kUnknown, kNone},

      {"cloud events stay out", defend_process, "aws.cloudtrail", kProcess, kLinux, kNone},
      {"cloud patterns stay out",
       {"logs-aws.cloudtrail-*"},
       "system.security",
       kAuthentication,
       kWindows,
       kNone},
      {"filebeat stays out", {"filebeat-*"}, "endpoint.events.process", kProcess, kLinux, kNone},
      {"filebeat has the auth log", {"filebeat-*"}, "system.auth", kAuthentication, kLinux, kNamed},
      {"alerts stay out",
       {"logs-endpoint.alerts-*"},
       "endpoint.events.process",
       kProcess,
       kWindows,
       kNone},
      {"alerts are no telemetry", defend_process, "endpoint.alerts", kProcess, kWindows, kNone},
      {"script text stays out",
       {"logs-windows.powershell*"},
       "endpoint.events.process",
       kProcess,
       kWindows,
       kNone},
      {"script text is no process", defend_process, "windows.powershell_operational", kProcess,
       kWindows, kNone},

      {"taken away", {"logs-*", "-logs-okta*"}, "okta.system", {}, kUnknown, kNone},
      {"taken away and back",
       {"logs-*", "-logs-okta*", "logs-okta.system-*"},
       "okta.system",
       {},
       kUnknown,
       kNamed},
      {"before it was there", {"-logs-okta*", "logs-*"}, "okta.system", {}, kUnknown, kNamed},
      {"only exclusions", {"-logs-okta*"}, "aws.cloudtrail", {}, kUnknown, kNamed},
      {"only exclusions, taken", {"-logs-okta*"}, "okta.system", {}, kUnknown, kNone},
      {"exclusion of a cluster",
       {"logs-*", "-prod:logs-okta*"},
       "okta.system",
       {},
       kUnknown,
       kNone},
      {"not equivalent once taken",
       {"logs-*", "-logs-system.security-*"},
       "system.security",
       kProcess,
       kWindows,
       kNone},
      {"families taken away open nothing",
       {"logs-endpoint.events.*", "-logs-endpoint.events.process-*"},
       "system.security",
       kProcess,
       kWindows,
       kNone},
      {"everything includes what has no name", {"*"}, "", kProcess, OsType::kUnknown, kNamed},
      {"the rest stays open",
       {"logs-endpoint.events.*", "-logs-endpoint.events.process-*"},
       "system.security",
       kNetwork,
       kWindows,
       kEquivalent},
  };
  for (const MatchCase& c : cases) {
    EXPECT_EQ(IndexScope(c.patterns).Match(c.dataset, c.kinds, c.os), c.expected) << c.name;
    // Strict matching is the same without equivalence.
    EXPECT_EQ(IndexScope(c.patterns, IndexMatch::kStrict).Match(c.dataset, c.kinds, c.os),
              c.expected == kNamed ? kNamed : kNone)
        << c.name;
  }
}

TEST(IndexScope, ReadsForwardedRecordsUnderBothNames) {
  const DatasetFacts facts = DescribeDataset("windows.forwarded", "system.security");
  const KindSet kinds = kProcess;
  for (const char* pattern :
       {"logs-windows.forwarded*", "logs-system.security-*", "winlogbeat-*"}) {
    const Patterns patterns = {pattern};
    EXPECT_EQ(IndexScope(patterns, IndexMatch::kStrict).Match(facts, kinds, OsType::kWindows),
              SourceMatch::kNamed)
        << pattern;
  }
}

TEST(IndexScope, OpensNothingWhenStrict) {
  const Patterns patterns = {"endgame-*"};
  EXPECT_TRUE(IndexScope(patterns, IndexMatch::kStrict).equivalent_kinds(OsType::kLinux).empty());
  EXPECT_TRUE(IndexScope(patterns).equivalent_kinds(OsType::kLinux).Contains(kProcess));
  EXPECT_TRUE(IndexScope(patterns).equivalent_kinds(OsType::kUnknown).empty());
}

TEST(SourceMatch, HasTheNamesThatAlertsShow) {
  EXPECT_EQ(SourceMatchName(SourceMatch::kNone), "");
  EXPECT_EQ(SourceMatchName(SourceMatch::kNamed), "named");
  EXPECT_EQ(SourceMatchName(SourceMatch::kEquivalent), "equivalent");
}

// The published cases say as which indices a record must behave; each such name is a pattern.
TEST(IndexScope, AgreesWithThePublishedIndexNames) {
  namespace fs = std::filesystem;
  const char* shared = std::getenv("TOCSIN_SHARED");
  const fs::path folder =
      fs::path(shared != nullptr ? shared : "../shared") / "conformance/sources";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there; set TOCSIN_SHARED";

  const std::regex dataset_of("\"event\": \\{[^}]*\"dataset\": \"([^\"]+)\"");
  const std::regex list("\"behaves_as_index\": \\[([^\\]]*)\\]");
  const std::regex text("\"([^\"]+)\"");
  int checked = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.path().string().ends_with(".expected.json")) continue;
    std::ifstream file(entry.path());
    const std::string json{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::smatch dataset;
    std::smatch names;
    if (!std::regex_search(json, dataset, dataset_of) || !std::regex_search(json, names, list)) {
      continue;
    }
    const DatasetFacts facts = DescribeDataset(dataset[1].str());
    const std::string listed = names[1];
    bool any = false;
    for (std::sregex_iterator name(listed.begin(), listed.end(), text), end; name != end; ++name) {
      const Patterns patterns = {(*name)[1].str()};
      any |= IndexScope(patterns, IndexMatch::kStrict).Match(facts, {}, OsType::kUnknown) ==
             SourceMatch::kNamed;
    }
    EXPECT_TRUE(any) << entry.path().filename() << " with dataset " << dataset[1] << ": " << listed;
    ++checked;
  }
  EXPECT_GT(checked, 150);
}

}  // namespace
}  // namespace tocsin
