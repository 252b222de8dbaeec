// The sentence that says what happened and to whom, in the form that Kibana writes.
// Fact: Kibana detection engine, reason formatter (one template for all rule types).
#pragma once

#include "event/event.h"
#include "rules/model/severity.h"

#include <string>
#include <string_view>

namespace tocsin {

// From the fields of one event (for sequences: of the fields that all events share).
std::string ReasonOf(const Event& event, RuleSeverity severity, std::string_view rule_name);

}  // namespace tocsin
