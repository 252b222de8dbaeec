#include "rules/formats/elastic_toml/table_reader.h"

#include "base/diag/suggest.h"

#include <algorithm>

namespace tocsin::elastic_toml {

void TableReader::Wrong(const TomlValue& value, std::string_view key,
                        std::string_view expected) const {
  std::string message = "`" + name_ + "." + std::string(key) + "` must be " +
                        std::string(expected) + ", not " + std::string(KindName(value.kind));
  if (value.kind == TomlValue::Kind::kText && expected != KindName(TomlValue::Kind::kText)) {
    message = "`" + name_ + "." + std::string(key) + "` must be " + std::string(expected) +
              ", not `" + value.text.substr(0, 60) + "`";
  }
  sink_.Add(Diagnostic(DiagCode::kRulBadValue, file_, Span::At(value.offset), std::move(message)));
}

const TomlValue* TableReader::Get(std::string_view key, TomlValue::Kind kind) const {
  const TomlValue* value = table_.Find(key);
  if (value == nullptr || value->kind == kind) return value;
  Wrong(*value, key, KindName(kind));
  return nullptr;
}

std::string TableReader::Text(std::string_view key, std::string_view otherwise) const {
  const TomlValue* value = Get(key, TomlValue::Kind::kText);
  return value == nullptr ? std::string(otherwise) : value->text;
}

std::string TableReader::RequiredText(std::string_view key) const {
  const TomlValue* value = table_.Find(key);
  if (value == nullptr) {
    sink_.Add(Diagnostic(DiagCode::kRulMissingKey, file_, Span::At(table_.offset),
                         "the table [" + name_ + "] has no `" + std::string(key) + "`")
                  .Help("add `" + std::string(key) + " = \"...\"` to [" + name_ + "]"));
    return {};
  }
  std::string text = Text(key);
  if (text.empty() && value->kind == TomlValue::Kind::kText) {
    sink_.Add(Diagnostic(DiagCode::kRulBadValue, file_, Span::At(value->offset),
                         "`" + name_ + "." + std::string(key) + "` must not be empty"));
  }
  return text;
}

std::optional<std::int64_t> TableReader::Integer(std::string_view key) const {
  const TomlValue* value = Get(key, TomlValue::Kind::kInteger);
  if (value == nullptr) return std::nullopt;
  return value->integer;
}

bool TableReader::Bool(std::string_view key, bool otherwise) const {
  const TomlValue* value = Get(key, TomlValue::Kind::kBool);
  return value == nullptr ? otherwise : value->boolean;
}

std::vector<std::string> TableReader::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  const TomlValue* value = table_.Find(key);
  if (value == nullptr) return texts;
  if (value->kind == TomlValue::Kind::kText) return {value->text};
  if (value->kind != TomlValue::Kind::kList) {
    Wrong(*value, key, "a list of strings");
    return texts;
  }
  for (const TomlValue& element : value->list) {
    if (element.kind == TomlValue::Kind::kText) {
      texts.push_back(element.text);
    } else {
      Wrong(element, key, "a list of strings");
    }
  }
  return texts;
}

std::vector<const TomlValue*> TableReader::Tables(std::string_view key) const {
  std::vector<const TomlValue*> tables;
  const TomlValue* value = Get(key, TomlValue::Kind::kList);
  if (value == nullptr) return tables;
  for (const TomlValue& element : value->list) {
    if (element.kind == TomlValue::Kind::kTable) {
      tables.push_back(&element);
    } else {
      Wrong(element, key, "a list of tables");
    }
  }
  return tables;
}

const TomlValue* TableReader::Table(std::string_view key) const {
  return Get(key, TomlValue::Kind::kTable);
}

void TableReader::WarnUnknown(std::span<const std::string_view> known) const {
  for (const auto& [key, value] : table_.table) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    Diagnostic diagnostic(DiagCode::kRulUnknownKey, file_, Span::At(value.offset),
                          "[" + name_ + "] has no key `" + key + "`");
    const std::vector<std::string_view> near = NearNames(key, known);
    if (near.empty()) {
      sink_.Add(std::move(diagnostic));
    } else {
      sink_.Add(std::move(diagnostic).Help(DidYouMean(near)));
    }
  }
}

}  // namespace tocsin::elastic_toml
