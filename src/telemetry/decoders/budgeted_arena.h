// Memory for one record or chunk of hostile bytes, up to a budget that is set beforehand.
#pragma once

#include "base/arena.h"

#include <cstddef>
#include <type_traits>

namespace tocsin {

// An arena that hands out memory against a budget. Borrows the arena; its memory keeps the
// arena's lifetime. One thread.
class BudgetedArena {
 public:
  explicit BudgetedArena(Arena& arena, std::size_t budget)
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

}  // namespace tocsin
