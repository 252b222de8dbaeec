// Bounds against hostile logs. Everything that decoding a chunk allocates is charged to one
// budget, so no arrangement of offsets, loops or repeated templates can ask for more memory or
// time than kWorkMax, whatever the tree looks like.
#pragma once

#include "telemetry/decoders/budgeted_arena.h"
#include "telemetry/decoders/evtx/format.h"

#include <cstddef>
#include <cstdint>

namespace tocsin::evtx {

inline constexpr std::uint32_t kDepthMax = 64;     // nested template instances and values
inline constexpr std::uint32_t kValuesMax = 1000;  // substitution values of one instance
// Units a chunk may use: bytes allocated plus instructions executed. Real chunks stay below one
// eighth of it.
inline constexpr std::size_t kWorkMax = 64 * kChunkBytes;

}  // namespace tocsin::evtx
