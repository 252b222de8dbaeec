#include "rules/formats/datadog_json/datadog_json.h"

#include "base/time.h"
#include "plan/printer.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

// A complete rule; what a test changes is replaced in its text.
constexpr const char* kRule = R"({
  "name": "Two failures", "type": "log_detection", "isEnabled": true, "hasExtendedTitle": true,
  "message": "## Goal\n\nDetects two failures.\n\n[1]: https://example.com/a",
  "tags": ["source:windows.events", "tactic:TA0006-credential-access", "technique:T1110-brute-force"],
  "queries": [{"name": "failed", "query": "@evt.id:4625", "aggregation": "count",
               "groupByFields": ["host", "@usr.name"]}],
  "cases": [{"name": "many", "status": "high", "condition": "failed > 9"},
            {"name": "", "status": "low", "condition": "failed > 1"}],
  "options": {"detectionMethod": "threshold", "evaluationWindow": 300, "keepAlive": 3600,
              "maxSignalDuration": 86400}
})";

std::string With(std::string from, const std::string& to) {
  std::string text = kRule;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

class DatadogJsonTest : public ::testing::Test {
 protected:
  std::vector<LoadedRule> ReadAll(const std::string& text) {
    EXPECT_TRUE(format_.Claims(text));
    file_ = SourceText::Make("rule.json", text);
    return format_.Read(file_, {schema_, sink_, false, {}});
  }
  LoadedRule Read(const std::string& text) {
    std::vector<LoadedRule> rules = ReadAll(text);
    EXPECT_EQ(rules.size(), 1U);
    return std::move(rules.front());
  }
  // The only error: its code and the text of the file that it points at.
  void ExpectError(const std::string& text, const std::string& code, const std::string& at) {
    const LoadedRule loaded = Read(text);
    EXPECT_EQ(loaded.state, RuleState::kNotLoaded);
    EXPECT_FALSE(loaded.reason.empty());
    ASSERT_EQ(sink_.error_count(), 1U);
    for (const Diagnostic& diagnostic : sink_.diagnostics()) {
      if (diagnostic.severity() != Severity::kError) continue;
      EXPECT_EQ(FactsOf(diagnostic.code()).text, code) << diagnostic.message();
      const LabeledSpan& primary = diagnostic.primary();
      EXPECT_EQ(file_->text(primary.source->ToRoot(primary.span)), at) << diagnostic.message();
    }
  }

  Schema schema_;
  DiagnosticSink sink_;
  DatadogJsonFormat format_;
  SourceRef file_;
};

TEST_F(DatadogJsonTest, MakesASignalPlan) {
  const LoadedRule loaded = Read(kRule);
  ASSERT_EQ(loaded.state, RuleState::kReady) << loaded.reason;
  EXPECT_TRUE(sink_.empty());
  const auto& plan = std::get<plan::SignalPlan>(loaded.rule.plan);
  EXPECT_EQ(plan.evaluation_window_ns, 300 * kNsPerSecond);
  EXPECT_EQ(plan.keep_alive_ns, 3600 * kNsPerSecond);
  EXPECT_EQ(plan.max_duration_ns, 86'400 * kNsPerSecond);
  ASSERT_EQ(plan.queries.size(), 1U);
  ASSERT_EQ(plan.queries[0].group_by.size(), 2U);
  EXPECT_EQ(plan.queries[0].group_by[0].name, "host.name");
  EXPECT_EQ(plan.queries[0].group_by[1].name, "user.name");
  ASSERT_EQ(plan.cases.size(), 2U);
  EXPECT_EQ(plan.cases[0].condition.right.number, 9);
}

TEST_F(DatadogJsonTest, ReadsWhatTheRuleSaysToPeople) {
  const Rule rule = Read(kRule).rule;
  EXPECT_EQ(rule.description, "Detects two failures.");
  EXPECT_EQ(rule.severity, RuleSeverity::kHigh);
  EXPECT_EQ(rule.references, std::vector<std::string>{"https://example.com/a"});
  ASSERT_EQ(rule.threat.size(), 1U);
  EXPECT_EQ(rule.threat[0].tactic.name, "Credential Access");
  ASSERT_EQ(rule.threat[0].techniques.size(), 1U);
  EXPECT_EQ(rule.threat[0].techniques[0].item.id, "T1110");
  EXPECT_TRUE(rule.signal->has_extended_title);
  EXPECT_EQ(rule.query_text->text(), "@evt.id:4625");
}

TEST_F(DatadogJsonTest, NamesARuleWithoutIdByItsName) {
  const std::string id = Read(kRule).rule.id;
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(Read(kRule).rule.id, id);
  EXPECT_NE(Read(With("Two failures", "Three failures")).rule.id, id);
  EXPECT_EQ(Read(With("\"name\": \"Two", "\"id\": \"abc-123\", \"name\": \"Two")).rule.id,
            "abc-123");
}

TEST_F(DatadogJsonTest, ReadsListsListingsAndTestRequests) {
  const std::string rule = kRule;
  EXPECT_EQ(ReadAll("[" + rule + "," + rule + "]").size(), 2U);
  EXPECT_EQ(ReadAll("{\"data\": [" + rule + "]}").size(), 1U);
  EXPECT_EQ(ReadAll("{\"data\": [{\"id\": \"x\", \"attributes\": " + rule + "}]}").size(), 1U);
  EXPECT_EQ(ReadAll("{\"rule\": " + rule + ", \"ruleQueryPayloads\": []}").size(), 1U);
  EXPECT_TRUE(sink_.empty());
}

TEST_F(DatadogJsonTest, OneBrokenRuleDoesNotStopTheOthers) {
  const auto rules = ReadAll("[" + With("failed > 9", "failed >") + "," + kRule + "]");
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].state, RuleState::kNotLoaded);
  EXPECT_EQ(rules[1].state, RuleState::kReady);
}

