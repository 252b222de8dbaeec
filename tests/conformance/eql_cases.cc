#include "eql_cases.h"

#include "base/arena.h"
#include "base/case_fold.h"
#include "base/time.h"
#include "eql_schema.h"
#include "plan/functions.h"
#include "plan/printer.h"
#include "query/eql/error_class.h"
#include "query/eql/lower.h"
#include "query/eql/parser.h"
#include "query/languages.h"
#include "query_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

namespace tocsin::conformance {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using queries::Cut;
using queries::Found;
using queries::FoundResult;
using queries::KeyText;

constexpr Cut kCuts[] = {{1, 1}, {7, 2}, {1024, 1}};
constexpr std::string_view kFoldPrefix = "any where (";

// ---- What a case stands on --------------------------------------------------------------------

class Datasets {
 public:
  explicit Datasets(fs::path folder) : folder_(std::move(folder)) {}

  const Json& Schema(const std::string& name) {
    const auto found = schemas_.find(name);
    if (found != schemas_.end()) return found->second;
    std::ifstream file(folder_ / (name + ".schema.json"));
    return schemas_[name] = Json::parse(file);
  }
  const std::vector<Json>& Lines(const std::string& name) {
    const auto [found, is_new] = lines_.try_emplace(name);
    if (is_new) {
      std::ifstream file(folder_ / (name + ".ndjson"));
      for (std::string line; std::getline(file, line);) {
        found->second.push_back(Json::parse(line));
      }
    }
    return found->second;
  }

