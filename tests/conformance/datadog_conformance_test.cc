#include "datadog_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace tocsin::conformance {
namespace {

TEST(DatadogConformance, EverySearchSelectsWhatItShould) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  const std::string folder =
      std::string(shared != nullptr ? shared : "../shared") + "/conformance/datadog";
  if (!std::filesystem::exists(folder + "/search.json")) {
    GTEST_SKIP() << "no search cases in " << folder << " (set TOCSIN_SHARED)";
  }
  const std::vector<SearchResult> results = RunSearchCases(folder);
  PrintReport(results, std::cout);
  EXPECT_GE(results.size(), 165U);
  for (const SearchResult& result : results) {
    EXPECT_TRUE(result.passed) << result.id << ": " << result.query << ": expected "
                               << result.expected << ", got " << result.got;
  }
}

}  // namespace
}  // namespace tocsin::conformance
