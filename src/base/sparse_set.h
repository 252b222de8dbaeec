// SparseSet: a set of numbers below a fixed bound that is cleared in constant time.
//
// Keeps the members in order of insertion beside their positions (Briggs and Torczon, "An efficient
// representation for sparse sets", 1993). Made for per-event candidate sets: few members, cleared
// for every event. Insert, Contains and Clear cost O(1); a walk costs O(members). Eight bytes per
// possible member.
#pragma once

#include "base/check.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tocsin {

class SparseSet {
 public:
  SparseSet() = default;
  explicit SparseSet(uint32_t capacity) { Resize(capacity); }

  // Empties the set; members are from now on below `capacity`.
  void Resize(uint32_t capacity) {
    members_.assign(capacity, 0);
    positions_.assign(capacity, 0);
    size_ = 0;
  }

  // True if it was not there.
  bool Insert(uint32_t member) {
    if (Contains(member)) return false;
    positions_[member] = size_;
    members_[size_++] = member;
    return true;
  }
  bool Contains(uint32_t member) const {
    TOCSIN_DCHECK(member < positions_.size());
    const uint32_t position = positions_[member];
    return position < size_ && members_[position] == member;
  }
  void Clear() { size_ = 0; }

  uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  uint32_t capacity() const { return static_cast<uint32_t>(members_.size()); }

  // In order of insertion; valid until the next change.
  std::span<const uint32_t> members() const { return {members_.data(), size_}; }

 private:
  std::vector<uint32_t> members_;
  std::vector<uint32_t> positions_;
  uint32_t size_ = 0;
};

}  // namespace tocsin