 private:
  fs::path folder_;
  std::map<std::string, Json> schemas_;
  std::map<std::string, std::vector<Json>> lines_;
};

// How a case is read: as Elasticsearch reads it; or, for python-eql, where its events are all the
// schema there is, in our dialect that is nearest to the parser mode of the case.
QueryOptions OptionsOf(const Json& schema, const EqlResult& result) {
  QueryOptions options;
  options.dialect = result.dialect;
  options.exact = !result.python;
  options.unknown_fields =
      result.python ? plan::UnknownFields::kIgnore : plan::UnknownFields::kError;
  if (result.python) options.category_field = "event_type";
  if (!schema.is_null()) options.category_field = schema.value("category_field", "event.category");
  return options;
}

// ---- Refusals ---------------------------------------------------------------------------------

// Everything that a person is told: the message, then notes and help.
std::string MessageOf(const Diagnostic& diagnostic) {
  std::string message = diagnostic.message();
  for (const std::string& note : diagnostic.notes()) message += "; " + note;
  for (const std::string& help : diagnostic.helps()) {
    message += (help.starts_with("did you mean") ? ", " : "; ") + help;
  }
  return message;
}

Json Refusal(const SourceText& source, const DiagnosticSink& sink, std::string_view prefix) {
  for (const Diagnostic& diagnostic : sink.diagnostics()) {
    if (diagnostic.severity() != Severity::kError) continue;
    const Span span = diagnostic.within().value_or(diagnostic.primary().span);
    LineColumn place = source.Position(span.begin);
    if (place.line == 1) place.column -= static_cast<std::uint32_t>(prefix.size());
    return {{"error",
             {{"class", eql::ErrorClassName(eql::ErrorClassOf(diagnostic.code()))},
              {"message", MessageOf(diagnostic)},
              {"line", place.line},
              {"column", place.column}}}};
  }
  return {{"error", {{"class", "none"}, {"message", "refused without an error"}}}};
}

// ---- Answers ----------------------------------------------------------------------------------

// Dates stand in samples as milliseconds and in sequences as text with three decimals.
Json KeyJson(const KeyText& key, bool sample) {
  if (key.kind == ValueKind::kNull) return nullptr;
  const auto time = key.kind == ValueKind::kTime ? ParseTime(key.text) : std::nullopt;
  if (!time) return key.text;
  if (sample) return std::to_string(time->ns / 1'000'000);
  const CivilTime t = CivilFromTime(*time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", t.year, t.month, t.day, t.hour,
                     t.minute, t.second, t.nanosecond / 1'000'000);
}

Json AnswerJson(const plan::Plan& plan, const Found& found) {
  Json answer = Json::array();
  if (std::holds_alternative<plan::EventPlan>(plan)) {
    for (const FoundResult& result : found) answer.push_back(result.events.front());
    return {{"events", answer}};
  }
  const bool sample = std::holds_alternative<plan::SamplePlan>(plan);
  for (const FoundResult& result : found) {
    Json events = Json::array();
    for (const std::string& event : result.events) {
      events.push_back(event.empty() ? Json(nullptr) : Json(event));
    }
    Json keys = Json::array();
    for (const KeyText& key : result.key) keys.push_back(KeyJson(key, sample));
    answer.push_back({{"events", events}, {"join_keys", keys}});
  }
  return {{sample ? "samples" : "sequences", answer}};
}

// All events of all results, one after the other.
Json FlatEvents(const Json& got) {
  if (got.contains("events")) return got.at("events");
  Json flat = Json::array();
  for (const char* form : {"sequences", "samples"}) {
    for (const Json& result : got.value(form, Json::array())) {
      for (const Json& event : result.at("events")) {
        if (!event.is_null()) flat.push_back(event);
      }
    }
  }
  return flat;
}

// Join keys count only where they are expected.
bool SameAnswer(const Json& expected, const Json& got) {
  if (expected.contains("events_flat")) return expected.at("events_flat") == FlatEvents(got);
  for (const char* form : {"events", "sequences", "samples"}) {
    if (!expected.contains(form)) continue;
    if (!got.contains(form)) return false;
    return std::equal(
        expected.at(form).begin(), expected.at(form).end(), got.at(form).begin(),
        got.at(form).end(), [](const Json& want, const Json& have) {
          if (!want.is_object()) return want == have;
          return want.at("events") == have.at("events") &&
                 (!want.contains("join_keys") || want.at("join_keys") == have.at("join_keys"));
        });
  }
  return false;
}

bool IsExpected(const Json& test, const Json& got) {
  if (test.contains("expect")) return SameAnswer(test.at("expect"), got);
  return std::any_of(test.at("expect_one_of").begin(), test.at("expect_one_of").end(),
                     [&got](const Json& one) { return SameAnswer(one, got); });
}

// ---- The kinds of cases -----------------------------------------------------------------------

void RunQuery(const Json& test, Datasets& datasets, EqlResult* result) {
  const std::string dataset = test.value("dataset", "");
  // Events of python-eql may be all the schema there is.
  const Json no_schema = {{"fields", Json::object()}, {"tiebreaker_field", nullptr}};
  const Json description =
      !dataset.empty() ? datasets.Schema(dataset) : test.value("schema", no_schema);
  result->expected = test.contains("expect") ? test.at("expect").dump()
                                             : "one of " + test.at("expect_one_of").dump();
  Schema schema;
  DeclareFields(description, &schema);
  const SourceRef source = SourceText::Make("<query>", result->query);
  DiagnosticSink sink;
  const auto plan = CompileQuery("eql", source, OptionsOf(description, *result), schema, sink);
  if (!plan) {
    const Json refusal = Refusal(*source, sink, "");
    result->got = refusal.dump();
    result->message = refusal["error"]["message"];
    return;
  }
  queries::RunOptions options;
  if (const Json params = test.value("params", Json::object()); !params.empty()) {
    if (params.contains("size")) options.size = params.at("size").get<std::uint64_t>();
    options.samples_per_key = params.value("max_samples_per_key", std::uint32_t{1});
  }
  const auto events = EventsOf(
      dataset.empty() ? test.at("events").get<std::vector<Json>>() : datasets.Lines(dataset),
      description);
  const Json reference = AnswerJson(*plan, RunReference(*plan, schema, events, options));
  result->passed = IsExpected(test, reference);
  result->got = reference.dump();
  for (const Cut& cut : kCuts) {
    const Json got = AnswerJson(*plan, RunEngine(*plan, schema, events, cut, options));
    if (!IsExpected(test, got)) {
      result->passed = false;
      result->got = got.dump();
    }
    if (got != reference) {
      result->disagree.push_back(fmt::format("batches of {}, {} threads: engine {}, reference {}",
                                             cut.batch_size, cut.threads, got.dump(),
                                             reference.dump()));
    }
  }
}

Json ValueJson(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool:
      return value.boolean();
    case ValueKind::kInt:
      return value.integer();
    case ValueKind::kUInt:
      return value.unsigned_integer();
    case ValueKind::kDouble:
      return value.real();
    case ValueKind::kString:
      return value.text();
    case ValueKind::kNull:
    case ValueKind::kTime:
    case ValueKind::kObject:
      break;
  }
  return nullptr;
}

