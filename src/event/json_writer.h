// Events as JSON: nested ECS objects ({"process":{"pid":1}}), fields in a fixed order (by name),
// single values as scalars except where ECS wants a list (event.category, process.args ...).
// A name that is both a value and a prefix of another name ("a" and "a.b") is written dotted, and
// so are a name with an empty part ("a..b") and what is deeper than 64 objects. Elements of arrays
// of objects are written as objects, and their flattened copies are left out.
//
// The output is always valid JSON and valid UTF-8: malformed bytes become U+FFFD, numbers that JSON
// lacks become null. DEL and C1 controls are escaped like the rest, for readers on a terminal
// (base/escape.h).
#pragma once

#include "event/ecs/schema.h"
#include "event/event.h"

#include <string>
#include <string_view>

namespace tocsin {

// Appends one object without a line end. Extras stand among the schema's names in the same order.
void AppendEventJson(const Event& event, const Schema& schema, std::string* out);
// Appends a value of the field `field`; members of objects stand by the rest of their names.
void AppendValueJson(const Value& value, std::string_view field, const Schema& schema,
                     std::string* out);
// Appends any value but an object, whose members only a schema can name.
void AppendValueJson(const Value& value, std::string* out);

}  // namespace tocsin
