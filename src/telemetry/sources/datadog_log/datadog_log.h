// Logs in the shape of Datadog: as they are sent to its intake (ddsource, ddtags, hostname,
// service, message, every other key an attribute), and as its archives hold them (source, tags,
// host, service, status, message, attributes).
//
// Attributes keep their names; those of the table in event/ecs/datadog_names.h stand under the
// dictionary's name as well. Tags become `tags`, and `labels.KEY` for key:value.
//
// Facts: Datadog documentation, log intake API, log archives, attributes and tags.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::datadog_log {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::datadog_log
