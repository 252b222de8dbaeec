#include "rules/formats/datadog_json/datadog_json.h"

#include "rules/formats/datadog_json/json_document.h"
#include "rules/formats/datadog_json/rule_reader.h"

#include <algorithm>
#include <iterator>

namespace tocsin {
namespace {

using datadog_json::JsonValue;

// The rule objects of a file, in order: the shapes may stand inside each other.
void CollectRules(const JsonValue& value, std::vector<const JsonValue*>* rules) {
  if (value.kind == JsonValue::Kind::kList) {
    for (const JsonValue& element : value.list) CollectRules(element, rules);
    return;
  }
  if (value.Find("queries") == nullptr) {
    for (const std::string_view wrapper : {"data", "attributes", "rule"}) {
      const JsonValue* inner = value.Find(wrapper);
      if (inner != nullptr &&
          (inner->kind == JsonValue::Kind::kList || inner->kind == JsonValue::Kind::kObject)) {
        return CollectRules(*inner, rules);
      }
    }
  }
  rules->push_back(&value);
}

}  // namespace

// Two marks of a rule are enough, so that a rule that lacks a key is named and not passed over;
// other JSON beside rules (test events, schemas) has none or one.
bool DatadogJsonFormat::Claims(std::string_view text) const {
  constexpr std::string_view kMarks[] = {"\"queries\"", "\"options\"", "\"cases\"",
                                         "\"thirdPartyCases\"", "\"isEnabled\""};
  return std::count_if(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) {
           return text.find(mark) != std::string_view::npos;
         }) >= 2;
}

std::vector<LoadedRule> DatadogJsonFormat::Read(const SourceRef& file,
                                                const FormatContext& context) const {
  std::vector<LoadedRule> loaded;
  const auto document = datadog_json::ParseJson(file, context.sink);
  if (!document) {
    LoadedRule broken;
    broken.rule.format = name();
    broken.rule.path = file->name();
    broken.state = RuleState::kNotLoaded;
    broken.reason = "the file is not well-formed JSON";
    loaded.push_back(std::move(broken));
    return loaded;
  }
  std::vector<const JsonValue*> rules;
  CollectRules(*document, &rules);
  for (const JsonValue* rule : rules) {
    loaded.push_back(datadog_json::ReadRule(*rule, file, context));
  }
  return loaded;
}

}  // namespace tocsin
