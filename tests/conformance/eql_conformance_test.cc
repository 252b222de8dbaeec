// The exam of EQL as a test: it must not get worse, and engine and reference must agree.
#include "eql_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>

namespace tocsin::conformance {
namespace {

TEST(EqlConformance, AnswersAsElasticsearch) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  const std::string folder =
      std::string(shared != nullptr ? shared : "../shared") + "/conformance/eql";
  if (!std::filesystem::exists(folder + "/cases")) {
    GTEST_SKIP() << "no EQL cases in " << folder << " (set TOCSIN_SHARED)";
  }
  const std::vector<EqlResult> results = RunEqlCases(folder);
  std::ostringstream report;
  PrintReport(results, report);
  const auto promised = std::count_if(results.begin(), results.end(),
                                      [](const EqlResult& result) { return !result.python; });
  EXPECT_GE(promised, 788) << report.str();
  EXPECT_TRUE(AllPassed(results)) << report.str();
}

}  // namespace
}  // namespace tocsin::conformance
