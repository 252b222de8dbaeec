#include "rules/model/guide.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace tocsin {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kInvestigate = "!{investigate";
constexpr std::string_view kOsquery = "!{osquery";

// The JSON object that starts at `begin` (a '{'), by counting braces; empty when it never closes.
std::string_view BracedObject(std::string_view text, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return text.substr(begin, i - begin + 1);
  }
  return {};
}

std::optional<Json> ReadTolerantly(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    // Documentation exports double every backslash; halve them and try once more.
    std::string halved;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') ++i;
      halved.push_back(text[i]);
    }
    json = Json::parse(halved, nullptr, false);
  }
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  return json;
}

std::string TextMember(const Json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return {};
  return it->is_string() ? it->get<std::string>() : it->dump();
}

PivotTest ReadTest(const Json& json) {
  PivotTest test;
  test.field = TextMember(json, "field");
  test.value = TextMember(json, "value");
  test.value_type = TextMember(json, "valueType");
  const std::string query = TextMember(json, "queryType");
  if (query == "phrases") test.query = PivotTest::Query::kPhrases;
  if (query == "exists") test.query = PivotTest::Query::kExists;
  if (query == "range") test.query = PivotTest::Query::kRange;
  const auto excluded = json.find("excluded");
  test.excluded = excluded != json.end() && excluded->is_boolean() && excluded->get<bool>();
  return test;
}

// Empty message when the pivot is usable.
std::string ReadPivot(const Json& json, Pivot* pivot) {
  pivot->label = TextMember(json, "label");
  pivot->description = TextMember(json, "description");
  pivot->relative_from = TextMember(json, "relativeFrom");
  pivot->relative_to = TextMember(json, "relativeTo");
  const auto providers = json.find("providers");
  if (providers == json.end() || !providers->is_array() || providers->empty()) {
    return "the pivot has no list of providers";
  }
  for (const Json& group : *providers) {
    std::vector<PivotTest> tests;
    if (!group.is_array() || group.empty()) return "a provider group is not a list of tests";
    for (const Json& test : group) {
      if (!test.is_object()) return "a provider is not an object";
      tests.push_back(ReadTest(test));
      if (tests.back().field.empty()) return "a provider names no field";
    }
    pivot->providers.push_back(std::move(tests));
  }
  return {};
}

}  // namespace

Guide ParseGuide(std::string markdown) {
  Guide guide;
  guide.markdown = std::move(markdown);
  const std::string_view text = guide.markdown;
  std::size_t at = 0;
  while ((at = text.find("!{", at)) != std::string_view::npos) {
    const std::size_t start = at;
    at += 2;
    const bool pivot = text.substr(start).starts_with(kInvestigate);
    const bool osquery = text.substr(start).starts_with(kOsquery);
    if (!pivot && !osquery) continue;
    const std::size_t object = text.find('{', start + 2);
    const std::string_view body =
        object == std::string_view::npos ? std::string_view{} : BracedObject(text, object);
    const std::size_t end = body.empty() ? std::string_view::npos : object + body.size();
    if (end == std::string_view::npos || end >= text.size() || text[end] != '}') {
      guide.faults.push_back({start, "the block never closes: its braces do not balance"});
      continue;
    }
    const std::optional<Json> json = ReadTolerantly(body);
    if (!json) {
      guide.faults.push_back({start, "the block does not hold a JSON object"});
      continue;
    }
    const std::size_t length = end + 1 - start;
    at = end + 1;
    if (osquery) {
      guide.osquery.push_back(
          {TextMember(*json, "label"), TextMember(*json, "query"), start, length});
      continue;
    }
    Pivot read;
    read.offset = start;
    read.length = length;
    if (std::string fault = ReadPivot(*json, &read); !fault.empty()) {
      guide.faults.push_back({start, std::move(fault)});
    } else {
      guide.pivots.push_back(std::move(read));
    }
  }
  return guide;
}

std::vector<std::string> PlaceholderFields(const Pivot& pivot) {
  std::vector<std::string> fields;
  for (const std::vector<PivotTest>& group : pivot.providers) {
    for (const PivotTest& test : group) {
      std::size_t at = 0;
      while ((at = test.value.find("{{", at)) != std::string::npos) {
        const std::size_t end = test.value.find("}}", at);
        if (end == std::string::npos) break;
        std::string name = test.value.substr(at + 2, end - at - 2);
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
          fields.push_back(std::move(name));
        }
        at = end + 2;
      }
    }
  }
  return fields;
}

}  // namespace tocsin
