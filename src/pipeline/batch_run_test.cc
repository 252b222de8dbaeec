#include "pipeline/batch_run.h"

#include "base/diag/sink.h"
#include "query/languages.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace tocsin {
namespace {

// A rule that counts the events of one process name, with an hour of keep-alive.
RulePlan CountingRule(const char* name, Schema& schema) {
  DiagnosticSink sink;
  const SourceRef source =
      SourceText::Make("<test>", "any where process.name == \"" + std::string(name) + "\"");
  auto query = CompileQuery("eql", source, {}, schema, sink);
  EXPECT_TRUE(query.has_value());
  plan::SignalPlan signals;
  signals.queries.push_back(
      {.name = "a", .condition = std::get<plan::EventPlan>(*query).condition});
  plan::SignalCondition any;
  any.left = {.query = 0, .number = 1};
  any.right = {.query = std::nullopt, .number = 0};
  signals.cases.push_back({.name = "", .status = "low", .condition = any});
  signals.evaluation_window_ns = 300 * kNsPerSecond;
  signals.keep_alive_ns = 3600 * kNsPerSecond;
  return {.rule = RuleId(0), .stable_id = "counting", .plan = std::move(signals), .scope = {}};
}

std::string WriteEvidence(const char* name, const char* text) {
  std::string path = testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

BatchOutput RunOver(const std::string& path) {
  Schema schema;
  std::vector<RulePlan> plans;
  plans.push_back(CountingRule("counted", schema));
  const auto ruleset = Ruleset::Build(std::move(plans), schema, {});
  BatchOptions options;
  options.paths = {path};
  options.jobs = 1;
  return RunBatch(ruleset, schema, options);
}

TEST(BatchRun, SignalIsOpenOnlyIfTheEvidenceEndsWithinItsKeepAlive) {
  constexpr const char* kCounted =
      R"({"@timestamp":"2024-01-01T00:00:00Z","process":{"name":"counted"}})";
  constexpr const char* kSoon =
      R"({"@timestamp":"2024-01-01T00:59:00Z","process":{"name":"other"}})";
  constexpr const char* kLate =
      R"({"@timestamp":"2024-01-01T03:00:00Z","process":{"name":"other"}})";
  const std::string soon =
      WriteEvidence("soon.ndjson", (std::string(kCounted) + "\n" + kSoon + "\n").c_str());
  const std::string late =
      WriteEvidence("late.ndjson", (std::string(kCounted) + "\n" + kLate + "\n").c_str());

  const BatchOutput open = RunOver(soon);
  ASSERT_EQ(open.detections.size(), 1U);
  EXPECT_TRUE(open.detections.front().signal->open);
  const BatchOutput closed = RunOver(late);
  ASSERT_EQ(closed.detections.size(), 1U);
  EXPECT_FALSE(closed.detections.front().signal->open);
}

}  // namespace
}  // namespace tocsin
