#include "plan/printer.h"
#include "rules/formats/elastic_toml/elastic_toml.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

LoadedRule ReadOne(const std::string& keys, const std::string& query, DiagnosticSink& sink) {
  const std::string text =
      "[rule]\nid = \"0b1c\"\nname = \"A\"\ndescription = \"B\"\nversion = \"1.0.7\"\n"
      "min_endpoint_version = \"8.0.0\"\n" +
      keys + "query = '''\n" + query +
      "\n'''\n[[threat]]\nframework = \"MITRE ATT&CK\"\n[threat.tactic]\nid = \"TA0005\"\n"
      "name = \"Defense Evasion\"\n";
  Schema schema;
  const SourceRef file = SourceText::Make("rule.toml", text);
  const FormatContext context{.schema = schema, .sink = sink};
  std::vector<LoadedRule> rules = ElasticTomlFormat().Read(file, context);
  EXPECT_EQ(rules.size(), 1U);
  return std::move(rules.front());
}

TEST(BehaviorRule, IsReadInTheEndpointDialect) {
  DiagnosticSink sink;
  const LoadedRule loaded = ReadOne(
      "os_list = [\"windows\"]\n",
      "process where _arraysearch(process.args, $a, $a == \"x\" and process.name == \"y\")", sink);
  EXPECT_EQ(loaded.state, RuleState::kReady) << loaded.reason;
  EXPECT_TRUE(sink.empty());
  EXPECT_EQ(loaded.rule.id, "0b1c");
  EXPECT_EQ(loaded.rule.version, 7);
  EXPECT_EQ(loaded.rule.severity, RuleSeverity::kMedium);
  EXPECT_EQ(loaded.rule.index_patterns, std::vector<std::string>{"logs-endpoint.events.*"});
  ASSERT_EQ(loaded.rule.threat.size(), 1U);
  EXPECT_EQ(loaded.rule.threat[0].tactic.id, "TA0005");
  EXPECT_EQ(plan::Print(loaded.rule.plan),
            "event\n  where host.os.type:keyword == \"windows\" and "
            "event.category:keyword == \"process\" and arraySearch(process.args:keyword, "
            "element(0).process.args:keyword == \"x\" and process.name:keyword == \"y\")\n");
}

TEST(BehaviorRule, ReadsTheSensorAndItsEquivalents) {
  DiagnosticSink sink;
  const LoadedRule loaded = ReadOne("", "process where true", sink);
  const IndexScope scope(loaded.rule.index_patterns);
  const KindSet process = FamilyKind::kProcess;
  EXPECT_EQ(scope.Match("endpoint.events.process", process, OsType::kLinux), SourceMatch::kNamed);
  EXPECT_EQ(scope.Match("windows.sysmon_operational", process, OsType::kWindows),
            SourceMatch::kEquivalent);
  EXPECT_EQ(scope.Match("aws.cloudtrail", process, OsType::kUnknown), SourceMatch::kNone);
}

TEST(BehaviorRule, EveryStageIsOfItsSystems) {
  DiagnosticSink sink;
  const LoadedRule loaded = ReadOne("os_list = [\"linux\", \"macos\"]\n",
                                    "sequence with maxspan=1s [process where true] as e "
                                    "[file where file.name == e.process.name]",
                                    sink);
  EXPECT_EQ(loaded.state, RuleState::kReady) << loaded.reason;
  for (const plan::Stage& stage : std::get<plan::SequencePlan>(loaded.rule.plan).stages) {
    const std::string condition = plan::Print(stage.condition);
    EXPECT_TRUE(condition.starts_with("host.os.type:keyword in (\"linux\", \"macos\") and "))
        << condition;
  }
}

TEST(BehaviorRule, SaysWhichKeyIsWrong) {
  DiagnosticSink sink;
  const LoadedRule loaded = ReadOne("os_list = 1\n", "any where true", sink);
  EXPECT_EQ(loaded.state, RuleState::kNotLoaded);
  EXPECT_TRUE(sink.has_errors());
}

}  // namespace
}  // namespace tocsin
