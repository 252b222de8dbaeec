#include "datadog_cases.h"

#include "base/arena.h"
#include "event/builder.h"
#include "plan/reference_eval.h"
#include "query/languages.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/datadog_log/datadog_log.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

namespace tocsin::conformance {
namespace {

using Json = nlohmann::json;

// The condition of a search; none after a refusal, whose message goes to `detail`.
std::optional<plan::Predicate> Compile(const std::string& query, Schema& schema,
                                       std::string* detail) {
  DiagnosticSink sink;
  QueryOptions options;
  options.unknown_fields = plan::UnknownFields::kError;  // as for a search typed by a person
  auto plan = CompileQuery("datadog", SourceText::Make("<query>", query), options, schema, sink);
  if (plan) return std::get<plan::EventPlan>(*std::move(plan)).condition;
  if (!sink.empty()) *detail = sink.diagnostics().front().message();
  return std::nullopt;
}

bool Selects(const plan::Predicate& condition, const std::string& log, const Schema& schema) {
  FieldDemand demand;
  plan::ForEachField(condition, [&](const plan::Expr& field) { demand.Add(field.field); });
  EventBatch batch;
  JsonDecoder decoder;
  doc::Node document;
  if (!decoder.Decode(log, batch.arena(), &document).ok()) return false;
  EventBuilder builder(schema, demand, batch);
  builder.Begin("datadog_log", {}, log);
  datadog_log::MakeSource()->Map({document}, builder);
  builder.Finish();
  return plan::Holds(condition, batch.events().front());
}

SearchResult Run(const Json& test) {
  SearchResult result;
  result.id = test.at("id").get<std::string>();
  result.feature = test.value("feature", std::string());
  result.query = test.at("query").get<std::string>();
  const bool refused = test.value("error", false);
  result.expected = refused ? "refused" : test.at("match").get<bool>() ? "match" : "no match";
  Schema schema;
  const auto condition = Compile(result.query, schema, &result.detail);
  if (!condition) {
    result.got = "refused";
  } else {
    const std::string log = test.value("log", Json::object()).dump();
    result.got = Selects(*condition, log, schema) ? "match" : "no match";
  }
  result.passed = result.got == result.expected;
  return result;
}

}  // namespace

std::vector<SearchResult> RunSearchCases(const std::string& folder) {
  const std::string path = folder + "/search.json";
  std::vector<SearchResult> results;
  try {
    std::ifstream file(path);
    const Json exam = Json::parse(file);
    for (const Json& test : exam.at("cases")) results.push_back(Run(test));
  } catch (const Json::exception& fault) {
    SearchResult result;
    result.id = path;
    result.detail = fault.what();
    results.push_back(std::move(result));
  }
  return results;
}

void PrintReport(const std::vector<SearchResult>& results, std::ostream& out) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> tally;  // passed, all
  std::size_t passed = 0;
  for (const SearchResult& result : results) {
    auto& [good, all] = tally[result.feature];
    good += result.passed ? 1 : 0;
    ++all;
    passed += result.passed ? 1 : 0;
  }
  for (const auto& [feature, counts] : tally) {
    out << feature << ": " << counts.first << " of " << counts.second << "\n";
  }
  for (const SearchResult& result : results) {
    if (result.passed) continue;
    out << "FAILED " << result.id << ": " << result.query << "\n  expected " << result.expected
        << ", got " << result.got;
    if (!result.detail.empty()) out << " (" << result.detail << ")";
    out << "\n";
  }
  out << "datadog search: " << passed << " of " << results.size() << "\n";
}

void PrintLines(const std::vector<SearchResult>& results, std::ostream& out) {
  for (const SearchResult& result : results) {
    out << Json{{"id", result.id},   {"feature", result.feature}, {"expected", result.expected},
                {"got", result.got}, {"detail", result.detail},   {"passed", result.passed}}
               .dump()
        << "\n";
  }
}

}  // namespace tocsin::conformance
