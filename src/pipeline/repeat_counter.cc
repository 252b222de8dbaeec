#include "pipeline/repeat_counter.h"

namespace tocsin {

void RepeatCounter::Count(const Event& event) {
  if (event.sequence == kNoSequence) return;
  std::uint64_t seed = Hash64(event.source);
  seed = HashCombine(seed, Hash64(event.lane));
  seed = HashCombine(seed, Hash64(event.channel));
  seed = HashCombine(seed, event.sequence);
  seed = HashCombine(seed, static_cast<std::uint64_t>(event.time.ns));
  seed = HashCombine(seed, event.origin.part);
  if (event.content != 0) seed = HashCombine(seed, event.content);
  const Hash128Value identity = Hash128(event.content != 0 ? std::string_view() : event.raw, seed);
  Shard& shard = shards_.at(identity.high % kShards);
  const std::lock_guard lock(shard.mutex);
  if (!shard.seen.insert(identity).second) ++shard.repeats;
}

std::uint64_t RepeatCounter::repeats() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.repeats;
  }
  return sum;
}

}  // namespace tocsin
