#include "eql_schema.h"

#include "base/check.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>

namespace tocsin::conformance {
namespace {

using Json = nlohmann::json;

// Types that EQL refuses, and text without an exact sub-field, stand in the schema as a type that
// has no comparable values.
FieldType TypeOf(const Json& field) {
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
  const auto name = field.at("type").get<std::string>();
  if (name == "text" && !field.contains("exact")) return FieldType::kGeoPoint;
  const auto found = kTypes.find(name);
  return found == kTypes.end() ? FieldType::kGeoPoint : found->second;
}

// The type of an alias is that of its target.
FieldType TypeIn(const Json& fields, const Json& field) {
  if (field.at("type") != "alias" || !field.contains("path")) return TypeOf(field);
  return TypeOf(fields.at(field.at("path").get<std::string>()));
}

using Flat = std::map<std::string, Json>;

void Flatten(const Json& node, const std::string& path, Flat* flat) {
  if (!node.is_object()) {
    (*flat)[path] = node;
    return;
  }
  for (const auto& [key, value] : node.items()) {
    Flatten(value, path.empty() ? key : path + "." + key, flat);
  }
}

// Events of python-eql without a schema have times in units of 100 ns, from any start.
std::optional<Time> TimeWithoutSchema(const Flat& document) {
  const auto stamp = document.find("timestamp");
  if (stamp == document.end() || document.contains("@timestamp")) return std::nullopt;
  constexpr std::int64_t kUnixEpoch = 116'444'736'000'000'000;  // of Windows file times
  const auto ticks = stamp->second.get<std::int64_t>();
  return Time{(ticks >= kUnixEpoch ? ticks - kUnixEpoch : ticks) * 100};
}

}  // namespace

void DeclareFields(const Json& schema, Schema* fields) {
  fields->ForgetDictionary();
  for (const auto& [name, field] : schema.at("fields").items()) {
    // Objects stand for their members.
    if (field.at("type") == "object") continue;
    const auto declared = fields->Declare(name, TypeIn(schema.at("fields"), field));
    TOCSIN_CHECK(declared.has_value(), "a name stands twice in the schema");
  }
}

std::vector<queries::QueryEvent> EventsOf(const std::vector<Json>& lines, const Json& schema) {
  const Json& fields = schema.at("fields");
  std::vector<queries::QueryEvent> events;
  for (const Json& line : lines) {
    Flat document;
    Flatten(line.at("event"), "", &document);
    for (const auto& [name, field] : fields.items()) {
      const auto value = document.find(name);
      if (value != document.end() && value->second.is_null() && field.contains("null_value")) {
        value->second = field.at("null_value");
      }
    }
    for (const auto& [name, field] : fields.items()) {
      if (field.contains("path") && document.contains(field.at("path"))) {
        document[name] = document.at(field.at("path"));
      }
      if (field.contains("exact") && document.contains(name)) {
        document[field.at("exact")] = document.at(name);
      }
    }
    queries::QueryEvent event;
    event.time = TimeWithoutSchema(document);
    event.id = line.at("id").get<std::string>();
    event.json = Json(document).dump();
    const Json& tiebreaker = schema.at("tiebreaker_field");
    if (tiebreaker.is_string() && document.contains(tiebreaker)) {
      event.tiebreaker = document.at(tiebreaker).get<std::uint64_t>();
    }
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace tocsin::conformance
