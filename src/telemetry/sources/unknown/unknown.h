// Records that no source recognizes. Nothing is dropped: every leaf becomes a field under its own
// name, and the event says that its source is unknown.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::unknown {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::unknown
