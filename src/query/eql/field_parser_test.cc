#include "query/eql/field_parser.h"

#include "query/eql/eql_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Mistakes;
using testing::TreeOf;

TEST(EqlField, ReadsEverySpelling) {
  EXPECT_EQ(TreeOf("a.b.c"), "a.b.c");
  EXPECT_EQ(TreeOf("?a.b"), "?a.b");
  EXPECT_EQ(TreeOf("@timestamp"), "@timestamp");
  EXPECT_EQ(TreeOf("`a.b`.c"), "`a.b`.c");
  EXPECT_EQ(TreeOf("event.`sequence`"), "event.`sequence`");
  EXPECT_EQ(TreeOf("?`a b`"), "?`a b`");
}

TEST(EqlField, RefusesReservedWordsInPathsAndOffersBackticks) {
  const SourceRef source = SourceText::Make("<query>", "any where event.sequence == 1");
  DiagnosticSink sink;
  EXPECT_FALSE(Parse(source, {}, sink));
  ASSERT_EQ(sink.diagnostics().size(), 1u);
  EXPECT_EQ(sink.diagnostics().front().code(), DiagCode::kEqlReservedWord);
  EXPECT_EQ(sink.diagnostics().front().fix()->replacement, "`sequence`");
}

TEST(EqlField, RefusesIndexesButNotStagesBehindAKey) {
  EXPECT_THAT(Mistakes("any where a.b[0].c == 1"),
              ElementsAre("1:14 EQL013 array indexes are not supported"));
  EXPECT_THAT(Mistakes("sequence by a [any where true] [any where true]"), IsEmpty());
  EXPECT_THAT(Mistakes("sequence [any where true] by a [any where true] by a"), IsEmpty());
}

TEST(EqlField, RefusesNamesThatBeginWithADigit) {
  EXPECT_THAT(Mistakes("any where a.5 == 1"),
              ElementsAre("1:12 EQL001 a name cannot begin with a digit unless it is quoted"));
}

TEST(EqlField, KeysAreFieldsAndNothingElse) {
  const char* const kComputed[] = {"a * 2", "length(a)", "5", "\"x\"", "(a)", "startsWith~(a, b)"};
  for (const char* key : kComputed) {
    const auto mistakes =
        Mistakes("sequence [any where true] by " + std::string(key) + " [any where true] by b");
    ASSERT_EQ(mistakes.size(), 1u) << key;
    EXPECT_THAT(mistakes.front(), ::testing::HasSubstr("EQL066")) << key;
  }
  EXPECT_THAT(Mistakes("sequence by [any where true] [any where true]"),
              ElementsAre("1:13 EQL001 unexpected `[`"));
}

}  // namespace
}  // namespace tocsin::eql
