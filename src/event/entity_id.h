// Identities of processes for sensors that give none: an id made from what tells a process apart.
//
// Two records that name the same host, pid and start time get the same id, whatever tables they
// come from. The text begins with "tocsin-", so that nobody takes it for a sensor's own id, and is
// the same in every release.
//
// Pure. Cost: one hash.
#pragma once

#include "base/arena.h"
#include "base/time.h"

#include <cstdint>
#include <string_view>

namespace tocsin {

// "tocsin-0123456789abcdef", in the arena. Only the 100 ns of `start` count, as Windows has them.
std::string_view SynthesizedEntityId(std::string_view host_id, std::int64_t pid, Time start,
                                     Arena& arena);

}  // namespace tocsin
