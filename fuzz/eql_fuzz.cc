// Any text, in both dialects: it is refused with a message inside the text, or it parses, prints to
// text that parses to an equal tree, and lowers and compiles without harm.
#include "base/check.h"
#include "query/eql/lower.h"
#include "query/eql/parser.h"
#include "query/eql/printer.h"
#include "query/languages.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

void CheckMessages(const tocsin::DiagnosticSink& sink, const tocsin::SourceRef& source) {
  TOCSIN_CHECK(sink.has_errors(), "a refusal without a message");
  for (const tocsin::Diagnostic& diagnostic : sink.diagnostics()) {
    TOCSIN_CHECK(!diagnostic.message().empty());
    TOCSIN_CHECK(diagnostic.primary().span.begin <= diagnostic.primary().span.end);
    TOCSIN_CHECK(diagnostic.primary().span.end <= source->text().size());
  }
}

void Check(const std::string& text, tocsin::eql::Dialect dialect, const char* dialect_name) {
  using namespace tocsin;
  const SourceRef source = SourceText::Make("<query>", text);
  DiagnosticSink sink;
  const auto query = eql::Parse(source, {dialect, {}}, sink);
  if (!query) return CheckMessages(sink, source);

  const SourceRef printed = SourceText::Make("<printed>", eql::Print(*query));
  DiagnosticSink none;
  const auto again = eql::Parse(printed, {dialect, {}}, none);
  TOCSIN_CHECK(again.has_value(), "the printed query does not parse");
  TOCSIN_CHECK(*again == *query, "the printed query is another one");

  Schema schema;
  DiagnosticSink compile_sink;
  QueryOptions options;
  options.dialect = dialect_name;
  if (!CompileQuery("eql", source, options, schema, compile_sink)) {
    CheckMessages(compile_sink, source);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Check(text, tocsin::eql::Dialect::kElasticsearch, "elasticsearch");
  Check(text, tocsin::eql::Dialect::kEndpoint, "endpoint");
  return 0;
}