// The null check of the expression, whose inside is a scalar whatever the expression is.
Result<plan::Expr, Reported> LowerScalar(const SourceRef& source, bool exact,
                                         DiagnosticSink& sink) {
  TOCSIN_TRY(const eql::Query query, eql::Parse(source, {}, sink));
  TOCSIN_TRY(plan::Plan plan, eql::Lower(query, source, {.exact = exact}, sink));
  Schema schema;
  TOCSIN_TRY_VOID(plan::Resolve(plan, schema, {.exact = exact}, source, sink));
  TOCSIN_TRY_VOID(plan::Typecheck(plan, schema, source, sink));
  return std::get<plan::EventPlan>(plan).condition.leaf.args.front();
}

// What the engine makes of the expression as a condition, over one event.
bool EngineSelects(const std::string& expression, EqlResult* result) {
  Schema schema;
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<query>", "any where " + expression);
  const auto plan = CompileQuery("eql", source, OptionsOf({}, *result), schema, sink);
  if (!plan) {
    result->message = sink.diagnostics().front().message();
    return false;
  }
  const queries::QueryEvent event{.id = "1", .json = R"({"@timestamp":"2024-01-01"})"};
  return !queries::RunEngine(*plan, schema, {&event, 1}, {}).empty();
}

void RunFold(const Json& test, EqlResult* result) {
  const Json& wanted = test.at("expect_value").at("value");
  result->expected = test.at("expect_value").dump();
  const SourceRef source =
      SourceText::Make("<query>", fmt::format("{}{}) == null", kFoldPrefix, result->query));
  DiagnosticSink sink;
  const auto expr = LowerScalar(source, !result->python, sink);
  if (!expr) {
    const Json refusal = Refusal(*source, sink, kFoldPrefix);
    result->got = refusal.dump();
    result->message = refusal["error"]["message"];
    return;
  }
  Arena arena;
  plan::EvalFault fault = plan::EvalFault::kNone;
  const Json got = ValueJson(plan::EvalConstant(*expr, arena, &fault));
  if (fault != plan::EvalFault::kNone) {
    result->message = plan::FaultText(fault);
    result->got = Json{{"error", {{"class", "runtime"}, {"message", result->message}}}}.dump();
    return;
  }
  result->got = Json{{"value", got}}.dump();
  result->passed = got == wanted;
  if (result->passed && (wanted.is_boolean() || wanted.is_null())) {
    const bool selects = EngineSelects(result->query, result);
    if (selects != (wanted == true)) {
      result->passed = false;
      result->got = Json{{"value", got}, {"selects", selects}}.dump();
    }
  }
}

// The name of our error class in the dialect of the case: python-eql tells `schema` and `type` from
// other `semantic` errors, of which they are kinds.
std::string ClassIn(const std::string& ours, const EqlResult& result) {
  if (!result.python) return ours;
  if (ours == "parsing") return "syntax";
  const std::string wanted = Json::parse(result.expected)["error"].value("class", "");
  return wanted == "schema" || wanted == "type" ? wanted : "semantic";
}

