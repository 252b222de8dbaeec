// What the engine says: this rule fired, on these events. Titles and severities join in alerts/.
// The types stand with the correlators that make them.
#pragma once

#include "engine/correlate/detection.h"  // IWYU pragma: export
