// Conformance cases of EQL that ask only whether a query is accepted, and if not, in which class of
// error; read where TOCSIN_SHARED points (default: ../shared), skipped if absent. Every `query`
// case of the same sets must at least parse.
//
// Places. Elasticsearch counts the columns of some messages from 1 and of others from 2, so a
// column that is one beyond ours is the same place. Where it points at a whole call or string, we
// point at the argument or escape at fault; the number of equal places is printed, not required.
#include "query/eql/error_class.h"
#include "query/eql/parser.h"
#include "query/languages.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path Folder() {
  const char* shared = std::getenv("TOCSIN_SHARED");
  return (shared != nullptr ? fs::path(shared) : fs::path("../shared")) / "conformance/eql";
}

// Types that EQL refuses, and text without an exact sub-field, stand in the schema as a type that
// has no comparable values.
FieldType TypeOf(const json& field) {
  const std::string name = field["type"].get<std::string>();
  if (name == "text" && !field.contains("exact")) return FieldType::kGeoPoint;
  static const std::map<std::string, FieldType> kTypes = {
      {"keyword", FieldType::kKeyword},   {"constant_keyword", FieldType::kConstantKeyword},
      {"wildcard", FieldType::kWildcard}, {"text", FieldType::kText},
      {"long", FieldType::kLong},         {"integer", FieldType::kLong},
      {"short", FieldType::kLong},        {"byte", FieldType::kLong},
      {"double", FieldType::kDouble},     {"float", FieldType::kDouble},
      {"half_float", FieldType::kDouble}, {"scaled_float", FieldType::kDouble},
      {"boolean", FieldType::kBoolean},   {"date", FieldType::kDate},
      {"date_nanos", FieldType::kDate},   {"ip", FieldType::kIp},
      {"version", FieldType::kVersion},   {"nested", FieldType::kNested},
  };
  const auto found = kTypes.find(name);
  return found == kTypes.end() ? FieldType::kGeoPoint : found->second;
}

json ReadJson(const fs::path& path) { return json::parse(std::ifstream(path)); }

struct Outcome {
  bool accepted = false;
  eql::ErrorClass error_class = eql::ErrorClass::kParsing;
  LineColumn place;
  std::string message;
};

Outcome OutcomeOf(bool accepted, const SourceText& source, const DiagnosticSink& sink,
                  std::size_t shift) {
  Outcome outcome;
  outcome.accepted = accepted;
  for (const Diagnostic& diagnostic : sink.diagnostics()) {
    if (diagnostic.severity() != Severity::kError) continue;
    outcome.error_class = eql::ErrorClassOf(diagnostic.code());
    outcome.place = source.Position(diagnostic.primary().span.begin);
    if (outcome.place.line == 1) outcome.place.column -= static_cast<std::uint32_t>(shift);
    outcome.message = diagnostic.message();
    break;
  }
  return outcome;
}

Outcome RunCase(const json& test) {
  DiagnosticSink sink;
  const bool whole = test.contains("query");
  const std::string text =
      whole ? test["query"].get<std::string>() : test["expression"].get<std::string>();
  if (test.value("checks", "plan") == "syntax") {
    const SourceRef source = SourceText::Make("<query>", text);
    const bool accepted = whole ? eql::Parse(source, {}, sink).has_value()
                                : eql::ParseExpression(source, {}, sink).has_value();
    return OutcomeOf(accepted, *source, sink, 0);
  }
  Schema schema;
  QueryOptions options;
  options.exact = true;
  options.unknown_fields = plan::UnknownFields::kError;
  if (test.contains("schema_ref") || test.contains("dataset")) {
    const auto name = test[test.contains("dataset") ? "dataset" : "schema_ref"].get<std::string>();
    const json file = ReadJson(Folder() / "datasets" / (name + ".schema.json"));
    for (const auto& [field_name, field] : file["fields"].items()) {
      // Objects stand for their members; a name of the dictionary keeps its own type.
      if (field["type"] == "object") continue;
      (void)schema.Declare(field_name, TypeOf(field)).has_value();
    }
    options.category_field = file.value("category_field", "event.category");
  }
  // An expression to be computed is no condition by itself.
  const std::string prefix = whole ? "" : "any where (";
  const SourceRef source = SourceText::Make("<query>", whole ? text : prefix + text + ") == null");
  const bool accepted = CompileQuery("eql", source, options, schema, sink).has_value();
  return OutcomeOf(accepted, *source, sink, prefix.size());
}

