#include "telemetry/sources/crowdstrike_fdr/event_kinds.h"

#include <gtest/gtest.h>

#include <string_view>

namespace tocsin::crowdstrike_fdr {
namespace {

struct Case {
  std::string_view name;
  Family family;
  std::string_view category;
  std::string_view type;
  std::string_view kind = "event";
  std::string_view outcome = "success";
};

constexpr Case kCases[] = {
    {"ProcessRollup2", kProcess, "process", "start"},
    {"SyntheticProcessRollup2", kProcess, "process", "start"},
    {"WmiCreateProcess", kProcess, "process", "start"},
    {"EndOfProcess", kProcess, "process", "end"},
    {"ProcessRollup2Stats", kProcess, "process", "info", "state", "unknown"},
    {"NetworkListenIP6", kConnection, "network", "start"},
    {"NetworkCloseIP4", kConnection, "network", "end"},
    {"SuspiciousDnsRequest", kDns, "network", "start", "alert"},
    {"NewScriptWritten", kFile, "file", "creation"},
    {"DirectoryCreate", kDirectory, "file", "creation"},
    {"FileRenameInfo", kRename, "file", "change"},
    {"CriticalFileAccessed", kFile, "file", "access", "alert"},
    {"RegGenericValueUpdate", kRegistry, "registry", "change"},
    {"DriverLoad", kDriver, "driver", "start"},
    {"ClassifiedModuleLoad", kLibrary, "library", "start"},
    {"UserLogonFailed2", kLogon, "authentication", "start", "event", "failure"},
    {"UserAccountAddedToGroup", kAccount, "configuration", "change"},
};

TEST(EventKinds, KnowsTheEventsOfDetection) {
  for (const Case& c : kCases) {
    const EventKind& kind = KindOfEvent(c.name);
    EXPECT_EQ(kind.family, c.family) << c.name;
    EXPECT_EQ(kind.categories[0], c.category) << c.name;
    EXPECT_EQ(kind.types[0], c.type) << c.name;
    EXPECT_EQ(kind.kind, c.kind) << c.name;
    EXPECT_EQ(kind.outcome, c.outcome) << c.name;
  }
}

TEST(EventKinds, ReadsTheWordsOfNewNames) {
  constexpr Case kNew[] = {
      {"OdfFileWritten", kFile, "file", "creation"},
      {"QuantumNoteWritten", kFile, "file", "creation"},
      {"RegPrintersKeyUpdate", kRegistry, "registry", "change"},
      {"TrustedModuleLoad", kLibrary, "library", "start"},
      {"ProcessMoodChanged", kProcess, "process", "info", "event", "unknown"},
      {"NetworkWeather", kConnection, "network", "info", "event", "unknown"},
      {"DnsCacheFlushed", kDns, "network", "protocol", "event", "unknown"},
      {"FileAdmired", kFile, "file", "info", "event", "unknown"},
      {"RegHiveMoved", kRegistry, "registry", "change"},
      {"UserYawned", kAccount, "iam", "info", "event", "unknown"},
      {"SomethingElse", kOther, "", "", "event", "unknown"},
      {"", kOther, "", "", "event", "unknown"},
  };
  for (const Case& c : kNew) {
    const EventKind& kind = KindOfEvent(c.name);
    EXPECT_EQ(kind.family, c.family) << c.name;
    EXPECT_EQ(kind.categories[0], c.category) << c.name;
    EXPECT_EQ(kind.types[0], c.type) << c.name;
    EXPECT_EQ(kind.outcome, c.outcome) << c.name;
  }
}

}  // namespace
}  // namespace tocsin::crowdstrike_fdr
