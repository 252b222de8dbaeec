// The list of sources: the one place that knows every member of the family.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <vector>

namespace tocsin {

// One of each, for one worker. Earlier ones win among equally confident; the last one takes
// everything.
std::vector<std::unique_ptr<Source>> MakeAllSources();

}  // namespace tocsin
