#include "query/eql/parser.h"

#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Mistakes;
using testing::ParseText;

TEST(EqlParser, ReadsEventCategories) {
  for (const char* text : {"process where true", "any where true", "\"a b\" where true",
                           "\"\"\"!#$\"\"\" where true", "head where true"}) {
    EXPECT_THAT(Mistakes(text), IsEmpty()) << text;
  }
  const auto quoted = ParseText("\"any\" where true");
  ASSERT_TRUE(quoted);
  EXPECT_FALSE(std::get<EventFilter>(quoted->body).any);
}

TEST(EqlParser, ReadsAWholeSequence) {
  const auto query = ParseText(
      "sequence by host.id, ?user.id with maxspan = 5 m\n"
      "  [process where a == 1] by x with runs=3\n"
      "  ![file where b == 2] by y\n"
      "  [network where c == 3] by z\n"
      "until [any where d == 4] by w\n"
      "| head 10 | tail 2");
  ASSERT_TRUE(query);
  const auto& sequence = std::get<Sequence>(query->body);
  ASSERT_EQ(sequence.keys.size(), 2u);
  EXPECT_TRUE(sequence.keys[1].optional);
  EXPECT_EQ(sequence.maxspan->nanoseconds(), 300'000'000'000);
  ASSERT_EQ(sequence.stages.size(), 3u);
  EXPECT_EQ(sequence.stages[0].runs, 3);
  EXPECT_TRUE(sequence.stages[1].missing);
  EXPECT_EQ(sequence.stages[2].keys.size(), 1u);
  EXPECT_TRUE(sequence.until.has_value());
  ASSERT_EQ(query->pipes.size(), 2u);
  EXPECT_FALSE(query->pipes[0].tail);
  EXPECT_EQ(query->pipes[1].count, 2);
}

TEST(EqlParser, ReadsAliasesInTheEndpointDialect) {
  const char* text =
      "sequence by a [x where true] as first [y where b == first.b] by c as second "
      "[z where true] as third by d";
  EXPECT_THAT(Mistakes(text, Dialect::kEndpoint), ElementsAre(HasSubstr("EQL014")));
  const auto query = ParseText("sequence [x where true] as first by a [y where b] by c as second",
                               Dialect::kEndpoint);
  ASSERT_TRUE(query);
  EXPECT_EQ(std::get<Sequence>(query->body).stages[0].alias, "first");
  EXPECT_EQ(std::get<Sequence>(query->body).stages[1].alias, "second");
  EXPECT_THAT(Mistakes("sequence [x where true] as first [y where true]"),
              ElementsAre("1:25 EQL019 stage aliases belong to the endpoint dialect"));
}

struct Case {
  const char* text;
  const char* mistake;
};

TEST(EqlParser, TellsWhatIsWrongAroundConditions) {
  const Case kCases[] = {
      {"", "1:1 EQL001 the query ends too early"},
      {"process", "1:8 EQL001 the query ends too early"},
      {"?x where true", "1:1 EQL001 unexpected `?`"},
      {"`a` where true", "1:1 EQL001 `` `a` `` cannot stand as an event category"},
      {"by where true", "1:1 EQL009 `by` cannot stand as an event category"},
      {"process where true garbage", "1:20 EQL001 unexpected `garbage`"},
      {"process where true | count", "1:22 EQL067 pipe `count` is not supported"},
      {"process where true | hed 5", "1:22 EQL067 unrecognized pipe `hed`"},
      {"process where true | head",
       "1:22 EQL068 pipe `head` expects exactly one argument but "
       "found 0"},
      {"process where true | head 1, 2",
       "1:22 EQL068 pipe `head` expects exactly one argument but found 2"},
      {"process where true | tail \"5\"",
       "1:27 EQL068 pipe `tail` expects a positive integer but found `\"5\"`"},
      {"process where true | head -1",
       "1:27 EQL068 pipe `head` expects a positive integer but found `-1`"},
      {"process where true |", "1:21 EQL001 the query ends too early"},
      {"join by a [a where true] [b where true]", "1:1 EQL016 `join` is not supported"},
      {"sequence with maxspan=1s by k [a where true] [b where true]",
       "1:26 EQL060 please specify sequence `by` before `with` not after"},
      {"sequence with maxspan=30 [a where true] [b where true]",
       "1:23 EQL061 no time unit specified, did you mean `s` as in `30s`?"},
      {"sequence with maxspan=30y [a where true] [b where true]",
       "1:25 EQL061 unrecognized time unit `y` in `30y`"},
      {"sequence with maxspan=0s [a where true] [b where true]",
       "1:23 EQL061 a positive maxspan value is required; found 0"},
      {"sequence with maxspan=2.0h [a where true] [b where true]",
       "1:23 EQL061 a decimal time interval `2.0h` is not supported"},
      {"sequence with maxspan=200000d [a where true] [b where true]",
       "1:23 EQL061 the time span is longer than 292 years"},
      {"sequence with maxspan=-1s [a where true] [b where true]", "1:23 EQL001 unexpected `-`"},
      {"sequence [a where true] with runs=-1 [b where true]",
       "1:35 EQL063 runs must be a positive whole number, not `-`"},
      {"sequence [a where true] [b where true] with maxspan=1s",
       "1:45 EQL001 unexpected "
       "`maxspan`"},
      {"sequence [a where true [b where true]", "1:24 EQL001 unexpected `[`"},
      {"sequence [a where true] [b where true] fork=true", "1:40 EQL001 unexpected `fork`"},
      {"sequence", "1:9 EQL001 the query ends too early"},
      {"sample by k with maxspan=1s [a where true] [b where true]",
       "1:13 EQL065 a sample has no time span: its events may lie anywhere"},
      {"sample by k [a where true] [b where true] until [c where true]",
       "1:43 EQL065 a sample has no `until`: its events have no order"},
      {"sample by k ![a where true] [b where true]",
       "1:13 EQL064 missing events are not supported in samples"},
      {"sequence [a where true] [b where true] until ![c where true]",
       "1:46 EQL064 `until` takes one plain stage: no missing-event stage and no runs"},
  };
  for (const Case& c : kCases) EXPECT_THAT(Mistakes(c.text), ElementsAre(c.mistake)) << c.text;
}

TEST(EqlParser, TellsMistakesOfSeveralStages) {
  EXPECT_THAT(Mistakes("sequence by k\n"
                       "  [process where a = 1]\n"
                       "  [file where b in ()]\n"
                       "  [network where c == 'x']\n"
                       "| hed 3"),
              ElementsAre(HasSubstr("2:20 EQL010"), HasSubstr("3:21 EQL001"),
                          HasSubstr("4:23 EQL004"), HasSubstr("5:3 EQL067")));
}

TEST(EqlParser, OrdersMessagesByTheText) {
  // The lexer finds its mistake before the parser finds the earlier one.
  EXPECT_THAT(Mistakes("any where a = 1 and b == 'x'"),
              ElementsAre(HasSubstr("1:13 EQL010"), HasSubstr("1:26 EQL004")));
}

TEST(EqlParser, HelpsWithQueriesThatLackACategory) {
  const SourceRef source = SourceText::Make("<query>", "process.name == \"x\"");
  DiagnosticSink sink;
  EXPECT_FALSE(Parse(source, {}, sink));
  ASSERT_EQ(sink.diagnostics().size(), 1u);
  EXPECT_THAT(sink.diagnostics().front().helps(),
              ElementsAre(HasSubstr("a query begins with an event category")));
}

TEST(EqlParser, LimitsItsMessagesAndItsInput) {
  std::string many = "any where a = 1";
  for (int i = 0; i < 100; ++i) many += " and a = 1";
  EXPECT_EQ(Mistakes(many).size(), syntax::Limits{}.errors_max);
  EXPECT_THAT(Mistakes("any where a == \"" + std::string(2 << 20, 'x') + "\""),
              ElementsAre(HasSubstr("EQL012")));
}

// Whitespace and comments between any two tokens change nothing but places.
TEST(EqlParser, IgnoresWhatStandsBetweenTokens) {
  const char* const kQueries[] = {
      "process where ?a.`b` == 1 and not c : (\"x\", \"y\") or length(d) > -1.5 * 2",
      ("sequence by a, b with maxspan=5m [any where true] by c with runs=2 "
       "![\"x\" where f in~ (\"a\")] by d until [e where g != null] by h | tail 3"),
      "sample by a [any where startsWith~(x, \"a\")] [b where y regex~ \"z\"]",
  };
  const char* const kBetween[] = {" ", "\n", "\t\r\n", " /* a /* nested */ comment */ ",
                                  " // line\n"};
  for (const char* text : kQueries) {
    const auto query = ParseText(text);
    ASSERT_TRUE(query) << text;
    const SourceRef source = SourceText::Make("<query>", text);
    DiagnosticSink sink;
    const std::vector<Token> tokens = Lex(source, Dialect::kElasticsearch, sink);
    for (const char* between : kBetween) {
      std::string spread;
      for (const Token& token : tokens) {
        spread += source->text(token.span);
        spread += between;
      }
      const auto again = ParseText(spread);
      ASSERT_TRUE(again) << spread;
      EXPECT_TRUE(*again == *query) << spread;
    }
  }
}

TEST(EqlParser, SpansCoverTheNodes) {
  const std::string text = "any where (a == 1) and length(b) > 2";
  const auto query = ParseText(text);
  ASSERT_TRUE(query);
  const Expr& condition = std::get<EventFilter>(query->body).condition;
  const auto covered = [&](const Expr& expr) {
    return text.substr(expr.span.begin, expr.span.size());
  };
  EXPECT_EQ(covered(condition), "(a == 1) and length(b) > 2");
  EXPECT_EQ(covered(condition.children[0]), "(a == 1)");
  EXPECT_EQ(covered(condition.children[1].children[0]), "length(b)");
}

}  // namespace
}  // namespace tocsin::eql
