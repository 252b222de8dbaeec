#include "rules/formats/datadog_json/object_reader.h"

#include "base/diag/suggest.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tocsin::datadog_json {

std::string ObjectReader::PathOf(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

void ObjectReader::Wrong(const JsonValue& value, std::string_view key,
                         std::string_view expected) const {
  std::string found(KindName(value.kind));
  if (value.kind == JsonValue::Kind::kText || value.kind == JsonValue::Kind::kNumber) {
    found = "`" + value.text.substr(0, 60) + "`";
  }
  sink_.Add(
      Diagnostic(DiagCode::kRulBadValue, file_, value.span,
                 "`" + PathOf(key) + "` must be " + std::string(expected) + ", not " + found));
}

const JsonValue* ObjectReader::Find(std::string_view key) const {
  const JsonValue* value = object_.Find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const JsonValue* ObjectReader::Require(std::string_view key) const {
  const JsonValue* value = Find(key);
  if (value == nullptr) {
    const Span place = Span::Of(object_.span.begin, object_.span.begin + 1);
    sink_.Add(Diagnostic(DiagCode::kRulMissingKey, file_, place,
                         (name_.empty() ? std::string("the rule") : "`" + name_ + "`") +
                             " has no `" + std::string(key) + "`")
                  .Help("add \"" + std::string(key) + "\" to this object"));
  }
  return value;
}

const JsonValue* ObjectReader::Get(std::string_view key, JsonValue::Kind kind) const {
  const JsonValue* value = Find(key);
  if (value == nullptr || value->kind == kind) return value;
  Wrong(*value, key, KindName(kind));
  return nullptr;
}

std::string ObjectReader::Text(std::string_view key, std::string_view otherwise) const {
  const JsonValue* value = Get(key, JsonValue::Kind::kText);
  return value == nullptr ? std::string(otherwise) : value->text;
}

std::string ObjectReader::RequiredText(std::string_view key) const {
  const JsonValue* value = Require(key);
  if (value == nullptr) return {};
  std::string text = Text(key);
  if (text.empty() && value->kind == JsonValue::Kind::kText) {
    sink_.Add(Diagnostic(DiagCode::kRulBadValue, file_, value->span,
                         "`" + PathOf(key) + "` must not be empty"));
  }
  return text;
}

std::optional<std::int64_t> ObjectReader::Integer(std::string_view key) const {
  const JsonValue* value = Get(key, JsonValue::Kind::kNumber);
  if (value == nullptr) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto [stop, error] = std::from_chars(value->text.data(), end, number);
  if (error != std::errc() || stop != end) {
    Wrong(*value, key, "a whole number");
    return std::nullopt;
  }
  return number;
}

bool ObjectReader::Bool(std::string_view key, bool otherwise) const {
  const JsonValue* value = Get(key, JsonValue::Kind::kBool);
  return value == nullptr ? otherwise : value->boolean;
}

std::vector<std::string> ObjectReader::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  const JsonValue* value = Get(key, JsonValue::Kind::kList);
  if (value == nullptr) return texts;
  for (const JsonValue& element : value->list) {
    if (element.kind == JsonValue::Kind::kText) {
      texts.push_back(element.text);
    } else {
      Wrong(element, key, "a list of strings");
    }
  }
  return texts;
}

std::vector<const JsonValue*> ObjectReader::Objects(std::string_view key) const {
  std::vector<const JsonValue*> objects;
  const JsonValue* value = Get(key, JsonValue::Kind::kList);
  if (value == nullptr) return objects;
  for (const JsonValue& element : value->list) {
    if (element.kind == JsonValue::Kind::kObject) {
      objects.push_back(&element);
    } else {
      Wrong(element, key, "a list of objects");
    }
  }
  return objects;
}

const JsonValue* ObjectReader::Object(std::string_view key) const {
  return Get(key, JsonValue::Kind::kObject);
}

void ObjectReader::WarnMisspelled(std::span<const std::string_view> known) const {
  for (const auto& [key, value] : object_.members) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::vector<std::string_view> near = NearNames(key, known, 1);
    // A near name that stands there too was not meant.
    if (near.empty() || object_.Find(near.front()) != nullptr) continue;
    sink_.Add(Diagnostic(DiagCode::kRulUnknownKey, file_, value.span,
                         "`" + PathOf(key) + "` is no key of this object")
                  .Help(DidYouMean(near)));
  }
}

}  // namespace tocsin::datadog_json
