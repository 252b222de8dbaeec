// What keeps rules from firing, as JSON: in `rules fields --json` and the books of a scan.
#pragma once

#include "pipeline/field_health.h"

#include <nlohmann/json_fwd.hpp>

namespace tocsin {

nlohmann::ordered_json MissingFieldsJson(const FieldGaps& gaps);
nlohmann::ordered_json MissingEventsJson(const FieldGaps& gaps);

}  // namespace tocsin
