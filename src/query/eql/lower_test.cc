#include "query/eql/lower.h"

#include "plan/printer.h"
#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The plan of a condition as text, or its first mistake.
std::string Lowered(std::string_view text, Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  const auto expr = ParseExpression(source, {dialect, {}}, sink);
  if (!expr) return testing::Lines(source, sink).front();
  const auto predicate = LowerCondition(*expr, source, {dialect, "event.category", false}, sink);
  if (!predicate) return testing::Lines(source, sink).front();
  return plan::Print(*predicate);
}

// The plan of a query.
plan::Plan PlanOf(std::string_view text, Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  const auto query = Parse(source, {dialect, {}}, sink);
  EXPECT_TRUE(query) << text;
  if (!query) return {};
  auto plan = Lower(*query, source, {dialect, "event.category", false}, sink);
  EXPECT_TRUE(plan) << text;
  return plan ? *std::move(plan) : plan::Plan{};
}

struct Case {
  const char* text;
  const char* plan;
};

TEST(EqlLower, KeepsTheTwoLevelsApart) {
  const Case kCases[] = {
      {"a == 1 and not b == 2", "a == 1 and not (b == 2)"},
      {"a != 1", "not (a == 1)"},
      {"a not in (1, 2)", "not (a in (1, 2))"},
      {"string(a == 1 and not b == 2) == \"x\"", "string(and(a == 1, not(b == 2))) == \"x\""},
      {"string(a != 1) == \"x\"", "string(not(a == 1)) == \"x\""},
      {"true", "true"},
      {"?a", "?a"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text), c.plan) << c.text;
}

TEST(EqlLower, RewritesNullChecks) {
  const Case kCases[] = {
      {"a == null", "isNull(a)"},
      {"null == a", "isNull(a)"},
      {"a != null", "not (isNull(a))"},
      {"null == (a > -1)", "isNull(a > -1)"},
      {"concat(a, b) == (null)", "isNull(concat(a, b))"},
      {"a < null", "a < null"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text), c.plan) << c.text;
}

TEST(EqlLower, DropsComparisonsWithTruthValuesFromConditionsOnly) {
  const Case kCases[] = {
      {"startsWith(a, \"x\") == false", "not (startsWith(a, \"x\"))"},
      {"startsWith(a, \"x\") != false", "startsWith(a, \"x\")"},
      {"true == (a in (1, 2))", "a in (1, 2)"},
      {"(a < b) != true", "not (a < b)"},
      {"flag == false", "flag == false"},
      {"length(a) == true", "length(a) == true"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text), c.plan) << c.text;
}

TEST(EqlLower, FoldsFieldsByAsciiAndComputedValuesByUnicode) {
  const Case kCases[] = {
      {"a : \"x*\"", "a like~ (\"x*\")"},
      {"a like (\"x*\", \"y\")", "a like (\"x*\", \"y\")"},
      {"substring(a, 0, 3) : \"x\"", "substring(a, 0, 3) like~~ (\"x\")"},
      {"a in~ (\"x\")", "a in~ (\"x\")"},
      {"a regex~ \"x\"", "a regex~ (\"x\")"},
      {"endsWith~(a, \"x\")", "endsWith~(a, \"x\")"},
      {"ENDSWITH~(string(a), \"x\")", "endsWith~~(string(a), \"x\")"},
      {"indexOf~(a, \"x\") == 1", "indexOf~~(a, \"x\") == 1"},
      {"between~(a, \"x\", \"y\") == \"\"", "between~~(a, \"x\", \"y\") == \"\""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text), c.plan) << c.text;
}

TEST(EqlLower, ComputesSignsOfLiterals) {
  EXPECT_EQ(Lowered("a > -5"), "a > -5");
  EXPECT_EQ(Lowered("a > +5"), "a > 5");
  EXPECT_EQ(Lowered("-a > 1.5"), "neg(a) > 1.5");
}

