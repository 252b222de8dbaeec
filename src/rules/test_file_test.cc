#include "rules/test_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<RuleTest, Reported> Read(std::string text, DiagnosticSink& sink) {
  return ReadRuleTest(SourceText::Make("test.yaml", std::move(text)), sink);
}

TEST(RuleTestFile, ReadsCasesWithAlertsAndFacts) {
  DiagnosticSink sink;
  const auto test = Read(
      "rule: rule.toml\n"
      "cases:\n"
      "  - name: all of them\n"
      "    events: [a.ndjson, b.ndjson]\n"
      "    expect: {count: 2}\n"
      "    alerts:\n"
      "      - records: [1, 4]\n"
      "        facts: {severity: high, risk_score: 73, entities.hosts: [a, b]}\n"
      "      - records: [2]\n"
      "  - {name: none, events: c.ndjson, expect: no_match}\n",
      sink);
  ASSERT_TRUE(test);
  EXPECT_TRUE(sink.empty());
  EXPECT_EQ(test->rule, "rule.toml");
  ASSERT_EQ(test->cases.size(), 2U);

  const RuleTestCase& first = test->cases[0];
  EXPECT_EQ(first.name, "all of them");
  EXPECT_THAT(first.events, ElementsAre("a.ndjson", "b.ndjson"));
  EXPECT_EQ(first.expect, RuleTestCase::Expect::kCount);
  EXPECT_EQ(first.count, 2U);
  ASSERT_EQ(first.alerts.size(), 2U);
  EXPECT_THAT(first.alerts[0].records, ElementsAre(1U, 4U));
  ASSERT_EQ(first.alerts[0].facts.size(), 3U);
  EXPECT_EQ(first.alerts[0].facts[1].path, "risk_score");
  EXPECT_THAT(first.alerts[0].facts[1].values, ElementsAre("73"));
  EXPECT_THAT(first.alerts[0].facts[2].values, ElementsAre("a", "b"));

  EXPECT_THAT(test->cases[1].events, ElementsAre("c.ndjson"));
  EXPECT_EQ(test->cases[1].expect, RuleTestCase::Expect::kNoMatch);
}

TEST(RuleTestFile, WarnsAboutUnknownKeysWithANearName) {
  DiagnosticSink sink;
  const auto test =
      Read("rule: r.toml\ncases:\n  - {name: n, events: e, expect: match, alert: []}\n", sink);
  ASSERT_TRUE(test);
  ASSERT_EQ(sink.warning_count(), 1U);
  EXPECT_EQ(sink.diagnostics()[0].code(), DiagCode::kRulUnknownKey);
  EXPECT_THAT(sink.diagnostics()[0].helps(), ElementsAre(HasSubstr("`alerts`")));
}

struct Broken {
  const char* name;
  const char* text;
  DiagCode code;
  const char* message;
};

TEST(RuleTestFile, SaysWhatIsWrongAndWhere) {
  const Broken table[] = {
      {"not YAML", "rule: [\n", DiagCode::kRulMalformedFile, ""},
      {"no map", "- a\n", DiagCode::kRulBadValue, "the file must be a map"},
      {"empty", "", DiagCode::kRulBadValue, "the file must be a map"},
      {"no rule", "cases: [{name: n, events: e, expect: match}]\n", DiagCode::kRulMissingKey,
       "`rule`"},
      {"no cases", "rule: r\n", DiagCode::kRulBadValue, "at least one case"},
      {"no events", "rule: r\ncases: [{name: n, expect: match}]\n", DiagCode::kRulBadValue,
       "`events`"},
      {"unknown expectation", "rule: r\ncases: [{name: n, events: e, expect: maybe}]\n",
       DiagCode::kRulBadValue, "match, no_match or {count: N}"},
      {"count that is none", "rule: r\ncases: [{name: n, events: e, expect: {count: two}}]\n",
       DiagCode::kRulBadValue, "must be a number"},
      {"alerts of no match",
       "rule: r\ncases: [{name: n, events: e, expect: no_match, alerts: [{records: [1]}]}]\n",
       DiagCode::kRulBadValue, "cannot list alerts"},
      {"record zero",
       "rule: r\ncases: [{name: n, events: e, expect: match, alerts: [{records: [0]}]}]\n",
       DiagCode::kRulBadValue, "count from 1"},
      {"empty alert", "rule: r\ncases: [{name: n, events: e, expect: match, alerts: [{}]}]\n",
       DiagCode::kRulBadValue, "`records` or `facts`"},
      {"key twice", "rule: r\nrule: s\ncases: [{name: n, events: e, expect: match}]\n",
       DiagCode::kRulBadValue, "stands here twice"},
  };
  for (const Broken& broken : table) {
    DiagnosticSink sink;
    EXPECT_FALSE(Read(broken.text, sink)) << broken.name;
    ASSERT_GE(sink.error_count(), 1U) << broken.name;
    EXPECT_EQ(sink.diagnostics()[0].code(), broken.code) << broken.name;
    EXPECT_THAT(sink.diagnostics()[0].message(), HasSubstr(broken.message)) << broken.name;
    EXPECT_TRUE(sink.diagnostics()[0].has_source()) << broken.name;
  }
}

TEST(RuleTestFile, PointsToTheValueThatIsWrong) {
  DiagnosticSink sink;
  const std::string text = "rule: r\ncases:\n  - name: n\n    events: e\n    expect: maybe\n";
  EXPECT_FALSE(Read(text, sink));
  ASSERT_EQ(sink.diagnostics().size(), 1U);
  EXPECT_EQ(sink.diagnostics()[0].primary().span.begin, text.find("maybe"));
}

}  // namespace
}  // namespace tocsin
