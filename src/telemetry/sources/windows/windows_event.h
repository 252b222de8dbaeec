// Any other channel of the Windows event log: the fields that every Windows record gets, all of
// its data under winlog.event_data or winlog.user_data, dataset windows.<short name>.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::windows {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::windows
