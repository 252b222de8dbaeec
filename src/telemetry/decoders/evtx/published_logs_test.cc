// Real logs: counts and values of published collections, found through TOCSIN_SHARED.
#include "base/case_fold.h"
#include "base/file.h"
#include "telemetry/decoders/evtx/log_file.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::evtx {
namespace {

std::string SharedFolder() {
  const char* const folder = std::getenv("TOCSIN_SHARED");
  return folder != nullptr ? folder : "../shared";
}

#define SKIP_WITHOUT(path)                                                         \
  if (!std::filesystem::exists(path)) {                                            \
    GTEST_SKIP() << (path) << " is not there; set TOCSIN_SHARED to the test data"; \
  }

// A published log in which the machine stopped while the last record was being written: all but
// its first part is zeros. The record is found and reported as torn.
constexpr std::string_view kTornLogs[] = {
    "parser/Microsoft-Windows-HelloForBusiness%4Operational.evtx",
    "parser/Microsoft-Windows-LanguagePackSetup%4Operational.evtx",
};

struct CountedLog {
  std::string name;
  std::uint64_t records = 0;
};

std::vector<CountedLog> ReadCounts(const std::string& path) {
  std::vector<CountedLog> logs;
  std::istringstream lines(ReadFile(path).value());
  std::string line;
  std::getline(lines, line);  // the header
  while (std::getline(lines, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t last = line.rfind('\t');
    logs.push_back({line.substr(0, first), std::stoull(line.substr(last + 1))});
  }
  return logs;
}

TEST(PublishedLogs, EveryRecordIsDecoded) {
  const std::string counts = SharedFolder() + "/conformance/sources/evtx/record-counts.tsv";
  SKIP_WITHOUT(counts);
  Arena arena;
  std::uint64_t total = 0;
  const std::vector<CountedLog> logs = ReadCounts(counts);
  EXPECT_GE(logs.size(), 343u);
  for (const CountedLog& log : logs) {
    SCOPED_TRACE(log.name);
    const auto bytes = ReadFile(SharedFolder() + "/data/evtx/" + log.name);
    ASSERT_TRUE(bytes.has_value());
    const bool torn = std::ranges::find(kTornLogs, log.name) != std::end(kTornLogs);
    const Summary summary =
        ForEachRecord(*bytes, arena, [](const ChunkSlot&, const Record& record) {
          if (record.ok()) {
            EXPECT_NE(record.root.FindPath("Event", "System", "EventID"), nullptr);
          }
        });
    EXPECT_EQ(summary.records + summary.bad_record_count(), log.records);
    EXPECT_EQ(summary.bad_record_count(), torn ? 1u : 0u);
    EXPECT_EQ(summary.bad_records[static_cast<std::size_t>(Fault::kRecordSizeCopy)],
              torn ? 1u : 0u);
    EXPECT_EQ(summary.bad_chunks, 0u);
    EXPECT_LE(summary.work_max, kWorkMax / 8);  // what limits.h claims
    total += summary.records;
  }
  EXPECT_GT(total, 9000u);
}

TEST(PublishedLogs, SigmaRegressionLogHasItsRecord) {
  const std::string folder = SharedFolder() + "/data/sigma";
  SKIP_WITHOUT(folder);
  Arena arena;
  int logs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".evtx") continue;
    ++logs;
    // The same record as an exporter published it; it writes GUIDs without braces and times with
    // six decimals.
    const auto published = nlohmann::json::parse(
        ReadFile(std::filesystem::path(entry.path()).replace_extension(".json").string()).value());
    const auto bytes = ReadFile(entry.path().string());
    ASSERT_TRUE(bytes.has_value());
    const Summary summary =
        ForEachRecord(*bytes, arena, [&](const ChunkSlot&, const Record& record) {
          std::string text;
          doc::AppendJson(record.root, &text);
          auto ours = nlohmann::json::parse(text).flatten();
          auto theirs = published.flatten();
          EXPECT_EQ(ours.size(), theirs.size());
          for (const auto& [path, value] : theirs.items()) {
            SCOPED_TRACE(path);
            ASSERT_TRUE(ours.contains(path));
            if (path.ends_with("uid")) {
              EXPECT_EQ(ours[path], "{" + value.get<std::string>() + "}");
            } else if (path.ends_with("SystemTime")) {
              EXPECT_EQ(ours[path].get<std::string>().substr(0, 26),
                        value.get<std::string>().substr(0, 26));
            } else {
              EXPECT_EQ(ours[path], value);
            }
          }
        });
    EXPECT_EQ(summary.records, 1u);
    EXPECT_EQ(summary.bad_record_count(), 0u);
  }
  EXPECT_GE(logs, 1);
}

