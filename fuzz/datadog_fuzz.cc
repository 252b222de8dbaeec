// Any text, as a search and as the condition of a case: it is refused with a message inside the
// text, or it is taken. A search that parses prints to text that parses to an equal tree, and
// compiles without harm.
#include "base/check.h"
#include "query/datadog/parser.h"
#include "query/datadog/printer.h"
#include "query/languages.h"
#include "rules/formats/datadog_json/case_condition.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace tocsin;

void CheckMessages(const DiagnosticSink& sink, const SourceRef& source) {
  TOCSIN_CHECK(sink.has_errors(), "a refusal without a message");
  for (const Diagnostic& diagnostic : sink.diagnostics()) {
    TOCSIN_CHECK(!diagnostic.message().empty());
    TOCSIN_CHECK(diagnostic.primary().span.begin <= diagnostic.primary().span.end);
    TOCSIN_CHECK(diagnostic.primary().span.end <= source->text().size());
  }
}

void CheckSearch(const SourceRef& source) {
  DiagnosticSink sink;
  const auto node = datadog::Parse(source, sink);
  if (!node) return CheckMessages(sink, source);
  DiagnosticSink again_sink;
  const auto again =
      datadog::Parse(SourceText::Make("<printed>", datadog::Print(*node)), again_sink);
  TOCSIN_CHECK(again.has_value(), "the printed search does not parse");
  TOCSIN_CHECK(*again == *node, "the printed search is another one");

  Schema schema;
  DiagnosticSink compile_sink;
  TOCSIN_CHECK(CompileQuery("datadog", source, {}, schema, compile_sink).has_value(),
               "a search that parses does not compile");
}

void CheckCondition(const SourceRef& source) {
  const std::vector<std::string> queries = {"a", "b", "failed_logins"};
  DiagnosticSink sink;
  const auto condition = datadog_json::ParseCondition(source, {queries, false}, sink);
  if (!condition) return CheckMessages(sink, source);
  datadog_json::HoldsOnNothing(*condition);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const SourceRef source =
      SourceText::Make("<query>", std::string(reinterpret_cast<const char*>(data), size));
  CheckSearch(source);
  CheckCondition(source);
  return 0;
}
