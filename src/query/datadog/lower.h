// From the tree of a search to a condition over events (docs/reference/datadog.md).
//
//  * An attribute is looked for in every field that may hold it (event/ecs/datadog_names.h); any
//    value of any of them will do. Exclusion is the complement of the whole.
//  * Equality and wildcards compare text, case-sensitively and as a whole; a number or boolean is
//    compared by its text. `@a:503` is met by 503 and by "503".
//  * Comparisons and ranges are numeric, also over digits in text; one value has to meet both ends.
//  * Free text is words of message, title, error.message and error.stack, ignoring case; a term
//    with wildcards may also match such a text as a whole.
//  * `*:v` is any value of the event (event/any_value.h) or words of the message, ignoring case.
//  * `source` of Windows events is `windows.events`; `status` is the word for log.level; `host`
//    without a dot also means the first part of a longer name.
//
// Fields that the schema does not know are ordinary, because logs have none; they are added to it.
#pragma once

#include "event/ecs/schema.h"
#include "plan/plan.h"
#include "query/datadog/ast.h"

namespace tocsin::datadog {

plan::Predicate Lower(const Node& node, Schema& schema);

}  // namespace tocsin::datadog
