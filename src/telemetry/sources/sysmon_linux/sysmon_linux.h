// Sysmon for Linux: event XML that the sensor hands to the system log, bare or behind its header.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::sysmon_linux {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::sysmon_linux
