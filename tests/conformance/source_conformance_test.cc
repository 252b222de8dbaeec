// The source exam as a test: it must not get worse.
#include "source_cases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

namespace tocsin::conformance {
namespace {

// Outside material: TOCSIN_SHARED, or a folder beside the repository.
std::filesystem::path SharedFolder() {
  const char* shared = std::getenv("TOCSIN_SHARED");
  return shared != nullptr ? shared : "../shared";
}

struct Floor {
  const char* section;
  std::size_t passed;
};

TEST(SourceConformance, IsAtLeastAsGoodAsBefore) {
  const std::filesystem::path folder = SharedFolder() / "conformance/sources";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << folder << " is not there; set TOCSIN_SHARED";
  }
  const auto results = RunSourceCases(folder.string(), (SharedFolder() / "data/evtx").string());
  std::ostringstream report;
  PrintReport(results, report);
  const auto tallies = TallyBySection(results);
  constexpr Floor kFloors[] = {
      {"elastic_defend", 14},
      {"evtx", 102},
      {"endgame", 5},
      {"m365_defender", 23},
      {"json_flat", 59},
      {"sysmon", 54},
      {"winlogbeat", 25},
      {"windows_security", 55},
      {"windows_forwarded", 11},
      {"powershell", 7},
      {"openssh_windows", 6},
      {"auditd", 36},
      {"system_auth", 9},
      {"sysmon_linux", 8},
      {"tetragon", 1},
      {"falco", 1},
      {"osquery", 1},
  };
  for (const Floor& floor : kFloors) {
    const auto tally = tallies.find(floor.section);
    ASSERT_NE(tally, tallies.end()) << floor.section;
    EXPECT_GE(tally->second.passed, floor.passed) << floor.section << "\n" << report.str();
  }
}

}  // namespace
}  // namespace tocsin::conformance
