// Reads typed members of one table and says so when they are of another kind (RUL022) or missing
// (RUL020). Absent optional members leave the given default.
//
// Borrows everything; lives while one file is read.
#pragma once

#include "base/diag/sink.h"
#include "rules/formats/elastic_toml/toml_document.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::elastic_toml {

class TableReader {
 public:
  TableReader(const TomlValue& table, std::string name, const SourceRef& file, DiagnosticSink& sink)
      : table_(table), name_(std::move(name)), file_(file), sink_(sink) {}

  const TomlValue& table() const { return table_; }
  bool Has(std::string_view key) const { return table_.Find(key) != nullptr; }

  std::string Text(std::string_view key, std::string_view otherwise = {}) const;
  // As Text, and an error when the member is missing or empty.
  std::string RequiredText(std::string_view key) const;
  std::optional<std::int64_t> Integer(std::string_view key) const;
  bool Bool(std::string_view key, bool otherwise) const;
  // A list of strings; one string counts as a list of one.
  std::vector<std::string> Texts(std::string_view key) const;
  // A list of tables; empty when absent.
  std::vector<const TomlValue*> Tables(std::string_view key) const;
  const TomlValue* Table(std::string_view key) const;

  // Warns of every member that is not in `known` (RUL021), with near names.
  void WarnUnknown(std::span<const std::string_view> known) const;

  // Reports a wrong value of `value`.
  void Wrong(const TomlValue& value, std::string_view key, std::string_view expected) const;

 private:
  const TomlValue* Get(std::string_view key, TomlValue::Kind kind) const;

  const TomlValue& table_;
  const std::string name_;
  const SourceRef& file_;
  DiagnosticSink& sink_;
};

}  // namespace tocsin::elastic_toml
