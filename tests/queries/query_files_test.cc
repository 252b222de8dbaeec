// Runs every LANGUAGE/*.test of this folder (query_file.h describes them): each query through the
// engine, in batches of 1, 7 and 1024 events on 1 to 8 threads, and through the reference.
#include "base/diag/render_text.h"
#include "query/languages.h"
#include "query_file.h"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace tocsin::queries {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/queries";
constexpr Cut kCuts[] = {{1, 1}, {1, 8}, {7, 2}, {7, 5}, {1024, 1}, {1024, 8}};

// In the form of the files: events in one line, anything else one a line.
std::string AnswerText(const plan::Plan& plan, const Found& found) {
  if (!std::holds_alternative<plan::EventPlan>(plan)) return Print(found);
  std::string text;
  for (const FoundResult& result : found) {
    text += (text.empty() ? "" : " ") + result.events.front();
  }
  return text.empty() ? text : text + "\n";
}

std::string RefusalText(const SourceText& source, const DiagnosticSink& sink) {
  std::ostringstream text;
  for (const Diagnostic& diagnostic : sink.diagnostics()) {
    if (diagnostic.severity() != Severity::kError) continue;
    const LineColumn place = source.Position(diagnostic.primary().span.begin);
    text << FactsOf(diagnostic.code()).text << ' ' << place.line << ':' << place.column << '\n';
  }
  return text.str();
}

void Check(const std::string& language, const QueryFile& file, const QueryCase& test) {
  Schema schema;
  for (const auto& [name, type] : file.fields) {
    ASSERT_TRUE(schema.Declare(name, type).has_value()) << name;
  }
  QueryOptions options;
  options.dialect = test.dialect;
  options.exact = test.exact;
  options.unknown_fields = plan::UnknownFields::kError;
  const SourceRef source = SourceText::Make("<query>", test.text);
  DiagnosticSink sink;
  const auto plan = CompileQuery(language, source, options, schema, sink);
  if (test.refused || !plan) {
    EXPECT_EQ(plan.has_value(), !test.refused) << RenderText(sink.diagnostics());
    EXPECT_EQ(RefusalText(*source, sink), test.answer) << RenderText(sink.diagnostics());
    return;
  }
  const RunOptions run{.samples_per_key = test.samples_per_key, .size = std::nullopt};
  EXPECT_EQ(AnswerText(*plan, RunReference(*plan, schema, *test.events, run)), test.answer)
      << "by the reference";
  for (const Cut& cut : kCuts) {
    EXPECT_EQ(AnswerText(*plan, RunEngine(*plan, schema, *test.events, cut, run)), test.answer)
        << "by the engine, batches of " << cut.batch_size << ", " << cut.threads << " threads";
  }
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> Files() {
  std::set<std::string> files;
  if (!fs::exists(kFolder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".test") files.insert(entry.path().string());
  }
  return files;
}

class QueryFiles : public testing::TestWithParam<std::string> {};

TEST_P(QueryFiles, FindWhatTheySay) {
  const fs::path path = GetParam();
  const auto file = ParseQueryFile(ReadAll(path));
  ASSERT_TRUE(file) << path << ", " << file.error().message;
  ASSERT_FALSE(file->cases.empty());
  for (const QueryCase& test : file->cases) {
    SCOPED_TRACE(path.string() + ":" + std::to_string(test.line) + "\n" + test.text);
    Check(path.parent_path().filename().string(), *file, test);
  }
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  std::string name = fs::path(info.param).lexically_relative(kFolder).replace_extension().string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, QueryFiles, testing::ValuesIn(Files()), NameOf);

TEST(QueryFile, SaysWhatDoesNotFit) {
  const auto message = [](const std::string& text) {
    const auto file = ParseQueryFile(text);
    return file ? std::string("none") : file.error().message;
  };
  EXPECT_EQ(message("# nothing\n"), "none");
  EXPECT_EQ(message("stray\n"), "line 1: a line outside of all sections");
  EXPECT_EQ(message("--- events\n{}\n"), "line 2: no JSON object with an id");
  EXPECT_EQ(message("--- events\n{\"id\":\"a\",\"at\":\"x\"}\n"),
            "line 2: `at` is a number of seconds, `tie` a whole number");
  EXPECT_EQ(message("--- query\nany where true\n"), "line 2: the last query has no answer");
  EXPECT_EQ(message("--- query wrong\n"), "line 1: no such option: wrong");
  EXPECT_EQ(message("--- fields\nx number\n"), "line 2: no such type: number");
  EXPECT_EQ(message("--- finds\n"),
            "line 1: a query is followed by its answer, and only a query is");
  EXPECT_EQ(message("--- query\nany where true\n--- query\n"),
            "line 3: a query is followed by its answer, and only a query is");
}

}  // namespace
}  // namespace tocsin::queries
