// Falco: its alerts as JSON (json_output), one a line, in a file, a message of the system log, or
// a request to a collector.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::falco {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::falco