// What has been reached, of 193. The missing cases need a schema without the dictionary's own
// fields (missingEventCategory, objectTypo) and cidrMatch refused on keyword fields (cidrNonIp).
constexpr std::size_t kPassed = 190;

struct Score {
  std::size_t cases = 0;
  std::size_t passed = 0;
  std::size_t places = 0;
  std::size_t places_equal = 0;
};

void Judge(const json& test, const Outcome& outcome, Score* score) {
  ++score->cases;
  const bool wanted = test["kind"] == "valid";
  const std::string name = test["name"].get<std::string>();
  if (outcome.accepted != wanted) {
    std::cout << name << ": " << (wanted ? "refused: " + outcome.message : "accepted") << '\n';
    return;
  }
  if (wanted) {
    ++score->passed;
    return;
  }
  const json& error = test["expect_error"];
  const std::string expected = error["class"].get<std::string>();
  const auto found = std::string(eql::ErrorClassName(outcome.error_class));
  if (expected != "any" && expected != found) {
    std::cout << name << ": " << found << " instead of " << expected << ": " << outcome.message
              << '\n';
    return;
  }
  ++score->passed;
  if (!error.contains("line")) return;
  ++score->places;
  const auto line = error["line"].get<std::uint32_t>();
  const auto column = error["column"].get<std::uint32_t>();
  if (outcome.place.line == line &&
      (outcome.place.column == column || outcome.place.column + 1 == column)) {
    ++score->places_equal;
  } else {
    std::cout << name << ": at " << outcome.place.line << ':' << outcome.place.column
              << " instead of " << line << ':' << column << ": " << outcome.message << '\n';
  }
}

TEST(EqlConformance, AcceptsAndRefusesAsElasticsearch) {
  if (!fs::exists(Folder())) GTEST_SKIP() << Folder() << " is absent";
  Score all;
  for (const auto& entry : fs::directory_iterator(Folder() / "cases")) {
    if (!entry.path().filename().string().starts_with("es-")) continue;
    Score score;
    const json set = ReadJson(entry.path());
    for (const json& test : set["cases"]) {
      if (test["kind"] != "valid" && test["kind"] != "invalid") continue;
      Judge(test, RunCase(test), &score);
    }
    if (score.cases == 0) continue;
    std::cout << set["set"].get<std::string>() << ": " << score.passed << " of " << score.cases
              << " passed, " << score.places_equal << " of " << score.places << " places equal\n";
    all.cases += score.cases;
    all.passed += score.passed;
    all.places_equal += score.places_equal;
  }
  EXPECT_GE(all.passed, kPassed) << "of " << all.cases;
}

TEST(EqlConformance, ParsesEveryQuery) {
  if (!fs::exists(Folder())) GTEST_SKIP() << Folder() << " is absent";
  std::size_t queries = 0;
  for (const auto& entry : fs::directory_iterator(Folder() / "cases")) {
    if (!entry.path().filename().string().starts_with("es-")) continue;
    const json set = ReadJson(entry.path());
    for (const json& test : set["cases"]) {
      if (test["kind"] != "query" && test["kind"] != "fold") continue;
      const bool whole = test.contains("query");
      const SourceRef source =
          SourceText::Make("<query>", test[whole ? "query" : "expression"].get<std::string>());
      DiagnosticSink sink;
      const bool parsed = whole ? eql::Parse(source, {}, sink).has_value()
                                : eql::ParseExpression(source, {}, sink).has_value();
      EXPECT_TRUE(parsed) << test["name"] << ": " << source->text() << '\n'
                          << (sink.empty() ? "" : sink.diagnostics().front().message());
      ++queries;
    }
  }
  std::cout << queries << " queries and expressions parse\n";
  EXPECT_GT(queries, 0u);
}

}  // namespace
}  // namespace tocsin
