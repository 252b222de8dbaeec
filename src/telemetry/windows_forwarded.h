// Records of a Windows event collector (the log ForwardedEvents), where the user says so and the
// records themselves do not: --source windows_forwarded. Each is mapped as its own channel is.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <vector>

namespace tocsin {

// `members` are the sources of Windows channels; the last takes what no other one knows.
std::unique_ptr<Source> MakeWindowsForwarded(std::vector<std::unique_ptr<Source>> members);

}  // namespace tocsin
