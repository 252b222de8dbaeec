// What a field is: its id, its type, and the flags that the dictionary gives it.
//
// Types are those of the Elastic Common Schema's mapping, with families folded: all whole numbers
// are kLong, all broken ones kDouble, match_only_text is kText. Names live in the Schema
// (event/ecs/schema.h); Field("process.name") at compile time is in event/ecs/dictionary.h, which
// brings the whole table with it and so stays out of this header.
#pragma once

#include "base/id.h"

#include <cstdint>
#include <string_view>

namespace tocsin {

struct FieldTag;
// Dense from 0: first the dictionary in the order of its names, then names added at run time.
// Stable while the process lives; never stored (the dictionary grows between releases).
using FieldId = Id<FieldTag>;

enum class FieldType : std::uint8_t {
  kKeyword,          // text as a whole
  kWildcard,         // the same, for long text
  kText,             // text in words
  kConstantKeyword,  // keyword with one value for a whole data stream
  kLong,             // signed 64 bits
  kDouble,
  kBoolean,
  kDate,  // instant
  kIp,    // IPv4 or IPv6 address
  kVersion,
  kGeoPoint,
  kObject,     // a name that only has names below it
  kNested,     // a list of objects whose members belong together
  kFlattened,  // an object whose members are all keywords
  kUnmapped,   // in no dictionary: each value has its own type
};

std::string_view FieldTypeName(FieldType type);  // "keyword", "long" ...

constexpr bool is_text(FieldType type) {
  return type == FieldType::kKeyword || type == FieldType::kWildcard || type == FieldType::kText ||
         type == FieldType::kConstantKeyword || type == FieldType::kVersion;
}
constexpr bool is_numeric(FieldType type) {
  return type == FieldType::kLong || type == FieldType::kDouble;
}
// Has no value of its own, only members.
constexpr bool is_container(FieldType type) {
  return type == FieldType::kObject || type == FieldType::kNested || type == FieldType::kFlattened;
}

// How a query looks at a field. Indices offer the same field under other names ("multi-fields"):
// process.name.caseless ignores ASCII case, process.name.text compares words.
enum class FieldView : std::uint8_t { kExact, kCaseless, kText };

struct FieldRef {
  FieldId id;
  FieldView view = FieldView::kExact;

  friend bool operator==(const FieldRef&, const FieldRef&) = default;
};

}  // namespace tocsin
