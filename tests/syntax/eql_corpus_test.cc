// Public rule sets as test data, read where TOCSIN_SHARED points (default: ../shared). They are
// not part of this repository; without them the tests are skipped.
#include "base/diag/render_text.h"
#include "query/eql/parser.h"
#include "query/eql/printer.h"
#include "query/languages.h"

#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

struct RuleQuery {
  std::string file;
  std::string query;
  std::string category_field = "event.category";
};

fs::path Shared() {
  const char* folder = std::getenv("TOCSIN_SHARED");
  return folder != nullptr ? fs::path(folder) : fs::path("../shared");
}

// The EQL queries of TOML rule files below a folder. Endpoint rules name no type.
std::vector<RuleQuery> ReadQueries(const fs::path& folder, const std::string& default_type) {
  std::vector<RuleQuery> queries;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    const toml::table file = toml::parse_file(entry.path().string());
    const auto rule = file["rule"];
    if (rule["type"].value_or(default_type) != "eql") continue;
    RuleQuery query{entry.path().filename().string(), rule["query"].value_or(std::string()), {}};
    query.category_field = rule["event_category_override"].value_or(std::string("event.category"));
    queries.push_back(std::move(query));
  }
  return queries;
}

struct Tally {
  std::size_t parsed = 0;
  std::size_t reprinted = 0;
  std::size_t compiled = 0;
  std::size_t warned = 0;
};

Tally CompileAll(const std::vector<RuleQuery>& queries, const std::string& dialect) {
  Tally tally;
  const eql::Dialect which =
      dialect == "endpoint" ? eql::Dialect::kEndpoint : eql::Dialect::kElasticsearch;
  for (const RuleQuery& rule : queries) {
    const SourceRef source = SourceText::Make(rule.file, rule.query);
    DiagnosticSink sink;
    const auto query = eql::Parse(source, {which, {}}, sink);
    if (!query) {
      ADD_FAILURE() << RenderText(sink.diagnostics());
      continue;
    }
    ++tally.parsed;
    const SourceRef printed = SourceText::Make(rule.file, eql::Print(*query));
    const auto again = eql::Parse(printed, {which, {}}, sink);
    if (again && *again == *query) ++tally.reprinted;

    Schema schema;
    QueryOptions options;
    options.dialect = dialect;
    options.category_field = rule.category_field;
    if (CompileQuery("eql", source, options, schema, sink)) {
      ++tally.compiled;
      if (sink.warning_count() > 0) ++tally.warned;
    } else {
      std::cout << RenderConcise(sink.diagnostics().back()) << '\n';
    }
  }
  std::cout << queries.size() << " queries: " << tally.parsed << " parsed, " << tally.reprinted
            << " printed and parsed again, " << tally.compiled << " compiled, " << tally.warned
            << " of them with warnings\n";
  return tally;
}

TEST(EqlCorpus, DetectionRulesCompile) {
  const fs::path folder = Shared() / "corpora/elastic-detection-rules";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const std::vector<RuleQuery> queries = ReadQueries(folder, "");
  ASSERT_FALSE(queries.empty());
  const Tally tally = CompileAll(queries, "elasticsearch");
  EXPECT_EQ(tally.parsed, queries.size());
  EXPECT_EQ(tally.reprinted, queries.size());
  EXPECT_EQ(tally.compiled, queries.size());
}

TEST(EqlCorpus, EndpointRulesCompile) {
  const fs::path folder = Shared() / "corpora/elastic-protections-behavior";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const std::vector<RuleQuery> queries = ReadQueries(folder, "eql");
  ASSERT_FALSE(queries.empty());
  const Tally tally = CompileAll(queries, "endpoint");
  EXPECT_EQ(tally.parsed, queries.size());
  EXPECT_EQ(tally.reprinted, queries.size());
  EXPECT_EQ(tally.compiled, queries.size());
}

}  // namespace
}  // namespace tocsin
