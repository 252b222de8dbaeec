// Bitset: a set of small numbers as bits, of a size chosen at run time.
//
// Bits beyond size() in the last word are always zero, so words can be combined and counted whole.
// Operations on two sets need equal sizes. Cost: one 64-bit word per 64 numbers.
#pragma once

#include "base/check.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tocsin {

class Bitset {
 public:
  static constexpr size_t kWordBits = 64;

  Bitset() = default;
  explicit Bitset(size_t size) { Resize(size); }

  size_t size() const { return size_; }

  // New bits are zero.
  void Resize(size_t size) {
    words_.resize((size + kWordBits - 1) / kWordBits);
    size_ = size;
    if (size % kWordBits != 0) words_.back() &= (uint64_t{1} << (size % kWordBits)) - 1;
  }

  bool Test(size_t bit) const {
    TOCSIN_DCHECK(bit < size_);
    return (words_[bit / kWordBits] >> (bit % kWordBits) & 1) != 0;
  }
  void Set(size_t bit) {
    TOCSIN_DCHECK(bit < size_);
    words_[bit / kWordBits] |= uint64_t{1} << (bit % kWordBits);
  }
  void Clear(size_t bit) {
    TOCSIN_DCHECK(bit < size_);
    words_[bit / kWordBits] &= ~(uint64_t{1} << (bit % kWordBits));
  }
  void ClearAll() { words_.assign(words_.size(), 0); }
  void SetAll() {
    words_.assign(words_.size(), ~uint64_t{0});
    Resize(size_);
  }

  bool Any() const {
    for (const uint64_t word : words_) {
      if (word != 0) return true;
    }
    return false;
  }
  bool None() const { return !Any(); }
  size_t Count() const {
    size_t count = 0;
    for (const uint64_t word : words_) count += static_cast<size_t>(std::popcount(word));
    return count;
  }

  Bitset& operator&=(const Bitset& other) {
    TOCSIN_DCHECK(size_ == other.size_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Bitset& operator|=(const Bitset& other) {
    TOCSIN_DCHECK(size_ == other.size_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Bitset& AndNot(const Bitset& other) {
    TOCSIN_DCHECK(size_ == other.size_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  bool Intersects(const Bitset& other) const {
    TOCSIN_DCHECK(size_ == other.size_);
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }

  // Calls visit(size_t bit) for each set bit, in ascending order.
  template <class Visit>
  void ForEach(Visit&& visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * kWordBits + static_cast<size_t>(std::countr_zero(word)));
      }
    }
  }

  // Writers keep the bits beyond size() zero.
  std::span<uint64_t> words() { return words_; }
  std::span<const uint64_t> words() const { return words_; }

  friend bool operator==(const Bitset&, const Bitset&) = default;

 private:
  std::vector<uint64_t> words_;
  size_t size_ = 0;
};

}  // namespace tocsin
