// Golden data of EQL: eql/NAME.in is a query, NAME.ast its tree and NAME.plan the plan that it is
// lowered to; fail_NAME.in must be refused, and fail_NAME.err holds the messages. Files below
// eql/endpoint are in the endpoint dialect, files below eql/exact are read exactly as Elasticsearch
// would. TOCSIN_UPDATE_GOLDEN=1 rewrites the expected files.
#include "base/diag/render_text.h"
#include "plan/printer.h"
#include "query/eql/lower.h"
#include "query/eql/parser.h"
#include "query/eql/printer.h"
#include "query/languages.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/syntax/eql";

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void Compare(fs::path path, const char* extension, const std::string& actual) {
  path.replace_extension(extension);
  if (std::getenv("TOCSIN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  ASSERT_TRUE(fs::exists(path)) << "missing; `./dev golden` writes it";
  EXPECT_EQ(actual, ReadAll(path)) << path;
}

bool IsBelow(const fs::path& path, const char* folder) {
  return path.parent_path().filename() == folder;
}

std::set<fs::path> Inputs() {
  std::set<fs::path> inputs;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".in") inputs.insert(entry.path());
  }
  return inputs;
}

void CheckAccepted(const fs::path& path, const SourceRef& source) {
  const eql::Dialect dialect =
      IsBelow(path, "endpoint") ? eql::Dialect::kEndpoint : eql::Dialect::kElasticsearch;
  DiagnosticSink sink;
  const auto query = eql::Parse(source, {dialect, {}}, sink);
  ASSERT_TRUE(query) << RenderText(sink.diagnostics());
  Compare(path, ".ast", eql::PrintTree(*query));
  const auto plan = eql::Lower(*query, source, {dialect, "event.category", false}, sink);
  ASSERT_TRUE(plan) << RenderText(sink.diagnostics());
  Compare(path, ".plan", plan::Print(*plan));

  // What the printer writes means the same.
  const SourceRef printed = SourceText::Make("<printed>", eql::Print(*query));
  const auto again = eql::Parse(printed, {dialect, {}}, sink);
  ASSERT_TRUE(again) << RenderText(sink.diagnostics());
  EXPECT_TRUE(*again == *query) << printed->text();
}

void CheckRefused(const fs::path& path, const SourceRef& source) {
  Schema schema;
  DiagnosticSink sink;
  QueryOptions options;
  options.dialect = IsBelow(path, "endpoint") ? "endpoint" : "elasticsearch";
  options.unknown_fields = plan::UnknownFields::kError;
  options.exact = IsBelow(path, "exact");
  EXPECT_FALSE(CompileQuery("eql", source, options, schema, sink));
  Compare(path, ".err", RenderText(sink.diagnostics(), {.explain_line = false}));
}

TEST(EqlGolden, EveryFileGivesWhatItsNeighborsSay) {
  const std::set<fs::path> inputs = Inputs();
  ASSERT_FALSE(inputs.empty()) << "run this from the repository's root";
  for (const fs::path& path : inputs) {
    SCOPED_TRACE(path.string());
    const SourceRef source = SourceText::Make(path.filename().string(), ReadAll(path));
    if (path.filename().string().starts_with("fail_")) {
      CheckRefused(path, source);
    } else {
      CheckAccepted(path, source);
    }
  }
}

TEST(EqlGolden, ShowsEveryErrorOfEql) {
  std::string messages;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".err") messages += ReadAll(entry.path());
  }
  for (const CodeFacts& facts : AllCodes()) {
    if (!facts.text.starts_with("EQL") || facts.severity != Severity::kError) continue;
    EXPECT_NE(messages.find("error[" + std::string(facts.text) + "]"), std::string::npos)
        << facts.text << " (" << facts.title << ") has no file in " << kFolder;
  }
}

}  // namespace
}  // namespace tocsin
