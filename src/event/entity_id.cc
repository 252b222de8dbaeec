#include "event/entity_id.h"

#include "base/hash.h"

#include <fmt/format.h>

namespace tocsin {

std::string_view SynthesizedEntityId(std::string_view host_id, std::int64_t pid, Time start,
                                     Arena& arena) {
  constexpr std::int64_t kTick = 100;  // ns
  const std::uint64_t hash =
      HashCombine(HashCombine(Hash64(host_id), static_cast<std::uint64_t>(pid)),
                  static_cast<std::uint64_t>(start.ns / kTick));
  return arena.Copy(fmt::format("tocsin-{:016x}", hash));
}

}  // namespace tocsin
