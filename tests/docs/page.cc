#include "page.h"

#include "base/file.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tocsin {
namespace {

using Json = nlohmann::json;

bool Updating() { return std::getenv("TOCSIN_UPDATE_GOLDEN") != nullptr; }

void AddLeaves(const Json& json, const std::string& path, std::set<std::string>* names) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      AddLeaves(value, path.empty() ? key : path + "." + key, names);
    }
  } else {
    names->insert(path);
  }
}

}  // namespace

void ExpectPage(const std::string& path, const std::string& text) {
  if (Updating()) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    ASSERT_TRUE(WriteFileAtomically(path, text).has_value()) << path;
    return;
  }
  const Result<std::string> page = ReadFile(path);
  ASSERT_TRUE(page.has_value()) << path << " is missing; run ./dev golden";
  EXPECT_EQ(*page, text) << path << " is out of date; run ./dev golden";
}

std::set<std::string> GoldenFieldNames(const std::string& source) {
  std::set<std::string> names;
  const std::filesystem::path folder = "tests/sources/" + source;
  if (!std::filesystem::exists(folder)) return names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".ndjson") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) AddLeaves(Json::parse(line), "", &names);
  }
  return names;
}

}  // namespace tocsin
