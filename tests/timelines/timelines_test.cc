// Every *.timeline of this folder: what a stream says and when, record by record and in batches.
#include "timeline.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tocsin::timelines {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> Files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator("tests/timelines")) {
    if (entry.path().extension() == ".timeline") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class TimelineTest : public testing::TestWithParam<fs::path> {};

TEST_P(TimelineTest, SaysWhatTheFileExpects) {
  const Timeline timeline = ParseTimeline(ReadAll(GetParam()));
  const std::string got = RunTimeline(timeline, false);
  if (std::getenv("TOCSIN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(GetParam(), std::ios::binary) << timeline.script << got;
    return;
  }
  EXPECT_EQ(got, timeline.expected);
  EXPECT_EQ(RunTimeline(timeline, true), got) << "fed in batches";
  if (timeline.same_as_run) {
    EXPECT_EQ(AlertsOfStream(timeline), AlertsOfRun(timeline)) << "as a run over files";
  }
}

INSTANTIATE_TEST_SUITE_P(Timelines, TimelineTest, testing::ValuesIn(Files()),
                         [](const auto& test) { return test.param.stem().string(); });

TEST(Timelines, AreThere) { EXPECT_GE(Files().size(), 25U); }

}  // namespace
}  // namespace tocsin::timelines
