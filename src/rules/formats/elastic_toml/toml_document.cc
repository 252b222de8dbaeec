#include "rules/formats/elastic_toml/toml_document.h"

#include "base/check.h"
#include "rules/formats/elastic_toml/toml_string.h"

#include <nlohmann/json.hpp>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace tocsin::elastic_toml {
namespace {

// Turns (line, column) of the library into byte offsets without walking from the start each time.
class Places {
 public:
  explicit Places(const SourceText& file) : file_(file) {}

  std::size_t OffsetOf(const toml::source_position& place) const {
    if (place.line == 0) return 0;
    const std::uint32_t line = std::min<std::uint32_t>(place.line, file_.line_count());
    const std::size_t begin = file_.LineBegin(line);
    return begin + OffsetOfPlace(file_.Line(line), 1, place.column);
  }

 private:
  const SourceText& file_;
};

TomlValue Convert(const toml::node& node, const Places& places);

TomlValue ConvertTable(const toml::table& table, const Places& places) {
  TomlValue value;
  value.kind = TomlValue::Kind::kTable;
  for (const auto& [key, child] : table) {
    value.table.push_back({std::string(key.str()), Convert(child, places)});
  }
  // The library sorts by key; readers and messages want the order of the file.
  std::stable_sort(value.table.begin(), value.table.end(),
                   [](const auto& a, const auto& b) { return a.value.offset < b.value.offset; });
  return value;
}

TomlValue Convert(const toml::node& node, const Places& places) {
  TomlValue value;
  if (const toml::table* table = node.as_table()) {
    value = ConvertTable(*table, places);
  } else if (const toml::array* array = node.as_array()) {
    value.kind = TomlValue::Kind::kList;
    for (const toml::node& element : *array) value.list.push_back(Convert(element, places));
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::kText;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::kInteger;
    value.integer = integer->get();
  } else if (const auto* real = node.as_floating_point()) {
    value.kind = TomlValue::Kind::kReal;
    value.real = real->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.kind = TomlValue::Kind::kBool;
    value.boolean = boolean->get();
  } else {
    value.kind = TomlValue::Kind::kTime;
    std::ostringstream printed;
    if (const auto* date = node.as_date()) printed << date->get();
    if (const auto* time = node.as_time()) printed << time->get();
    if (const auto* moment = node.as_date_time()) printed << moment->get();
    value.text = printed.str();
  }
  value.offset = places.OffsetOf(node.source().begin);
  return value;
}

nlohmann::json ToJson(const TomlValue& value) {
  switch (value.kind) {
    case TomlValue::Kind::kText:
    case TomlValue::Kind::kTime:
      return value.text;
    case TomlValue::Kind::kInteger:
      return value.integer;
    case TomlValue::Kind::kReal:
      return value.real;
    case TomlValue::Kind::kBool:
      return value.boolean;
    case TomlValue::Kind::kList: {
      nlohmann::json list = nlohmann::json::array();
      for (const TomlValue& element : value.list) list.push_back(ToJson(element));
      return list;
    }
    case TomlValue::Kind::kTable: {
      nlohmann::json object = nlohmann::json::object();
      for (const auto& [key, child] : value.table) object[key] = ToJson(child);
      return object;
    }
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

const TomlValue* TomlValue::Find(std::string_view key) const {
  for (const auto& [name, value] : table) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string_view KindName(TomlValue::Kind kind) {
  switch (kind) {
    case TomlValue::Kind::kText:
      return "a string";
    case TomlValue::Kind::kInteger:
      return "a whole number";
    case TomlValue::Kind::kReal:
      return "a number";
    case TomlValue::Kind::kBool:
      return "true or false";
    case TomlValue::Kind::kTime:
      return "a date";
    case TomlValue::Kind::kList:
      return "a list";
    case TomlValue::Kind::kTable:
      return "a table";
  }
  TOCSIN_UNREACHABLE();
}

Result<TomlValue, Reported> ParseToml(const SourceRef& file, DiagnosticSink& sink) {
  const Places places(*file);
  try {
    const toml::table table = toml::parse(file->text(), file->name());
    return ConvertTable(table, places);
  } catch (const toml::parse_error& error) {
    const std::size_t at = places.OffsetOf(error.source().begin);
    return sink.AddAndFail(
        Diagnostic(DiagCode::kRulMalformedFile, file, Span::At(at), "this is not well-formed TOML")
            .Label(std::string(error.description())));
  }
}

std::string ToSortedJson(const TomlValue& value) {
  return ToJson(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tocsin::elastic_toml
