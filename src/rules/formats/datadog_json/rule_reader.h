// One rule object to a rule. Internal to the format.
#pragma once

#include "rules/formats/datadog_json/json_document.h"
#include "rules/formats/format.h"

namespace tocsin::datadog_json {

LoadedRule ReadRule(const JsonValue& object, const SourceRef& file, const FormatContext& context);

}  // namespace tocsin::datadog_json
