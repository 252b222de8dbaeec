// docs/reference/eql.md: its tables are those of the code (`./dev golden` writes them anew), and
// its examples compile.

#include "base/diag/render_text.h"
#include "base/file.h"
#include "page.h"
#include "query/eql/functions.h"
#include "query/eql/operators.h"
#include "query/languages.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin {
namespace {

constexpr const char* kPage = "docs/reference/eql.md";

// What stands between "<!-- NAME: ... -->" and "<!-- end -->", replaced.
std::string WithTable(const std::string& page, std::string_view name, const std::string& table) {
  const std::size_t mark = page.find("<!-- " + std::string(name) + ":");
  const std::size_t begin = page.find("-->\n", mark);
  const std::size_t end = page.find("<!-- end -->", begin);
  EXPECT_NE(end, std::string::npos) << "no place for " << name;
  if (end == std::string::npos) return page;
  return page.substr(0, begin + 4) + table + page.substr(end);
}

TEST(EqlReference, TablesAreThoseOfTheCode) {
  const Result<std::string> page = ReadFile(kPage);
  ASSERT_TRUE(page.has_value()) << kPage;
  const std::string expected = WithTable(WithTable(*page, "operators", eql::OperatorTable()),
                                         "functions", eql::FunctionTable());
  ExpectPage(kPage, expected);
}

TEST(EqlReference, ExamplesCompile) {
  const Result<std::string> page = ReadFile(kPage);
  ASSERT_TRUE(page.has_value()) << kPage;
  std::size_t examples = 0;
  for (std::size_t at = page->find("```eql"); at != std::string::npos;
       at = page->find("```eql", at + 6)) {
    const std::size_t line_end = page->find('\n', at);
    const std::string query =
        page->substr(line_end + 1, page->find("```", line_end) - line_end - 1);
    QueryOptions options;
    options.unknown_fields = plan::UnknownFields::kError;
    if (page->substr(at, line_end - at).ends_with("endpoint")) options.dialect = "endpoint";
    Schema schema;
    DiagnosticSink sink;
    EXPECT_TRUE(CompileQuery("eql", SourceText::Make(kPage, query), options, schema, sink))
        << RenderText(sink.diagnostics());
    EXPECT_TRUE(sink.empty()) << RenderText(sink.diagnostics());
    ++examples;
  }
  EXPECT_GE(examples, 8U);
}

}  // namespace
}  // namespace tocsin
