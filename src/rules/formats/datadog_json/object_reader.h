// Reads typed members of one object and says so when they are of another kind (RUL022) or missing
// (RUL020). Null counts as absent. Absent optional members leave the given default.
//
// Borrows everything; lives while one file is read.
#pragma once

#include "base/diag/sink.h"
#include "rules/formats/datadog_json/json_document.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::datadog_json {

class ObjectReader {
 public:
  // `name` leads to the object in messages: "options", "queries[0]"; empty for the rule itself.
  ObjectReader(const JsonValue& object, std::string name, const SourceRef& file,
               DiagnosticSink& sink)
      : object_(object), name_(std::move(name)), file_(file), sink_(sink) {}

  const JsonValue& object() const { return object_; }
  // The member, unless it is absent or null.
  const JsonValue* Find(std::string_view key) const;
  // As Find, and an error when there is none.
  const JsonValue* Require(std::string_view key) const;

  std::string Text(std::string_view key, std::string_view otherwise = {}) const;
  // As Text, and an error when the member is missing or empty.
  std::string RequiredText(std::string_view key) const;
  std::optional<std::int64_t> Integer(std::string_view key) const;
  bool Bool(std::string_view key, bool otherwise) const;
  // A list of strings; empty when absent.
  std::vector<std::string> Texts(std::string_view key) const;
  // A list of objects; empty when absent.
  std::vector<const JsonValue*> Objects(std::string_view key) const;
  const JsonValue* Object(std::string_view key) const;

  // Warns of members that are not in `known` but near one that is (RUL021): exports have many keys
  // of their own, which mean nothing here, but a slip of the pen does.
  void WarnMisspelled(std::span<const std::string_view> known) const;

  // Reports a wrong value of a member.
  void Wrong(const JsonValue& value, std::string_view key, std::string_view expected) const;

 private:
  const JsonValue* Get(std::string_view key, JsonValue::Kind kind) const;
  std::string PathOf(std::string_view key) const;

  const JsonValue& object_;
  const std::string name_;
  const SourceRef& file_;
  DiagnosticSink& sink_;
};

}  // namespace tocsin::datadog_json
