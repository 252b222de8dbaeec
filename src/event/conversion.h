// Values as the dictionary's types want them: what an index would have stored.
//
//   text types   text; numbers, booleans and instants by their text
//   long         whole numbers, also from decimal text; broken ones stay broken
//   double       numbers, also from decimal text
//   boolean      true and false, also as text in any case
//   date         instants from ISO 8601 text, or from numbers (milliseconds since 1970)
//   ip           canonical text of an address
//   others       as they are
//
// Facts: Elasticsearch mapping reference, field data types (coerce, date formats).
// Ownership: new text is in the arena. Threads: pure. Cost: linear in the text.
#pragma once

#include "base/arena.h"
#include "event/ecs/field.h"
#include "event/value.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

enum class Conversion : std::uint8_t {
  kDone,   // the value has the field's type
  kKept,   // it does not, and stays as text (numeric types)
  kEmpty,  // empty text where the type has no empty value: drop it
  kFault,  // it does not: drop it
};

Conversion ConvertValue(FieldType type, Arena& arena, Value* value);

// Text of a value as keyword fields and `string()` have it: booleans as true and false, doubles in
// their shortest form with a fraction ("1.0", "1.0E10"), instants as RFC 3339. Null and objects
// give "".
std::string_view TextOfValue(const Value& value, Arena& arena);

// A decimal number that is the whole text, without blanks: kInt or kUInt if it has neither fraction
// nor exponent and fits, else kDouble. Not "inf" or "nan".
std::optional<Value> NumberOfText(std::string_view text);

}  // namespace tocsin
