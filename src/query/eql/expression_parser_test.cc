#include "query/eql/expression_parser.h"

#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using testing::Mistakes;
using testing::TreeOf;

struct TreeCase {
  const char* text;
  const char* tree;
};

TEST(EqlExpression, BindsAsTheReferenceSays) {
  const TreeCase kCases[] = {
      {"a == 1 or b == 2 and c == 3", "(or (== a 1) (and (== b 2) (== c 3)))"},
      {"not a == b and c", "(and (not (== a b)) c)"},
      {"not not a", "(not (not a))"},
      {"a or b or c", "(or a b c)"},
      {"a or (b or c)", "(or a (or b c))"},
      {"1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"},
      {"1 - 2 - 3", "(- (- 1 2) 3)"},
      {"1 * 2 / 3 % 4", "(% (/ (* 1 2) 3) 4)"},
      {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
      {"1 * -2 <= -3 * 4", "(<= (* 1 (negate 2)) (* (negate 3) 4))"},
      {"1 - -2", "(- 1 (negate 2))"},
      {"- - + a", "(negate (negate (plus a)))"},
      {"a + b in (1)", "(+ a (in b 1))"},
      {"-a in (1)", "(negate (in a 1))"},
      {"(a < b) == true", "(== (< a b) true)"},
      {"x in (1, 2 + 3, \"a\")", "(in x 1 (+ 2 3) \"a\")"},
      {"x not in~ (\"a\")", "(not-in~ x \"a\")"},
      {"not x in (1)", "(not (in x 1))"},
      {"x : \"a*\"", "(: x \"a*\")"},
      {"x like~ (\"a\", \"b\")", "(like~ x \"a\" \"b\")"},
      {"x : \"a\" == true", "(== (: x \"a\") true)"},
      {"x regex \"a\" and y regex~ \"b\"", "(and (regex x \"a\") (regex~ y \"b\"))"},
      {"length(x) > 3", "(> (call length x) 3)"},
      {"startsWith~(x, \"a\")", "(call startsWith~ x \"a\")"},
      {"f()", "(call f)"},
      {"head == 1 and runs == 2 and child == 3", "(and (== head 1) (== runs 2) (== child 3))"},
      {"null == x", "(== null x)"},
      {"100000000000000000000 == 1", "(== 1e+20 1)"},
      {"\"\"\"a\\b\"\"\" == x", "(== \"a\\\\b\" x)"},
  };
  for (const TreeCase& c : kCases) EXPECT_EQ(TreeOf(c.text), c.tree) << c.text;
}

TEST(EqlExpression, RelationsNestEvents) {
  EXPECT_EQ(TreeOf("a == 1 and descendant of [process where b == 2]", Dialect::kEndpoint),
            "(and (== a 1) (descendant-of (event \"process\" (== b 2))))");
  EXPECT_EQ(TreeOf("a and child of [process where b]"),
            "1:7 EQL015 process relationships are not supported");
  EXPECT_EQ(TreeOf("brother of [process where b]", Dialect::kEndpoint),
            "1:1 EQL015 there is no relationship `brother of`");
}

TEST(EqlExpression, VariablesHavePaths) {
  EXPECT_EQ(TreeOf("arraySearch(a.b, $v, $v.name == \"x\" or $v == 1)", Dialect::kEndpoint),
            "(call arraySearch a.b $v (or (== $v.name \"x\") (== $v 1)))");
}

struct MistakeCase {
  const char* text;
  const char* first;
};

TEST(EqlExpression, SaysWhatItFound) {
  const MistakeCase kCases[] = {
      {"", "1:1 EQL001 the query ends too early"},
      {"a == 1 and", "1:11 EQL001 the query ends too early"},
      {"a == == 1", "1:6 EQL001 unexpected `==`"},
      {"a < b < c", "1:7 EQL011 comparisons cannot be chained"},
      {"a >= a != a <= a", "1:8 EQL011 comparisons cannot be chained"},
      {"a = 1", "1:3 EQL010 a comparison is written with `==`, not with `=`"},
      {"a 1", "1:3 EQL001 unexpected `1`"},
      {"a in ()", "1:7 EQL001 unexpected `)`"},
      {"a in \"x\"", "1:6 EQL001 unexpected `\"x\"`"},
      {"a in (1,)", "1:9 EQL001 unexpected `)`"},
      {"a not like \"x\"", "1:3 EQL001 `not` cannot stand before `like`"},
      {"a : b", "1:5 EQL018 a pattern must be a constant, not `b`"},
      {"a : length(b)", "1:5 EQL018 a pattern must be a constant, not `length(b)`"},
      {"a like (\"x\", b)", "1:14 EQL018 a pattern must be a constant, not `b`"},
      {"a like ()", "1:9 EQL001 unexpected `)`"},
      {"a : -1", "1:5 EQL001 unexpected `-`"},
      {"f(a", "1:4 EQL001 the query ends too early"},
      {"f(a, )", "1:6 EQL001 unexpected `)`"},
      {"(a", "1:3 EQL001 the query ends too early"},
      {"a)", "1:2 EQL001 unexpected `)`"},
      {"startsWith~ == 1", "1:13 EQL001 unexpected `==`"},
      {"a == 1 AND b == 2", "1:8 EQL001 unexpected `AND`"},
      {"1e999 == a", "1:1 EQL017 the number `1e999` is too large"},
      {"sequence == 1", "1:1 EQL009 `sequence` is a reserved word and cannot be a name"},
  };
  for (const MistakeCase& c : kCases) EXPECT_EQ(TreeOf(c.text), c.first) << c.text;
}

TEST(EqlExpression, ListsWhatItExpected) {
  const SourceRef source = SourceText::Make("<query>", "process where (name \"a\")");
  DiagnosticSink sink;
  EXPECT_FALSE(Parse(source, {}, sink));
  ASSERT_EQ(sink.diagnostics().size(), 1u);
  const Diagnostic& problem = sink.diagnostics().front();
  EXPECT_EQ(problem.primary().label, "expected `.`, an operator, `and`, `or` or `)`");
  EXPECT_THAT(problem.helps(), ElementsAre("an operator is missing before `\"a\"`"));
}

TEST(EqlExpression, PointsToTheSignThatIsLeftOpen) {
  const SourceRef source = SourceText::Make("<query>", "any where a in (1, 2 and b == 3");
  DiagnosticSink sink;
  EXPECT_FALSE(Parse(source, {}, sink));
  ASSERT_EQ(sink.diagnostics().size(), 1u);
  ASSERT_EQ(sink.diagnostics().front().secondary().size(), 1u);
  EXPECT_EQ(sink.diagnostics().front().secondary().front().span, Span::Of(15, 16));
}

TEST(EqlExpression, GoesOnAfterAMistake) {
  EXPECT_THAT(Mistakes("any where a = 1 and b == and c 2 or (d == ) and e : f"),
              ElementsAre("1:13 EQL010 a comparison is written with `==`, not with `=`",
                          "1:26 EQL001 unexpected `and`", "1:32 EQL001 unexpected `2`",
                          "1:43 EQL001 unexpected `)`",
                          "1:53 EQL018 a pattern must be a constant, not `f`"));
}

TEST(EqlExpression, StopsAtItsDepthInsteadOfTheStacks) {
  const std::string deep = std::string(100'000, '(') + "a" + std::string(100'000, ')');
  EXPECT_THAT(Mistakes("any where " + deep),
              ElementsAre("1:211 EQL012 the expression nests more than 200 levels deep"));
  std::string sum = "1";
  for (int i = 0; i < 1000; ++i) sum += " + 1";
  EXPECT_EQ(Mistakes("any where " + sum + " == 1").size(), 1u);
  std::string nots;
  for (int i = 0; i < 1000; ++i) nots += "not ";
  EXPECT_EQ(Mistakes("any where " + nots + "a").size(), 1u);
}

TEST(EqlExpression, LongChainsOfAndAreFlat) {
  std::string chain = "any where a == 0";
  for (int i = 0; i < 5000; ++i) chain += " and a == 1";
  EXPECT_TRUE(testing::ParseText(chain).has_value());
}

}  // namespace
}  // namespace tocsin::eql
