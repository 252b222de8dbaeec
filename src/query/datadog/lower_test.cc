#include "query/datadog/lower.h"

#include "plan/passes/passes.h"
#include "plan/printer.h"
#include "query/datadog/parser.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::datadog {
namespace {

std::string Lowered(const std::string& text) {
  Schema schema;
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<query>", text);
  const auto node = Parse(source, sink);
  if (!node) return "refused";
  plan::Plan plan = plan::EventPlan{Lower(*node, schema), {}};
  const auto done =
      plan::RunPasses(plan, schema, {plan::UnknownFields::kIgnore, false}, source, sink);
  EXPECT_TRUE(done.has_value()) << text;
  return plan::Print(std::get<plan::EventPlan>(plan).condition);
}

TEST(DatadogLower, ComparesTextAsItIs) {
  EXPECT_EQ(Lowered("@Event.System.Channel:Security"),
            "winlog.channel:keyword == \"Security\" or Event.System.Channel == \"Security\"");
}

TEST(DatadogLower, ComparesNumbersAndBooleansByTheirText) {
  EXPECT_EQ(Lowered("@x:503"), "x in (503, \"503\")");
  EXPECT_EQ(Lowered("@x:0503"), "x == \"0503\"");
  EXPECT_EQ(Lowered("@x:true"), "x in (true, \"true\")");
  EXPECT_EQ(Lowered("@process.pid:4"), "process.pid:long == 4");
}

TEST(DatadogLower, MatchesPatternsOnTextUnlessNumbersCould) {
  EXPECT_EQ(Lowered("@x:*cmd*"), "x like (\"*cmd*\")");
  EXPECT_EQ(Lowered("@x:50*"), "string(x) like (\"50*\")");
}

TEST(DatadogLower, KeepsBothEndsOfARangeInOneLeaf) {
  EXPECT_EQ(Lowered("@x:[1 TO 5}"), "and(toNumber(x) >= 1, toNumber(x) < 5)");
}

TEST(DatadogLower, MakesExclusionTheComplement) { EXPECT_EQ(Lowered("-@x:a"), "not (x == \"a\")"); }

TEST(DatadogLower, KnowsThatWindowsEventsHaveOneSource) {
  EXPECT_EQ(Lowered("source:windows.events"),
            "not (isNull(winlog.channel:keyword)) or event.module:keyword == \"windows.events\"");
  EXPECT_EQ(Lowered("source:nginx"),
            "event.module:keyword == \"nginx\" and isNull(winlog.channel:keyword)");
}

TEST(DatadogLower, TakesTagsForLabels) {
  EXPECT_EQ(Lowered("env:prod"), "labels.env:keyword == \"prod\"");
}

TEST(DatadogLower, TakesAnObjectForNoValue) { EXPECT_EQ(Lowered("@labels:x"), "false"); }

}  // namespace
}  // namespace tocsin::datadog
