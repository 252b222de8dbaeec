// Documents whose names are field names already: every leaf becomes a field of its own path.
//
// Nested objects and dotted keys mean the same ({"a":{"b":1}} and {"a.b":1}). Arrays become lists;
// the members of an array of objects become parallel lists, and if the array itself is wanted its
// elements become objects too (event/value.h), a lone object of a nested field likewise. Nulls are
// absent; empty text is a value where the type has one, as in an index. Multi-field copies
// (process.name.caseless) are left out: queries look at the field itself.
//
// Ownership: values view the document. Cost: one look-up by name for each leaf.
#pragma once

#include "event/builder.h"
#include "telemetry/decoders/document.h"

namespace tocsin {

void AddDocumentFields(const doc::Node& document, EventBuilder& event);

// The value of a scalar; null for null, arrays and objects.
Value ScalarOf(const doc::Node& node);

// A leaf by its dotted path, whether its parents are nested or dotted; null when there is none.
const doc::Node* FindField(const doc::Node& document, std::string_view path);

// The text of FindField when it is text; else empty. Of a list, the first.
std::string_view FieldText(const doc::Node& document, std::string_view path);

}  // namespace tocsin
