// What holds for every scan: the answer does not depend on how the work was cut, and the books
// balance. The evidence is that of the built-in rules and of the examples, damaged lines included.

#include "alerts/canonical_json.h"
#include "base/diag/sink.h"
#include "base/file.h"
#include "pipeline/scan.h"
#include "rules/loader.h"

#include <gtest/gtest.h>

#include <set>

namespace tocsin {
namespace {

std::unique_ptr<Catalog> BuiltinRules() {
  DiagnosticSink sink;
  LoadReport report;
  Result<std::unique_ptr<Catalog>> catalog = LoadRules({}, sink, &report);
  EXPECT_TRUE(catalog.has_value());
  return *std::move(catalog);
}

ScanResult ScanWith(const Catalog& catalog, unsigned jobs, std::size_t batch_records) {
  ScanOptions options;
  options.batch.paths = {"rules", "examples/evidence"};
  options.batch.jobs = jobs;
  options.batch.batch_records = batch_records;
  return Scan(catalog, options);
}

std::string AlertsOf(const ScanResult& result, const Catalog& catalog) {
  std::string text;
  for (const Alert& alert : result.alerts) {
    AppendCanonicalJson(alert, catalog.schema(), &text);
    text += '\n';
  }
  return text;
}

std::uint64_t SumOf(const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

TEST(Scan, AnswersTheSameHoweverTheWorkIsCut) {
  const std::unique_ptr<Catalog> catalog = BuiltinRules();
  const ScanResult reference = ScanWith(*catalog, 1, 1024);
  const std::string expected = AlertsOf(reference, *catalog);
  ASSERT_GT(reference.alerts.size(), 40U);
  for (const std::size_t batch_records : {std::size_t{1}, std::size_t{7}, std::size_t{1024}}) {
    for (const unsigned jobs : {1U, 2U, 3U, 8U}) {
      const ScanResult result = ScanWith(*catalog, jobs, batch_records);
      ASSERT_EQ(AlertsOf(result, *catalog), expected)
          << jobs << " jobs, batches of " << batch_records;
      EXPECT_EQ(result.run.records.records_in, reference.run.records.records_in);
      EXPECT_EQ(result.run.records.rejected, reference.run.records.rejected);
      EXPECT_EQ(result.run.records.sources, reference.run.records.sources);
      EXPECT_EQ(result.run.repeats, reference.run.repeats);
      ASSERT_EQ(result.run.records.samples.size(), reference.run.records.samples.size());
      for (std::size_t i = 0; i < result.run.records.samples.size(); ++i) {
        EXPECT_EQ(result.run.records.samples[i].offset, reference.run.records.samples[i].offset);
      }
    }
  }
}

TEST(Scan, BooksBalance) {
  const std::unique_ptr<Catalog> catalog = BuiltinRules();
  const ScanResult result = ScanWith(*catalog, 2, 7);
  const NormalizeLedger& records = result.run.records;
  EXPECT_GT(SumOf(records.rejected), 0U);
  EXPECT_EQ(records.records_in, records.records_parsed + SumOf(records.rejected));
  EXPECT_EQ(records.records_parsed, SumOf(records.sources));
  std::uint64_t parsed = 0;
  std::uint64_t rejected = 0;
  for (const auto& [input, counts] : records.inputs) {
    parsed += counts.parsed;
    rejected += counts.rejected;
  }
  EXPECT_EQ(parsed, records.records_parsed);
  EXPECT_EQ(rejected, SumOf(records.rejected));
  std::uint64_t events = 0;
  for (const Census::Cell* cell : result.run.census.cells()) events += cell->events;
  EXPECT_EQ(events, records.records_parsed);
  EXPECT_EQ(result.standings.size() + result.refused.size(), catalog->count(RuleState::kReady));
  std::uint64_t alerts = 0;
  for (const RuleStanding& standing : result.standings) alerts += standing.alerts;
  EXPECT_EQ(alerts, result.alerts.size());
}

TEST(Scan, AlertIdsAreDistinct) {
  const std::unique_ptr<Catalog> catalog = BuiltinRules();
  const ScanResult result = ScanWith(*catalog, 2, 1024);
  std::set<std::string> ids;
  for (const Alert& alert : result.alerts) {
    EXPECT_TRUE(ids.insert(alert.id).second) << alert.id << " of " << alert.name;
  }
}

TEST(Scan, RecordsWithANumberAlertOnce) {
  const std::unique_ptr<Catalog> catalog = BuiltinRules();
  ScanOptions options;
  options.batch.paths = {"examples/evidence/openssh.evtx"};
  const ScanResult once = Scan(*catalog, options);
  const Result<std::string> bytes = ReadFile("examples/evidence/openssh.evtx");
  ASSERT_TRUE(bytes.has_value());
  const std::string copy = ::testing::TempDir() + "/copy-of-openssh.evtx";
  ASSERT_TRUE(WriteFileAtomically(copy, *bytes).has_value());
  options.batch.paths = {"examples/evidence/openssh.evtx", copy};
  const ScanResult twice = Scan(*catalog, options);
  ASSERT_FALSE(once.alerts.empty());
  EXPECT_EQ(AlertsOf(once, *catalog), AlertsOf(twice, *catalog));
  EXPECT_EQ(once.run.repeats, 0U);
  EXPECT_EQ(twice.run.repeats, once.run.records.records_parsed);
}

}  // namespace
}  // namespace tocsin