TEST(EqlLower, ReportsCallsThatCannotBe) {
  const Case kCases[] = {
      {"wildcard(a, \"x\")", "1:1 EQL070 unknown function `wildcard`"},
      {"lenght(a) == 1", "1:1 EQL070 unknown function `lenght`"},
      {"length~(a) == 1",
       "1:1 EQL071 unknown function `length~`: `length` has no case-insensitive form"},
      {"between() == 1",
       "1:1 EQL072 error building `between`: expects three or four arguments but found 0"},
      {"length(a, b) == 1",
       "1:1 EQL072 error building `length`: expects exactly one argument but found 2"},
      {"_arraysearch(a, b, true)", "1:1 EQL070 unknown function `_arraysearch`"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text), c.plan) << c.text;
}

TEST(EqlLower, SearchesArraysInTheEndpointDialect) {
  const Case kCases[] = {
      {"_arraysearch(a.b, $v, $v.c : \"x\")", "arraySearch(a.b, element(0).a.b.c like~ (\"x\"))"},
      {"not ARRAYSEARCH(a, $v, $v == 1 or b == 2)",
       "not (arraySearch(a, element(0).a == 1 or b == 2))"},
      {"arraySearch(a, $v, $v == 1) == false", "not (arraySearch(a, element(0).a == 1))"},
      {"arraySearch(a, $v, arraySearch($v.b, $w, $w.c == $v.d))",
       "arraySearch(a, arraySearch(element(0).a.b, element(1).a.b.c == element(0).a.d))"},
      {"arraySearch(a, $v, arraySearch(b, $v, $v.c == 1))",
       "arraySearch(a, arraySearch(b, element(1).b.c == 1))"},
      {"arraySearch(a, $v)",
       "1:1 EQL072 error building `arraySearch`: expects exactly three arguments but found 2"},
      {"arraySearch(\"a\", $v, true)",
       "1:13 EQL080 first argument of `arraySearch` must be a field"},
      {"arraySearch(a, b, true)",
       "1:16 EQL080 second argument of `arraySearch` must be a variable"},
      {"arraySearch(a, $v.b, true)",
       "1:16 EQL080 second argument of `arraySearch` must be a variable"},
      {"string(arraySearch(a, $v, $v == 1)) == \"true\"",
       "1:8 EQL080 an array search cannot be part of a value"},
      {"arraySearch(a, $v, $w == 1)", "1:20 EQL074 the variable `$w` has no meaning here"},
      {"arraySearch(a, $v, true) and $v == 1", "1:30 EQL074 the variable `$v` has no meaning here"},
      {"arraySearch(a, $v, descendant of [process where $v == 1])",
       "1:49 EQL074 the variable `$v` has no meaning here"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Lowered(c.text, Dialect::kEndpoint), c.plan) << c.text;
}

TEST(EqlLower, SuggestsFunctions) {
  const SourceRef source = SourceText::Make("<query>", "any where lenght(a) == 1 or match(b, 1)");
  DiagnosticSink sink;
  const auto query = Parse(source, {}, sink);
  ASSERT_TRUE(query);
  EXPECT_FALSE(Lower(*query, source, {}, sink));
  ASSERT_EQ(sink.diagnostics().size(), 2u);
  EXPECT_THAT(sink.diagnostics()[0].helps(), ElementsAre("did you mean `length`?"));
  EXPECT_THAT(sink.diagnostics()[1].helps(), ElementsAre(HasSubstr("regex~")));
}

TEST(EqlLower, ComparesFieldsUnlessExact) {
  const Case kCases[] = {
      {"any where length(a) == length(b)",
       "1:21 EQL078 comparisons against fields are not (currently) supported; offender `length(b)` "
       "in "
       "`==`"},
      {"any where a in (1, b)",
       "1:20 EQL079 comparisons against fields are not (currently) supported; offender `b`"},
  };
  for (const Case& c : kCases) {
    const SourceRef source = SourceText::Make("<query>", c.text);
    DiagnosticSink sink;
    const auto query = Parse(source, {}, sink);
    ASSERT_TRUE(query) << c.text;
    EXPECT_TRUE(Lower(*query, source, {}, sink));
    EXPECT_FALSE(Lower(*query, source, {Dialect::kElasticsearch, "event.category", true}, sink));
    EXPECT_THAT(testing::Lines(source, sink), ElementsAre(c.plan));
  }
  EXPECT_EQ(Lowered("?a == ?b"), "?a == ?b");
}

TEST(EqlLower, AddsTheCategoryUnlessAny) {
  EXPECT_EQ(plan::Print(std::get<plan::EventPlan>(PlanOf("process where a == 1")).condition),
            "event.category == \"process\" and a == 1");
  EXPECT_EQ(plan::Print(std::get<plan::EventPlan>(PlanOf("any where a == 1")).condition), "a == 1");
}

TEST(EqlLower, WritesRunsOutAndJoinsKeys) {
  const auto plan = std::get<plan::SequencePlan>(
      PlanOf("sequence by a with maxspan=1m [any where x] by ?b with runs=3 ![any where y] by c "
             "until [any where z] by d | tail 5"));
  ASSERT_EQ(plan.stages.size(), 4u);
  EXPECT_TRUE(plan.stages[3].missing);
  ASSERT_EQ(plan.stages[2].keys.size(), 2u);
  EXPECT_EQ(plan.stages[2].keys[0].field.name, "a");
  EXPECT_TRUE(plan.stages[2].keys[1].optional);
  EXPECT_EQ(plan.until->keys[1].field.name, "d");
  EXPECT_EQ(plan.maxspan_ns, 60'000'000'000);
  ASSERT_EQ(plan.limits.size(), 1u);
  EXPECT_TRUE(plan.limits[0].tail);
}

TEST(EqlLower, LaterStagesReadBoundEvents) {
  const auto plan = std::get<plan::SequencePlan>(
      PlanOf("sequence [any where x == 1] as e [any where y == e.process.name and e == 2]",
             Dialect::kEndpoint));
  const plan::Predicate& both = plan.stages[1].condition;
  const plan::Expr& bound = both.children[0].leaf.args[1];
  EXPECT_EQ(bound.kind, plan::ExprKind::kStageField);
  EXPECT_EQ(bound.binding, 0u);
  EXPECT_EQ(bound.name, "process.name");
  EXPECT_EQ(both.children[1].leaf.args[0].kind, plan::ExprKind::kField);
}

TEST(EqlLower, RefusesWhatNoPlanCanSay) {
  const Case kCases[] = {
      {"sequence [x where a] as e [y where b] as e", "1:42 EQL075 the alias `e` is used twice"},
      {"x where child of [y where a]", "1:9 EQL077 `child of` cannot be evaluated"},
      {"x where $v == 1", "1:9 EQL074 the variable `$v` has no meaning here"},
      {"x where string(descendant of [y where a]) == \"\"",
       "1:16 EQL076 a process relationship cannot be part of a value"},
      {"sample by a [x where a] [y where b] | head 1",
       "1:39 EQL065 pipes cannot follow a sample: its results have no order"},
  };
  for (const Case& c : kCases) {
    const SourceRef source = SourceText::Make("<query>", c.text);
    DiagnosticSink sink;
    const auto query = Parse(source, {Dialect::kEndpoint, {}}, sink);
    ASSERT_TRUE(query) << c.text;
    EXPECT_FALSE(Lower(*query, source, {Dialect::kEndpoint, "event.category", false}, sink));
    EXPECT_THAT(testing::Lines(source, sink), ElementsAre(c.plan));
  }
}

TEST(EqlLower, KeepsDescendantsAsConditions) {
  const auto plan = std::get<plan::EventPlan>(
      PlanOf("any where a == 1 and descendant of [process where b == 2]", Dialect::kEndpoint));
  ASSERT_EQ(plan.condition.children.size(), 2u);
  EXPECT_EQ(plan.condition.children[1].kind, plan::PredicateKind::kDescendantOf);
  EXPECT_EQ(plan::Print(plan.condition.children[1].children[0]),
            "event.category == \"process\" and b == 2");
}

}  // namespace
}  // namespace tocsin::eql
