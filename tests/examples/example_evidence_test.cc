// The evidence of `./dev demo`: the event log is made by our writer from openssh.ndjson
// (TOCSIN_UPDATE_GOLDEN=1 makes it again), and a scan finds what examples/README.md promises.
#include "base/file.h"
#include "base/time.h"
#include "pipeline/scan.h"
#include "rules/loader.h"
#include "telemetry/decoders/evtx/chunk_writer.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin {
namespace {

constexpr const char* kEvidence = "examples/evidence";
constexpr const char* kLog = "examples/evidence/openssh.evtx";
constexpr const char* kLogSource = "tests/examples/openssh.ndjson";

// Windows counts 100 ns since 1601-01-01 (MS-DTYP 2.3.3).
constexpr std::int64_t kFileTimeOf1970 = 116'444'736'000'000'000;

// The log with one record for each line, written at the time that the record itself states.
std::string LogOf(std::string_view lines) {
  evtx::LogWriter writer;
  JsonDecoder decoder;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    Arena arena;
    doc::Node root;
    EXPECT_TRUE(decoder.Decode(line, arena, &root).ok()) << line;
    const doc::Node* stated =
        root.FindPath("Event", "System", "TimeCreated", "#attributes", "SystemTime");
    EXPECT_NE(stated, nullptr) << line;
    if (stated == nullptr) continue;
    const auto time = ParseTime(stated->text());
    EXPECT_TRUE(time) << stated->text();
    if (!time) continue;
    const std::int64_t written = time->ns / 100 + kFileTimeOf1970;
    EXPECT_EQ(writer.Append(static_cast<std::uint64_t>(written), root),
              evtx::WriteResult::kWritten);
  }
  return writer.Finish();
}

TEST(ExampleEvidence, TheEventLogIsWhatItsSourceSays) {
  const Result<std::string> source = ReadFile(kLogSource);
  ASSERT_TRUE(source);
  const std::string log = LogOf(*source);
  if (std::getenv("TOCSIN_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(kLog, log));
    return;
  }
  const Result<std::string> committed = ReadFile(kLog);
  ASSERT_TRUE(committed);
  EXPECT_TRUE(*committed == log) << kLog << " differs from what " << kLogSource << " makes";
}

TEST(ExampleEvidence, ScanFindsWhatTheReadmePromises) {
  DiagnosticSink sink;
  LoadReport report;
  const auto catalog = LoadRules({}, sink, &report);
  ASSERT_TRUE(catalog);
  ASSERT_TRUE(sink.empty());
  ScanOptions options;
  options.batch.paths = {kEvidence};
  const ScanResult result = Scan(**catalog, options);

  std::map<std::string, int> alerts;
  for (const Alert& alert : result.alerts) ++alerts[alert.rule->name];
  EXPECT_THAT(alerts,
              testing::UnorderedElementsAre(
                  testing::Pair("Proxy Execution via Windows OpenSSH", 1),
                  testing::Pair("Potential SSH Reverse Port Forwarding", 2),
                  testing::Pair("Network Connection Initiated by SSHD Child Process", 1),
                  testing::Pair("Network Connection Initiated by SSHD-Session Child Process", 1),
                  testing::Pair("Windows OpenSSH server listening on socket", 1)));

  const NormalizeLedger& books = result.run.records;
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : books.rejected) rejected += count;
  EXPECT_EQ(rejected, 1U);
  EXPECT_EQ(books.records_in, books.records_parsed + rejected);
  const auto unknown = books.sources.find("unknown");
  ASSERT_NE(unknown, books.sources.end());
  EXPECT_EQ(unknown->second, 1U);
  EXPECT_EQ(result.run.inputs.size(), 5U);
}

}  // namespace
}  // namespace tocsin
