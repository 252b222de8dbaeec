// What each sensor of all_sources gives by itself, from its field map: for the engine.
#pragma once

#include "event/ecs/schema.h"
#include "event/native_fields.h"
#include "telemetry/router.h"

namespace tocsin {

// Sensors whose records are ECS documents already give everything. With --compat elastic all do:
// the published pipelines know one record at a time.
NativeFields NativeFieldsOfSources(const Schema& schema, const NormalizeOptions& options);

}  // namespace tocsin
