// Tetragon: the JSON export of its events, one object a line.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::tetragon {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::tetragon
