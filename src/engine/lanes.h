// Lanes, for those who feed a Correlation from a stream.
#pragma once

#include "engine/correlate/lanes.h"  // IWYU pragma: export
