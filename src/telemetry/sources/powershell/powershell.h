// PowerShell: module and script block logging (channel Microsoft-Windows-PowerShell/Operational,
// PowerShellCore/Operational) and the classic channel Windows PowerShell.
#pragma once

#include "telemetry/sources/source.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <memory>
#include <span>

namespace tocsin::powershell {

std::span<const FieldRow> FieldRows();
std::span<const windows::EventClass> EventClasses();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::powershell
