// Counts records that stand in the evidence more than once: same source, lane, channel, number,
// time and bytes. Only records with a number of their own can repeat; two equal log lines are two
// events (rulings, "Repeated records").
//
// Threads: safe to share; sharded so that workers seldom meet. Cost: one hash over the record.
// Memory: 16 bytes (about 40 with the table's slack) per numbered record.
#pragma once

#include "base/hash.h"
#include "event/event.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace tocsin {

class RepeatCounter {
 public:
  void Count(const Event& event);
  std::uint64_t repeats() const;

 private:
  struct IdentityHash {
    std::size_t operator()(const Hash128Value& value) const {
      return static_cast<std::size_t>(value.low);
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_set<Hash128Value, IdentityHash> seen;
    std::uint64_t repeats = 0;
  };
  static constexpr std::size_t kShards = 64;
  std::array<Shard, kShards> shards_;
};

}  // namespace tocsin