// expected.ndjson stands one step further: made by way of XML, whose readers turn CR LF into LF
// (XML 1.0, 2.11), with GUIDs in lower case, hexadecimal text from sensors without its padding,
// and one name in another case.
bool SameText(std::string_view ours, std::string_view expected) {
  std::string text(ours);
  for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) {
    text.erase(at, 1);
  }
  while (text.size() > 3 && text.starts_with("0x0")) text.erase(2, 1);
  const bool any_case = ours.starts_with('{') || ours.starts_with("0x");
  return text == expected || (any_case && AsciiEqualsIgnoreCase(text, expected));
}

const doc::Node* FindInAnyCase(const doc::Node& object, std::string_view name) {
  for (const doc::Member& member : object) {
    if (AsciiEqualsIgnoreCase(member.key, name)) return &member.value;
  }
  return nullptr;
}

TEST(PublishedLogs, ValuesAreAsPublished) {
  const std::string path = SharedFolder() + "/conformance/sources/evtx/expected.ndjson";
  SKIP_WITHOUT(path);
  std::map<std::string, std::map<std::string, nlohmann::json>> cases;  // by file and record id
  std::istringstream lines(ReadFile(path).value());
  for (std::string line; std::getline(lines, line);) {
    const auto one = nlohmann::json::parse(line);
    cases[one["file"]][one["record_id"]] = one["expected"];
  }
  ASSERT_FALSE(cases.empty());
  int values = 0;
  Arena arena;
  Arena texts;
  for (const auto& one : cases) {
    const std::string& file = one.first;
    const auto& records = one.second;
    const auto bytes = ReadFile(SharedFolder() + "/data/evtx/" + file);
    ASSERT_TRUE(bytes.has_value()) << file;
    std::size_t found = 0;
    ForEachRecord(*bytes, arena, [&](const ChunkSlot&, const Record& record) {
      const doc::Node* const number = record.root.FindPath("Event", "System", "EventRecordID");
      if (number == nullptr) return;
      const auto place = records.find(std::string(doc::TextOf(*number, texts)));
      if (place == records.end()) return;
      ++found;
      SCOPED_TRACE(file + " record " + place->first);
      const auto& winlog = place->second["winlog"];
      const auto expect = [&](const doc::Node* node, const nlohmann::json& expected) {
        ASSERT_NE(node, nullptr);
        ASSERT_TRUE(expected.is_string());
        ++values;
        const doc::Node* const text = node->is_object() ? node->Find("#text") : node;
        ASSERT_NE(text, nullptr);
        EXPECT_PRED2(SameText, doc::TextOf(*text, texts), expected.get<std::string>());
      };
      const doc::Node* const system = record.root.FindPath("Event", "System");
      ASSERT_NE(system, nullptr);
      expect(system->Find("EventID"), winlog["event_id"]);
      expect(system->Find("Channel"), winlog["channel"]);
      expect(system->Find("Computer"), winlog["computer_name"]);
      expect(system->Find("EventRecordID"), winlog["record_id"]);
      expect(system->FindPath("Provider", "#attributes", "Name"), winlog["provider_name"]);
      if (!winlog.contains("event_data")) return;
      for (const auto& [name, expected] : winlog["event_data"].items()) {
        SCOPED_TRACE(name);
        const doc::Node* const data = record.root.FindPath("Event", "EventData");
        ASSERT_NE(data, nullptr);
        expect(FindInAnyCase(*data, name), expected);
      }
    });
    EXPECT_EQ(found, records.size()) << file;
  }
  EXPECT_GT(values, 1000);
}

}  // namespace
}  // namespace tocsin::evtx
