// A JSON file as a plain tree whose values know their place, so that messages can point at them,
// and strings with the way back: which bytes of the file a position in the unescaped text came
// from.
//
// Of members with one name the last counts. Numbers keep their text. Facts: RFC 8259.
// Ownership: values own their text. Threads: pure. Cost: linear; objects are searched linearly.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::datadog_json {

inline constexpr int kDepthMax = 64;

struct JsonMember;

struct JsonValue {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kText, kList, kObject };

  Kind kind = Kind::kNull;
  Span span;  // of the file
  bool boolean = false;
  std::string text;  // kText: unescaped; kNumber: as written
  std::vector<JsonValue> list;
  std::vector<JsonMember> members;  // in file order

  bool is_null() const { return kind == Kind::kNull; }
  // The member of an object; null when absent or when this is no object.
  const JsonValue* Find(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

std::string_view KindName(JsonValue::Kind kind);  // "a string", "a number" ...

// A fault of the file is one diagnostic (RUL001) at its place.
Result<JsonValue, Reported> ParseJson(const SourceRef& file, DiagnosticSink& sink);

struct JsonString {
  std::string text;
  OffsetMap map;
  std::size_t end = 0;  // behind the closing quote
};

// Reads the string whose opening quote is the byte `quote` of `file`. Lone surrogates become
// U+FFFD. None when the bytes there are no complete string; `*fault` is the byte at fault then.
std::optional<JsonString> ReadJsonString(std::string_view file, std::size_t quote,
                                         std::size_t* fault);

}  // namespace tocsin::datadog_json
