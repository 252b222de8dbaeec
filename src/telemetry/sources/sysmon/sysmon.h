// Sysmon for Windows: channel Microsoft-Windows-Sysmon/Operational, as EVTX, event JSON, flat
// collector JSON or Winlogbeat documents.
#pragma once

#include "telemetry/sources/source.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <memory>
#include <span>

namespace tocsin::sysmon {

std::span<const FieldRow> FieldRows();
std::span<const windows::EventClass> EventClasses();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::sysmon
