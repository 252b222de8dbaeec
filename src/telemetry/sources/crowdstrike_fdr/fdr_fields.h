// The field map of the Falcon Data Replicator, a table for each thing that its events are about.
// Event numbers of the rows are the families of event_kinds.h. All tables are constant.
//
// Facts: the Falcon data dictionary (names and codes of the raw fields), the published ECS mapping
// of the data stream crowdstrike.fdr, and for codes their owners (IANA, MS-DTYP, Windows registry).
#pragma once

#include "telemetry/sources/crowdstrike_fdr/event_kinds.h"
#include "telemetry/sources/field_map.h"

#include <span>

namespace tocsin::crowdstrike_fdr {

std::span<const FieldRow> SensorRows();  // host, sensor and time
std::span<const FieldRow> ProcessRows();
std::span<const FieldRow> FileRows();  // files, modules and drivers
std::span<const FieldRow> RegistryRows();
std::span<const FieldRow> NetworkRows();  // connections and DNS
std::span<const FieldRow> AccountRows();
std::span<const FieldRow> DetectionRows();

}  // namespace tocsin::crowdstrike_fdr