// Whether two conditions become the same plan.
void RunEquivalence(const Json& test, EqlResult* result) {
  result->expected = R"({"equivalent":true})";
  std::vector<std::string> printed;
  for (const std::string& text : {result->query, test.at("equivalent_to").get<std::string>()}) {
    Schema schema;
    DiagnosticSink sink;
    const SourceRef source = SourceText::Make("<query>", "any where " + text);
    const auto plan = CompileQuery("eql", source, OptionsOf({}, *result), schema, sink);
    if (!plan) {
      result->got = Refusal(*source, sink, "any where ").dump();
      return;
    }
    printed.push_back(plan::Print(*plan));
  }
  result->passed = printed[0] == printed[1];
  result->got = Json{{"equivalent", result->passed}}.dump();
}

void RunValidity(const Json& test, Datasets& datasets, EqlResult* result) {
  const bool whole = test.contains("query");
  const bool syntax = test.value("checks", "plan") == "syntax";
  const std::string_view prefix = whole || syntax ? "" : kFoldPrefix;
  // An expression to be computed is no condition by itself.
  const SourceRef source = SourceText::Make(
      "<query>", fmt::format("{}{}{}", prefix, result->query, prefix.empty() ? "" : ") == null"));
  DiagnosticSink sink;
  bool accepted = false;
  if (syntax) {
    const eql::Dialect dialect =
        result->dialect == "endpoint" ? eql::Dialect::kEndpoint : eql::Dialect::kElasticsearch;
    accepted = whole ? eql::Parse(source, {dialect, {}}, sink).has_value()
                     : eql::ParseExpression(source, {dialect, {}}, sink).has_value();
  } else {
    Schema schema;
    Json description;
    if (test.contains("schema_ref") || test.contains("dataset")) {
      description = datasets.Schema(test.at(test.contains("dataset") ? "dataset" : "schema_ref"));
      DeclareFields(description, &schema);
    }
    accepted =
        CompileQuery("eql", source, OptionsOf(description, *result), schema, sink).has_value();
  }
  Json got = {{"valid", true}};
  if (!accepted) {
    got = Refusal(*source, sink, prefix);
    result->message = got["error"]["message"];
  }
  result->got = got.dump();
  if (test.at("kind") == "valid") {
    result->expected = R"({"valid":true})";
    result->passed = accepted;
    return;
  }
  const Json& wanted = test.at("expect_error");
  result->expected = Json{{"error", wanted}}.dump();
  result->fragment = wanted.value("fragment", "");
  if (accepted) return;
  result->passed =
      wanted.at("class") == "any" || wanted.at("class") == ClassIn(got["error"]["class"], *result);
  if (result->passed && wanted.contains("line")) {
    const auto column = got["error"].value("column", 0U);
    const auto wanted_column = wanted.at("column").get<unsigned>();
    result->passed = wanted.at("line") == got["error"]["line"] &&
                     (column == wanted_column || column + 1 == wanted_column);
  }
}

EqlResult RunCase(const Json& set, const Json& test, Datasets& datasets) {
  EqlResult result;
  result.set = set.at("set").get<std::string>();
  result.name = test.at("name").get<std::string>();
  result.kind = test.at("kind").get<std::string>();
  // Sets that were written for the suite say so, and so do single cases within other sets.
  result.upstream = test.value("provenance", "") != "authored" &&
                    set.value("origin", "").find("written") == std::string::npos;
  result.python = set.at("dialect") != "elasticsearch";
  if (result.python) {
    result.dialect = test.value("syntax", "") == "elasticsearch" ? "elasticsearch" : "endpoint";
  }
  const char* const text =
      test.contains("query") ? "query" : (test.contains("literal") ? "literal" : "expression");
  result.query = test.at(text).get<std::string>();
  if (result.kind == "query") {
    RunQuery(test, datasets, &result);
  } else if (result.kind == "fold") {
    RunFold(test, &result);
  } else if (result.kind == "equivalent") {
    RunEquivalence(test, &result);
  } else {
    RunValidity(test, datasets, &result);
  }
  return result;
}