TEST_F(DatadogJsonTest, PointsIntoTheQueryInsideTheFile) {
  ExpectError(With("@evt.id:4625", "@a:\\\"x\\\" @b:[1 TO y]"), "DDS021", "y");
}
TEST_F(DatadogJsonTest, PointsIntoTheConditionInsideTheFile) {
  ExpectError(With("failed > 9", "failed == 9"), "DDS032", "==");
}
TEST_F(DatadogJsonTest, RefusesAMissingKey) {
  ExpectError(With("\"isEnabled\": true,", ""), "RUL020", "{");
}
TEST_F(DatadogJsonTest, RefusesAWindowThatDoesNotExist) {
  ExpectError(With("\"evaluationWindow\": 300", "\"evaluationWindow\": 301"), "RUL022", "301");
}
TEST_F(DatadogJsonTest, RefusesWindowsOutOfOrder) {
  ExpectError(With("\"keepAlive\": 3600", "\"keepAlive\": 60"), "RUL022", "60");
}
TEST_F(DatadogJsonTest, RefusesCardinalityWithoutFields) {
  ExpectError(With("\"aggregation\": \"count\"",
                   "\"aggregation\": \"cardinality\", \"distinctFields\": []"),
              "RUL022", "[]");
}
TEST_F(DatadogJsonTest, RefusesAnUnknownStatus) {
  ExpectError(With("\"high\"", "\"severe\""), "RUL022", "\"severe\"");
}
TEST_F(DatadogJsonTest, RefusesSignalsGroupedByAForeignField) {
  ExpectError(With("\"cases\"", "\"groupSignalsBy\": [\"@other\"], \"cases\""), "RUL022",
              "[\"@other\"]");
}

TEST_F(DatadogJsonTest, CallsQueriesWithoutNameByTheLetterOfTheirPlace) {
  std::string text = With("\"name\": \"failed\"", "\"name\": \"\"");
  for (std::size_t at = 0; (at = text.find("failed >")) != std::string::npos;) {
    text.replace(at, 6, "a");
  }
  const LoadedRule loaded = Read(text);
  EXPECT_EQ(loaded.state, RuleState::kReady);
  EXPECT_EQ(loaded.rule.signal->queries[0].name, "a");
}

TEST_F(DatadogJsonTest, AppliesFiltersToEveryQuery) {
  const LoadedRule loaded = Read(With("\"cases\"", R"("filters": [
      {"action": "require", "query": "@evt.outcome:failure"},
      {"action": "suppress", "query": "@usr.name:svc*"}], "cases")"));
  ASSERT_EQ(loaded.state, RuleState::kReady) << loaded.reason;
  const auto& plan = std::get<plan::SignalPlan>(loaded.rule.plan);
  const std::string condition = plan::Print(plan.queries[0].condition);
  EXPECT_NE(condition.find("event.outcome"), std::string::npos) << condition;
  EXPECT_NE(condition.find("not "), std::string::npos) << condition;
}

TEST_F(DatadogJsonTest, ListsWhatItCannotRunWithItsFacts) {
  const LoadedRule loaded = Read(
      With("\"detectionMethod\": \"threshold\"", "\"detectionMethod\": \"anomaly_detection\""));
  EXPECT_EQ(loaded.state, RuleState::kNotYet);
  EXPECT_NE(loaded.reason.find("anomaly_detection"), std::string::npos);
  EXPECT_EQ(loaded.rule.name, "Two failures");
  EXPECT_FALSE(sink_.has_errors());
  EXPECT_EQ(Read(With("\"cases\"", "\"referenceTables\": [{}], \"cases\"")).state,
            RuleState::kNotYet);
  EXPECT_EQ(Read(With("\"isEnabled\": true", "\"isEnabled\": false")).state, RuleState::kDisabled);
}

TEST_F(DatadogJsonTest, WarnsOfAMisspelledKeyButNotOfAForeignOne) {
  Read(With("\"cases\"", "\"hasExtendedTitel\": true, \"partnerIntegrationId\": 1, \"cases\""));
  EXPECT_EQ(sink_.warning_count(), 0U);  // the right one stands there too
  Read(With("\"hasExtendedTitle\"", "\"hasExtendedTitel\""));
  ASSERT_EQ(sink_.warning_count(), 1U);
}

TEST_F(DatadogJsonTest, ClaimsRulesAndNothingElse) {
  EXPECT_FALSE(format_.Claims(R"({"message": "x", "queries": []})"));
  EXPECT_FALSE(format_.Claims("{}"));
}

}  // namespace
}  // namespace tocsin
