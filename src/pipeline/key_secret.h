// The secret under which a process hashes keys (engine/correlate/key_hash.h). It comes from the
// system, so that nobody can prepare keys that collide; no answer depends on it.
// Threads: safe. Cost: two reads of the system's random source; once for each ruleset.
#pragma once

#include "engine/correlate/key_hash.h"

namespace tocsin {

correlate::KeySecret RandomKeySecret();

}  // namespace tocsin
