// One use of a template: which definition, and where its substitution values lie.
#pragma once

#include "telemetry/decoders/evtx/fault.h"

#include <cstdint>
#include <string_view>

namespace tocsin::evtx {

// Offsets count from the start of the chunk and have been checked to lie in the range read.
struct TemplateInstance {
  std::uint32_t definition = 0;   // of the definition block, anywhere in the chunk
  std::uint32_t count = 0;        // substitution values
  std::uint32_t descriptors = 0;  // count times {u16 size, u8 type, u8 unused}
  std::uint32_t values = 0;       // their bytes, one after the other
  std::uint32_t end = 0;          // of the last value
};

// Reads the instance whose token stands at `offset`; nothing of it may lie at or after `end`, which
// is at most the chunk's size. Faults: kTruncated, kBadTemplate, kTooManyValues.
Damage ReadTemplateInstance(std::string_view chunk, std::uint32_t offset, std::uint32_t end,
                            TemplateInstance* out);

}  // namespace tocsin::evtx
