// Golden data of the sources: <sensor>/NAME.in holds records of our own making, NAME.ecs.ndjson the
// events that they become, in order. TOCSIN_UPDATE_GOLDEN=1 rewrites the expected files.
#include "event/ecs/schema.h"
#include "event/json_writer.h"
#include "telemetry/open_files.h"
#include "telemetry/router.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/sources";

std::set<fs::path> Inputs() {
  std::set<fs::path> inputs;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".in") inputs.insert(entry.path());
  }
  return inputs;
}

fs::path ExpectedOf(const fs::path& input) {
  fs::path expected = input;
  return expected.replace_extension(".ecs.ndjson");
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Events(const fs::path& path) {
  const Schema schema;
  const FieldDemand demand = FieldDemand::All();
  Normalizer normalizer(schema, demand, {});
  NormalizeLedger ledger;
  const std::unique_ptr<Input> input = OpenFiles({path.string()});
  std::string lines;
  const std::string sensor = path.parent_path().filename().string();
  while (std::optional<RawBatch> raw = input->Next()) {
    EventBatch batch;
    normalizer.Normalize(*raw, &batch, &ledger);
    for (const Event& event : batch.events()) {
      EXPECT_EQ(event.source, sensor) << path << " record " << event.origin.number;
      AppendEventJson(event, schema, &lines);
      lines += '\n';
    }
  }
  EXPECT_EQ(ledger.records_in, ledger.records_parsed) << path;
  return lines;
}

class SourceGolden : public testing::TestWithParam<fs::path> {};

TEST_P(SourceGolden, BecomesTheEvents) {
  const std::string events = Events(GetParam());
  EXPECT_FALSE(events.empty());
  const fs::path expected = ExpectedOf(GetParam());
  if (std::getenv("TOCSIN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(expected) << events;
    return;
  }
  std::istringstream got(events);
  std::istringstream wanted(ReadAll(expected));
  std::string got_line;
  std::string wanted_line;
  for (int number = 1; std::getline(wanted, wanted_line); ++number) {
    ASSERT_TRUE(std::getline(got, got_line)) << expected << " has more lines than events";
    EXPECT_EQ(got_line, wanted_line) << expected << ":" << number;
  }
  EXPECT_FALSE(std::getline(got, got_line)) << "an event more than " << expected << " has lines";
}

std::string NameOf(const testing::TestParamInfo<fs::path>& info) {
  return info.param.parent_path().filename().string() + "_" + info.param.stem().string();
}

INSTANTIATE_TEST_SUITE_P(All, SourceGolden, testing::ValuesIn(Inputs()), NameOf);

}  // namespace
}  // namespace tocsin
