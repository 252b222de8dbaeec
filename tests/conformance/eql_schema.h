// Schemas and events of the EQL exam in our terms. Elasticsearch fills some fields from others when
// it indexes a document, and we have no index: a schema's `null_value`, `alias` and `exact` are
// applied to the document.
#pragma once

#include "event/ecs/schema.h"
#include "query_run.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tocsin::conformance {

// Makes the fields of the case's schema the only ones.
void DeclareFields(const nlohmann::json& schema, Schema* fields);

// `lines`: objects with `id` and `event`.
std::vector<queries::QueryEvent> EventsOf(const std::vector<nlohmann::json>& lines,
                                          const nlohmann::json& schema);

}  // namespace tocsin::conformance
