// Short ways to the parts of EQL, for tests.
#pragma once

#include "query/eql/lexer.h"
#include "query/eql/lower.h"
#include "query/eql/parser.h"
#include "query/eql/printer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::eql::testing {

// "1:15 EQL001 unexpected `x`" for each message, in order.
inline std::vector<std::string> Lines(const SourceRef& source, const DiagnosticSink& sink) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : sink.diagnostics()) {
    const LineColumn place = source->Position(diagnostic.primary().span.begin);
    lines.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                    std::string(FactsOf(diagnostic.code()).text) + " " + diagnostic.message());
  }
  return lines;
}

// The messages of a text that may be wrong.
inline std::vector<std::string> Mistakes(std::string_view text,
                                         Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  const auto query = Parse(source, {dialect, {}}, sink);
  if (query.has_value() == sink.has_errors()) return {"a result and errors do not go together"};
  return Lines(source, sink);
}

inline std::optional<Query> ParseText(std::string_view text,
                                      Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  auto query = Parse(source, {dialect, {}}, sink);
  if (!query) return std::nullopt;
  return *std::move(query);
}

// The tree of a condition in one line, or its first mistake.
inline std::string TreeOf(std::string_view text, Dialect dialect = Dialect::kElasticsearch) {
  const SourceRef source = SourceText::Make("<query>", std::string(text));
  DiagnosticSink sink;
  const auto expr = ParseExpression(source, {dialect, {}}, sink);
  if (!expr) return Lines(source, sink).front();
  std::string tree = PrintTree(*expr);
  std::string line;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (tree[i] != '\n') {
      line += tree[i];
      continue;
    }
    while (i + 1 < tree.size() && tree[i + 1] == ' ') ++i;
    if (i + 1 < tree.size()) line += ' ';
  }
  return line;
}

}  // namespace tocsin::eql::testing
