// Bounds against hostile logs. Everything that decoding a chunk allocates is charged to one
// budget, so no arrangement of offsets, loops or repeated templates can ask for more memory or
// time than kWorkMax, whatever the tree looks like.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/evtx/format.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tocsin::evtx {

inline constexpr std::uint32_t kDepthMax = 64;     // nested elements; nested template instances
inline constexpr std::uint32_t kValuesMax = 1000;  // substitution values of one instance
// Units a chunk may use: bytes allocated plus instructions executed. Real chunks stay below one
// eighth of it.
inline constexpr std::size_t kWorkMax = 64 * kChunkBytes;

// An arena that hands out memory against a budget. Borrows the arena; its memory keeps the
// arena's lifetime. One thread.
class BudgetedArena {
 public:
  explicit BudgetedArena(Arena& arena, std::size_t budget = kWorkMax)
      : arena_(arena), left_(budget), budget_(budget) {}

  // False, and nothing is left, when `units` are more than what is left.
  bool Spend(std::size_t units) {
    if (units > left_) {
      left_ = 0;
      return false;
    }
    left_ -= units;
    return true;
  }
  bool exhausted() const { return left_ == 0; }
  std::size_t used() const { return budget_ - left_; }

  // Room for `count` objects, uninitialized; null when the budget does not allow it.
  template <class T>
  T* Allocate(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count > left_ / sizeof(T)) {
      left_ = 0;
      return nullptr;
    }
    left_ -= count * sizeof(T);
    const std::size_t bytes = count == 0 ? 1 : count * sizeof(T);
    return reinterpret_cast<T*>(arena_.Allocate(bytes, alignof(T)));
  }

  Arena& arena() { return arena_; }

 private:
  Arena& arena_;
  std::size_t left_;
  std::size_t budget_;
};

}  // namespace tocsin::evtx
