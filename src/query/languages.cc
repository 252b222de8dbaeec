#include "query/languages.h"

#include "base/diag/suggest.h"
#include "query/datadog/lower.h"
#include "query/datadog/parser.h"
#include "query/eql/lower.h"
#include "query/eql/parser.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

// Parses and lowers; `dialect` is one of the language's own.
using ReadFunction = Result<plan::Plan, Reported> (*)(const SourceRef& source,
                                                      std::string_view dialect,
                                                      const QueryOptions& options, Schema& schema,
                                                      DiagnosticSink& sink);

constexpr std::array<std::string_view, 2> kEqlDialects = {"elasticsearch", "endpoint"};
constexpr std::array<std::string_view, 1> kDatadogDialects = {"logs"};

Result<plan::Plan, Reported> ReadEql(const SourceRef& source, std::string_view dialect,
                                     const QueryOptions& options, Schema& /*schema*/,
                                     DiagnosticSink& sink) {
  const eql::Dialect which =
      dialect == "endpoint" ? eql::Dialect::kEndpoint : eql::Dialect::kElasticsearch;
  TOCSIN_TRY(const eql::Query query, eql::Parse(source, {which, {}}, sink));
  return eql::Lower(query, source, {which, options.category_field, options.exact}, sink);
}

Result<plan::Plan, Reported> ReadDatadog(const SourceRef& source, std::string_view /*dialect*/,
                                         const QueryOptions& /*options*/, Schema& schema,
                                         DiagnosticSink& sink) {
  TOCSIN_TRY(const datadog::Node search, datadog::Parse(source, sink));
  plan::EventPlan plan;
  plan.condition = datadog::Lower(search, schema);
  return plan::Plan(std::move(plan));
}

// One line per language, in both tables.
constexpr LanguageFacts kLanguages[] = {
    {.name = "eql", .dialects = kEqlDialects},
    {.name = "datadog", .dialects = kDatadogDialects, .open_names = true},
};
constexpr ReadFunction kReaders[] = {
    ReadEql,
    ReadDatadog,
};
static_assert(std::size(kLanguages) == std::size(kReaders));

Diagnostic NoSuch(std::string_view kind, std::string_view name,
                  const std::vector<std::string_view>& known) {
  std::string list;
  for (const std::string_view other : known) {
    if (!list.empty()) list += ", ";
    list += other;
  }
  return Diagnostic(DiagCode::kRulBadValue,
                    "there is no " + std::string(kind) + " `" + std::string(name) + "`")
      .Help("known are: " + list);
}

}  // namespace

std::span<const LanguageFacts> Languages() { return kLanguages; }

Result<plan::Plan, Reported> CompileQuery(std::string_view language, const SourceRef& source,
                                          const QueryOptions& options, Schema& schema,
                                          DiagnosticSink& sink) {
  const auto* facts =
      std::find_if(std::begin(kLanguages), std::end(kLanguages),
                   [language](const LanguageFacts& known) { return known.name == language; });
  if (facts == std::end(kLanguages)) {
    std::vector<std::string_view> names;
    for (const LanguageFacts& known : kLanguages) names.push_back(known.name);
    return sink.AddAndFail(NoSuch("query language", language, names));
  }
  std::string_view dialect = options.dialect;
  if (dialect.empty()) dialect = facts->dialects.front();
  if (std::find(facts->dialects.begin(), facts->dialects.end(), dialect) == facts->dialects.end()) {
    return sink.AddAndFail(NoSuch("dialect of " + std::string(language), dialect,
                                  {facts->dialects.begin(), facts->dialects.end()}));
  }
  const ReadFunction read = kReaders[facts - std::begin(kLanguages)];
  TOCSIN_TRY(plan::Plan plan, read(source, dialect, options, schema, sink));
  const plan::ResolveOptions resolve{
      facts->open_names ? plan::UnknownFields::kIgnore : options.unknown_fields, options.exact};
  TOCSIN_TRY_VOID(plan::RunPasses(plan, schema, resolve, source, sink));
  return plan;
}

}  // namespace tocsin
