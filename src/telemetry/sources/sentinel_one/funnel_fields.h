// The field map of Cloud Funnel, a table for each thing that events are about. Event numbers of the
// rows are the families of event_class.h. All tables are constant.
//
// Facts: the Cloud Funnel 2.0 schema (names and codes of the raw fields) and the published ECS
// mapping of the data stream sentinel_one_cloud_funnel.event.
#pragma once

#include "telemetry/sources/field_map.h"
#include "telemetry/sources/sentinel_one/event_class.h"

#include <span>

namespace tocsin::sentinel_one {

std::span<const FieldRow> EndpointRows();  // host, agent, container, time
std::span<const FieldRow> ProcessRows();   // the process that acts and its parent
std::span<const FieldRow> AccountRows();
std::span<const FieldRow> ObjectRows();   // files, registry, modules and drivers
std::span<const FieldRow> NetworkRows();  // connections, names, addresses of pages

}  // namespace tocsin::sentinel_one
