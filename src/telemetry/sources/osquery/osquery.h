// osquery: lines of osqueryd's results log, of scheduled queries on event tables and others.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::osquery {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::osquery
