#include "alerts/builder.h"

#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

// The alert of a rule on one event with one field. Its rule is gone when it returns.
Alert AlertOn(Rule rule, FieldId field, const std::vector<Value>& values) {
  std::vector<LoadedRule> rules(1);
  rules.front().rule = std::move(rule);
  const Catalog catalog(std::move(rules), std::make_unique<Schema>());
  AlertBuilder builder(catalog, [](InputId) { return std::string("file"); });

  const FieldEntry entry{field, static_cast<std::uint32_t>(values.size()), values.data()};
  Event event;
  event.fields = {&entry, 1};
  event.origin.number = 7;
  Detection detection;
  detection.rule = RuleId(0);
  detection.events.push_back({RetainedEvent::RetainCopy(event), 0});
  builder.Name(detection.events.front().event);
  Alert alert = builder.Build(detection);
  alert.rule = nullptr;
  return alert;
}

Rule PlainRule() {
  Rule rule;
  rule.id = "r";
  rule.name = "Rule";
  rule.severity = RuleSeverity::kLow;
  rule.risk_score = 21;
  return rule;
}

TEST(AlertBuilder, HighestMatchingSeverityWins) {
  Rule rule = PlainRule();
  const std::string field = "event.risk_score";
  rule.severity_mapping = {{field, "50", RuleSeverity::kMedium, {}},
                           {field, "99.5", RuleSeverity::kCritical, {}},
                           {field, "70", RuleSeverity::kHigh, {}}};
  struct Case {
    const char* name;
    std::vector<Value> values;
    RuleSeverity severity;
  };
  const Case kCases[] = {
      {"none", {Value::Double(1)}, RuleSeverity::kLow},
      {"whole double", {Value::Double(50)}, RuleSeverity::kMedium},
      {"broken double", {Value::Double(99.5)}, RuleSeverity::kCritical},
      {"any element", {Value::Double(50), Value::Double(70)}, RuleSeverity::kHigh},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(AlertOn(rule, Field("event.risk_score"), c.values).severity, c.severity) << c.name;
  }
}

TEST(AlertBuilder, RiskIsTheGreatestScoreInRange) {
  Rule rule = PlainRule();
  rule.risk_score_mapping = {{"event.risk_score", "", {}, {}}};
  struct Case {
    const char* name;
    std::vector<Value> values;
    int risk;
  };
  const Case kCases[] = {
      {"number", {Value::Double(73)}, 73},
      {"text", {Value::String("73")}, 73},
      {"greatest", {Value::Int(40), Value::Int(60), Value::Int(101)}, 60},
      {"no number", {Value::String("high")}, 21},
      {"out of range", {Value::Int(-1), Value::UInt(UINT64_MAX)}, 21},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(AlertOn(rule, Field("event.risk_score"), c.values).risk_score, c.risk) << c.name;
  }
}

TEST(AlertBuilder, NamesTheEvidence) {
  const Alert alert = AlertOn(PlainRule(), Field("process.name"), {Value::String("p")});
  ASSERT_EQ(alert.events.size(), 1U);
  EXPECT_EQ(alert.events.front().address, "file#7");
  EXPECT_EQ(alert.reason, "event with process p, created low alert Rule.");
}

}  // namespace
}  // namespace tocsin
