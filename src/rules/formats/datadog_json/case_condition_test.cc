#include "rules/formats/datadog_json/case_condition.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::datadog_json {
namespace {

using plan::SignalCondition;
using Kind = SignalCondition::Kind;
using Op = SignalCondition::Op;

const std::vector<std::string> kQueries = {"a", "failed", "b2"};

std::string Show(const SignalCondition::Operand& operand) {
  const std::string number = std::to_string(static_cast<int>(operand.number * 10));
  if (!operand.query) return number;
  return "q" + std::to_string(*operand.query) + (operand.number == 1 ? "" : "x" + number);
}

// A condition in one unambiguous form; numbers times ten.
std::string Show(const SignalCondition& condition) {
  static constexpr const char* kOps[] = {">", ">=", "<", "<="};
  static constexpr const char* kWords[] = {"", "and", "or", "then"};
  if (condition.kind == Kind::kCompare) {
    return Show(condition.left) + kOps[static_cast<int>(condition.op)] + Show(condition.right);
  }
  std::string text = std::string("(") + kWords[static_cast<int>(condition.kind)];
  for (const SignalCondition& child : condition.children) text += " " + Show(child);
  return text + ")";
}

struct Outcome {
  std::string shown;
  std::string code;
  std::string at;  // the text under the carets
};

Outcome Parse(const std::string& text, bool fractions = false) {
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<condition>", text);
  const auto condition = ParseCondition(source, {kQueries, fractions}, sink);
  if (condition) return {Show(*condition), "", ""};
  EXPECT_EQ(sink.error_count(), 1U) << text;
  const Diagnostic& first = sink.diagnostics().front();
  return {"", std::string(FactsOf(first.code()).text),
          std::string(source->text(first.primary().span))};
}

TEST(CaseCondition, ReadsComparisonsWithOrWithoutBlanks) {
  EXPECT_EQ(Parse("a > 0").shown, "q0>0");
  EXPECT_EQ(Parse("a>0").shown, "q0>0");
  EXPECT_EQ(Parse("5 <= failed").shown, "50<=q1");
  EXPECT_EQ(Parse("a >= b2").shown, "q0>=q2");
  EXPECT_EQ(Parse("a > 2 * failed").shown, "q0>q1x20");
  EXPECT_EQ(Parse("failed*3 < a").shown, "q1x30<q0");
}

TEST(CaseCondition, BindsAndTighterThanOrAndThenLast) {
  EXPECT_EQ(Parse("a > 0 || failed > 1 && b2 > 2").shown, "(or q0>0 (and q1>10 q2>20))");
  EXPECT_EQ(Parse("(a > 0 || failed > 1) && b2 > 2").shown, "(and (or q0>0 q1>10) q2>20)");
  EXPECT_EQ(Parse("a > 0 && b2 > 0 THEN failed > 1").shown, "(then (and q0>0 q2>0) q1>10)");
}

TEST(CaseCondition, RefusesWhatTheLanguageLacksAtItsPlace) {
  struct Case {
    const char* text;
    const char* code;
    const char* at;
  };
  static constexpr Case kCases[] = {
      {"", "DDS030", ""},
      {"a", "DDS030", ""},
      {"a >", "DDS030", ""},
      {"a > 0 &&", "DDS030", ""},
      {"a > 0 b2 > 0", "DDS030", "b2"},
      {"(a > 0", "DDS030", ""},
      {"a > 0)", "DDS030", ")"},
      {"5 > 3", "DDS030", "5 > 3"},
      {"a > 0 THEN b2 > 0 THEN failed > 0", "DDS030", "THEN"},
      {"(a > 0 THEN b2 > 0)", "DDS030", "THEN"},
      {"a > 0 then b2 > 0", "DDS030", "then"},
      {"a > 0 and b2 > 0", "DDS030", "and"},
      {"c > 0", "DDS031", "c"},
      {"fialed > 0", "DDS031", "fialed"},
      {"a == 5", "DDS032", "=="},
      {"a != 5", "DDS032", "!="},
      {"!a", "DDS032", "!"},
      {"a > -1", "DDS032", "-"},
      {"a + b2 > 1", "DDS032", "+"},
      {"a > 10%", "DDS032", "%"},
      {"a > 0.5", "DDS033", "0.5"},
      {"a > 1.2.3", "DDS033", "1.2.3"},
  };
  for (const Case& test : kCases) {
    const Outcome outcome = Parse(test.text);
    EXPECT_EQ(outcome.code, test.code) << test.text;
    EXPECT_EQ(outcome.at, test.at) << test.text;
  }
}

TEST(CaseCondition, TakesFractionsOnlyWhereTheMethodHasThem) {
  EXPECT_EQ(Parse("a > 0.9", true).shown, "q0>9");
  EXPECT_EQ(Parse("a > 0.9").code, "DDS033");
}

TEST(CaseCondition, IsBoundedInDepth) {
  const std::string deep = std::string(10'000, '(') + "a > 0" + std::string(10'000, ')');
  EXPECT_EQ(Parse(deep).code, "DDS030");
}

TEST(CaseCondition, KnowsConditionsThatNeedNoEvent) {
  const auto on_nothing = [](const std::string& text) {
    DiagnosticSink sink;
    return HoldsOnNothing(
        *ParseCondition(SourceText::Make("<condition>", text), {kQueries, false}, sink));
  };
  EXPECT_TRUE(on_nothing("a < 1"));
  EXPECT_TRUE(on_nothing("a >= 0"));
  EXPECT_FALSE(on_nothing("a < 1 && failed > 0"));
  EXPECT_FALSE(on_nothing("a > 0"));
}

}  // namespace
}  // namespace tocsin::datadog_json
