#include "base/diag/render_json.h"

#include "base/escape.h"

#include <fmt/format.h>

#include <iterator>

namespace tocsin {
namespace {

void AppendPosition(const SourceText& root, uint32_t offset, std::string& out) {
  const LineColumn position = root.Position(offset);
  fmt::format_to(std::back_inserter(out), R"({{"line":{},"column":{},"offset":{}}})", position.line,
                 position.column, offset);
}

// "file", "start" and "end", without braces.
void AppendPlace(const LabeledSpan& place, Span span, std::string& out) {
  const SourceText& root = place.source->root();
  const Span in_root = place.source->ToRoot(span);
  out += "\"file\":";
  AppendJsonString(root.name(), out);
  out += ",\"start\":";
  AppendPosition(root, in_root.begin, out);
  out += ",\"end\":";
  AppendPosition(root, in_root.end, out);
}

void AppendTexts(std::string_view key, const std::vector<std::string>& texts, std::string& out) {
  if (texts.empty()) return;
  fmt::format_to(std::back_inserter(out), ",\"{}\":[", key);
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonString(texts[i], out);
  }
  out += ']';
}

}  // namespace

std::string RenderJson(const Diagnostic& diagnostic) {
  std::string out =
      fmt::format(R"({{"code":"{}","severity":"{}","message":)", FactsOf(diagnostic.code()).text,
                  SeverityName(diagnostic.severity()));
  AppendJsonString(diagnostic.message(), out);
  const LabeledSpan& primary = diagnostic.primary();
  if (diagnostic.has_source()) {
    out += ',';
    AppendPlace(primary, primary.span, out);
  } else if (!diagnostic.place().empty()) {
    out += ",\"file\":";
    AppendJsonString(diagnostic.place(), out);
  }
  if (!primary.label.empty()) {
    out += ",\"label\":";
    AppendJsonString(primary.label, out);
  }
  if (diagnostic.within() && diagnostic.has_source()) {
    out += ",\"within\":{";
    AppendPlace(primary, *diagnostic.within(), out);
    out += '}';
  }
  for (size_t i = 0; i < diagnostic.secondary().size(); ++i) {
    const LabeledSpan& place = diagnostic.secondary()[i];
    out += i == 0 ? ",\"related\":[{" : ",{";
    AppendPlace(place, place.span, out);
    out += ",\"label\":";
    AppendJsonString(place.label, out);
    out += i + 1 == diagnostic.secondary().size() ? "}]" : "}";
  }
  AppendTexts("notes", diagnostic.notes(), out);
  AppendTexts("help", diagnostic.helps(), out);
  if (diagnostic.fix() && diagnostic.has_source()) {
    out += ",\"fix\":{";
    AppendPlace(primary, diagnostic.fix()->span, out);
    out += ",\"replacement\":";
    AppendJsonString(diagnostic.fix()->replacement, out);
    out += ",\"title\":";
    AppendJsonString(diagnostic.fix()->title, out);
    out += '}';
  }
  out += '}';
  return out;
}

std::string RenderJsonLines(std::span<const Diagnostic> diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += RenderJson(diagnostic);
    out += '\n';
  }
  return out;
}

}  // namespace tocsin
