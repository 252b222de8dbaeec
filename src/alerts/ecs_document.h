// Alerts as the documents that Kibana's detection engine writes: the event with `kibana.alert.*`
// beside it. A single alert is one document; a sequence is one building block per event, then the
// shell, which holds what the events share.
//
// Facts: Kibana alert schema (security 8.18 to 9.x). Differences, each stated in
// docs/reference/alerts.md: `@timestamp` is the time of the last event, because a scan has no time
// of writing that repeats; `kibana.alert.original_time` of a shell is the first event's.
#pragma once

#include "alerts/alert.h"
#include "event/ecs/schema.h"

#include <string>
#include <vector>

namespace tocsin {

// Compact JSON objects without line ends.
std::vector<std::string> EcsDocuments(const Alert& alert, const Schema& schema);

}  // namespace tocsin
