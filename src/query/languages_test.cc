#include "query/languages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Languages, ListsDialectsWithTheDefaultFirst) {
  const auto& eql = Languages().front();
  EXPECT_EQ(eql.name, "eql");
  EXPECT_THAT(std::vector(eql.dialects.begin(), eql.dialects.end()),
              ElementsAre("elasticsearch", "endpoint"));
}

TEST(CompileQuery, GivesAPlanWithResolvedFields) {
  Schema schema;
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<query>", "process where process.pid == 4");
  const auto plan = CompileQuery("eql", source, {}, schema, sink);
  ASSERT_TRUE(plan);
  EXPECT_TRUE(sink.empty());
  bool found = false;
  plan::ForEachField(std::get<plan::EventPlan>(*plan).condition, [&](const plan::Expr& field) {
    found |= field.field == schema.Find("process.pid");
  });
  EXPECT_TRUE(found);
}

TEST(CompileQuery, TakesTheCategoryFieldAndDialectFromItsOptions) {
  Schema schema;
  DiagnosticSink sink;
  QueryOptions options;
  options.category_field = "event.kind";
  const SourceRef source = SourceText::Make(
      "<query>", "sequence [event where true] as e [any where process.name == e.process.name]");
  EXPECT_FALSE(CompileQuery("eql", source, options, schema, sink));
  options.dialect = "endpoint";
  DiagnosticSink endpoint;
  const auto plan = CompileQuery("eql", source, options, schema, endpoint);
  ASSERT_TRUE(plan);
  const plan::Predicate& category = std::get<plan::SequencePlan>(*plan).stages[0].condition;
  EXPECT_EQ(category.leaf.args[0].field, schema.Find("event.kind"));
}

TEST(CompileQuery, ReportsLanguagesAndDialectsThatDoNotExist) {
  Schema schema;
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<query>", "any where true");
  EXPECT_FALSE(CompileQuery("sql", source, {}, schema, sink));
  QueryOptions options;
  options.dialect = "klingon";
  EXPECT_FALSE(CompileQuery("eql", source, options, schema, sink));
  ASSERT_EQ(sink.diagnostics().size(), 2u);
  EXPECT_EQ(sink.diagnostics()[0].message(), "there is no query language `sql`");
  EXPECT_THAT(sink.diagnostics()[1].helps(), ElementsAre(HasSubstr("elasticsearch, endpoint")));
}

TEST(CompileQuery, UnknownFieldsFollowThePolicy) {
  const SourceRef source = SourceText::Make("<query>", "any where process.nmae == \"x\"");
  QueryOptions options;
  {
    Schema schema;
    DiagnosticSink sink;
    EXPECT_TRUE(CompileQuery("eql", source, options, schema, sink));
    EXPECT_EQ(sink.warning_count(), 1u);
  }
  options.unknown_fields = plan::UnknownFields::kError;
  Schema schema;
  DiagnosticSink sink;
  EXPECT_FALSE(CompileQuery("eql", source, options, schema, sink));
  EXPECT_EQ(sink.error_count(), 1u);
}

}  // namespace
}  // namespace tocsin
