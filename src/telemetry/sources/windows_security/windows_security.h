// The Security log of Windows: process creation (4688), logons, accounts, groups, tasks, objects,
// shares and the filtering platform, in any of the shapes that windows_record.h reads.
#pragma once

#include "telemetry/sources/source.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <memory>
#include <span>

namespace tocsin::windows_security {

std::span<const FieldRow> FieldRows();
std::span<const windows::EventClass> EventClasses();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::windows_security
