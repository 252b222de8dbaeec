// ValueMemo: (field, value) -> the atoms that are true of it, for values that come again.
//
// Over 99 % of the field values of real telemetry repeat (docs/internals/matcher.md), so a look-up
// here replaces all predicates of a field. Bounded in entries and bytes, in two generations: a new
// entry goes to the young one; when that is full, it becomes the old one, and the old one is
// forgotten; a hit in the old one moves the entry to the young. A value is admitted only when it is
// seen a second time soon ("doorkeeper", a table of recent hashes), so command lines and
// identifiers that never return cost 8 bytes and no memory traffic. Long values are not kept.
//
// Ownership: owns copies of the values. Threads: one worker. Cost: one hash of the value, one or
// two probes. Allocates only while it grows to its bound.
#pragma once

#include "base/arena.h"
#include "engine/match/atom.h"
#include "event/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tocsin::match {

class ValueMemo {
 public:
  struct Limits {
    std::uint32_t entries_max = 32'768;            // of one generation; a power of two
    std::size_t bytes_max = std::size_t{8} << 20;  // of one generation
    std::size_t value_bytes_max = 2'048;           // longer text is never kept
  };
  struct Stats {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t admitted = 0;
    std::uint64_t generations = 0;  // times that the old generation was forgotten
  };
  struct Key {
    std::uint64_t hash = 0;
    FieldId field;
    Value value;
  };

  ValueMemo();
  explicit ValueMemo(const Limits& limits);

  static Key KeyOf(FieldId field, const Value& value);
  // The atoms if the value is known; valid until the next call of either.
  std::optional<std::span<const AtomId>> Find(const Key& key);
  // Offers what Find did not know.
  void Offer(const Key& key, std::span<const AtomId> atoms);

  const Stats& stats() const { return stats_; }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    Value value;  // text in the arena
    const AtomId* atoms = nullptr;
    std::uint32_t atom_count = 0;
    FieldId field;  // none: the slot is free
  };
  struct Generation {
    std::vector<Entry> slots;  // at most half full, linear probing
    std::uint32_t size = 0;
    Arena arena;

    Entry* Probe(const Key& key);
  };

  bool SeenBefore(std::uint64_t hash);
  bool IsFull() const;
  void Rotate();
  void Grow();
  void Insert(const Key& key, std::span<const AtomId> atoms);

  Limits limits_;
  Generation young_;
  Generation old_;
  std::vector<std::uint64_t> doorkeeper_;  // hashes seen once; each has two places
  std::uint32_t turn_ = 0;
  Stats stats_;
};

}  // namespace tocsin::match