void RunSet(const fs::path& path, Datasets& datasets, std::vector<EqlResult>* results) {
  EqlResult unread;
  unread.set = path.filename().string();
  try {
    std::ifstream file(path);
    const Json set = Json::parse(file);
    for (const Json& test : set.at("cases")) {
      unread.name = test.value("name", "");
      results->push_back(RunCase(set, test, datasets));
    }
  } catch (const Json::exception& fault) {
    unread.message = fault.what();
    results->push_back(std::move(unread));
  }
}

// Whether the message has the words of the fragment in it; letter case and the signs that set names
// apart (`name` here, [name] there) do not count.
bool SaysAsMuch(const EqlResult& result) {
  const auto words = [](std::string text) {
    std::erase_if(text,
                  [](char c) { return std::string_view("`[]()\"'").find(c) != std::string::npos; });
    return AsciiLowerCopy(text);
  };
  return words(result.message).find(words(result.fragment)) != std::string::npos;
}

struct Tally {
  std::size_t passed = 0;
  std::size_t all = 0;
  void Add(bool good) {
    passed += good ? 1 : 0;
    ++all;
  }
};

}  // namespace

bool AllPassed(const std::vector<EqlResult>& results) {
  return !results.empty() &&
         std::all_of(results.begin(), results.end(), [](const EqlResult& result) {
           return result.python || (result.passed && result.disagree.empty());
         });
}

std::vector<EqlResult> RunEqlCases(const std::string& folder) {
  std::vector<EqlResult> results;
  if (!fs::exists(fs::path(folder) / "cases")) {
    results.push_back({.set = folder, .message = "no folder `cases`"});
    return results;
  }
  std::set<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(folder) / "cases")) {
    if (entry.path().extension() == ".json") paths.insert(entry.path());
  }
  Datasets datasets(fs::path(folder) / "datasets");
  for (const fs::path& path : paths) RunSet(path, datasets, &results);
  return results;
}

void PrintReport(const std::vector<EqlResult>& results, std::ostream& out) {
  std::map<std::string, Tally> sets;
  Tally upstream;
  Tally written;
  Tally python;
  Tally messages;
  std::size_t disagreements = 0;
  for (const EqlResult& result : results) {
    sets[result.set].Add(result.passed);
    (result.python ? python : (result.upstream ? upstream : written)).Add(result.passed);
    disagreements += result.disagree.empty() ? 0 : 1;
    if (!result.python && !result.fragment.empty()) messages.Add(SaysAsMuch(result));
  }
  for (const auto& [name, tally] : sets) {
    out << fmt::format("{:<26} {:>3} passed, {:>2} failed\n", name, tally.passed,
                       tally.all - tally.passed);
  }
  for (const EqlResult& result : results) {
    if (!result.passed && !result.python) {
      out << fmt::format("FAILED {}/{}\n    {}\n  expected {}\n  got      {}\n", result.set,
                         result.name, result.query, result.expected,
                         result.got.empty() ? result.message : result.got);
    }
    for (const std::string& difference : result.disagree) {
      out << fmt::format("DIFFERS {}/{}: {}\n", result.set, result.name, difference);
    }
  }
  out << fmt::format(
      "eql: {} of {} ({} of {} from upstream, {} of {} written for the suite); engine and "
      "reference differ in {}\n"
      "messages with the words of Elasticsearch: {} of {}\n"
      "python-eql, in the nearest dialect: {} of {}\n",
      upstream.passed + written.passed, upstream.all + written.all, upstream.passed, upstream.all,
      written.passed, written.all, disagreements, messages.passed, messages.all, python.passed,
      python.all);
}

void PrintLines(const std::vector<EqlResult>& results, std::ostream& out) {
  for (const EqlResult& result : results) {
    const Json got = result.got.empty() ? Json{{"error", {{"message", result.message}}}}
                                        : Json::parse(result.got);
    out << Json{{"set", result.set}, {"name", result.name}, {"got", got}}.dump() << "\n";
  }
}

}  // namespace tocsin::conformance
