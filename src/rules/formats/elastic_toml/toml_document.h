// A TOML file as a plain tree whose values know their place, so that messages can point at them.
// The only file that includes the TOML library is toml_document.cc.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::elastic_toml {

struct TomlMember;

struct TomlValue {
  enum class Kind : unsigned char { kText, kInteger, kReal, kBool, kTime, kList, kTable };

  Kind kind = Kind::kTable;
  std::size_t offset = 0;  // byte of the file where the value begins
  std::string text;        // kText; kTime as written
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<TomlValue> list;
  std::vector<TomlMember> table;  // in file order

  // The member of a table; null when absent or when this is no table.
  const TomlValue* Find(std::string_view key) const;
};

struct TomlMember {
  std::string key;
  TomlValue value;
};

std::string_view KindName(TomlValue::Kind kind);  // "a string", "a number" ...

// A fault of the file is one diagnostic (RUL001) at its place.
Result<TomlValue, Reported> ParseToml(const SourceRef& file, DiagnosticSink& sink);

// Compact JSON with sorted keys, as guides embed it.
std::string ToSortedJson(const TomlValue& value);

}  // namespace tocsin::elastic_toml
