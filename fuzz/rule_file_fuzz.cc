// Any bytes as a rule file of each format: rules come out or messages do, and what is ready has a
// plan that prints.
#include "base/check.h"
#include "plan/printer.h"
#include "rules/all_formats.h"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tocsin;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const RuleFormat* format : AllFormats()) {
    Schema schema;
    DiagnosticSink sink;
    const SourceRef file = SourceText::Make("rule" + std::string(format->extension()), text);
    for (const LoadedRule& loaded : format->Read(file, {schema, sink, false, {}})) {
      if (loaded.state == RuleState::kReady || loaded.state == RuleState::kDisabled) {
        TOCSIN_CHECK(!plan::Print(loaded.rule.plan).empty());
      } else {
        TOCSIN_CHECK(!loaded.reason.empty(), "a refusal without a reason");
      }
      if (loaded.state == RuleState::kNotLoaded) {
        TOCSIN_CHECK(sink.has_errors(), "a refusal without a message");
      }
    }
    for (const Diagnostic& diagnostic : sink.diagnostics()) {
      if (!diagnostic.has_source()) continue;
      const LabeledSpan& primary = diagnostic.primary();
      TOCSIN_CHECK(primary.source->ToRoot(primary.span).end <= text.size());
    }
  }
  return 0;
}
