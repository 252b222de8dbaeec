#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define TOCSIN_ARENA_FREES_ON_RESET 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TOCSIN_ARENA_FREES_ON_RESET 1
#endif
#endif

namespace tocsin {

Arena& Arena::operator=(Arena&& other) noexcept {
  block_bytes_ = other.block_bytes_;
  block_ = std::exchange(other.block_, nullptr);
  next_ = std::exchange(other.next_, 0);
  end_ = std::exchange(other.end_, 0);
  blocks_ = std::exchange(other.blocks_, {});
  blocks_in_use_ = std::exchange(other.blocks_in_use_, 0);
  big_blocks_ = std::exchange(other.big_blocks_, {});
  big_bytes_ = std::exchange(other.big_bytes_, 0);
  bytes_used_ = std::exchange(other.bytes_used_, 0);
  bytes_reserved_ = std::exchange(other.bytes_reserved_, 0);
  return *this;
}

char* Arena::AllocateSlow(size_t bytes) {
  bytes_used_ += bytes;
  // A block begins at an address that suits every type, so padding is not needed in front.
  if (bytes > block_bytes_ / 4) {
    big_blocks_.push_back(std::make_unique_for_overwrite<char[]>(bytes));
    big_bytes_ += bytes;
    bytes_reserved_ += bytes;
    return big_blocks_.back().get();
  }
  if (blocks_in_use_ == blocks_.size()) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_bytes_));
    bytes_reserved_ += block_bytes_;
  }
  block_ = blocks_[blocks_in_use_++].get();
  end_ = block_bytes_;
  next_ = bytes;
  return block_;
}

void Arena::Reset() {
  big_blocks_.clear();
  bytes_reserved_ -= std::exchange(big_bytes_, 0);
#ifdef TOCSIN_ARENA_FREES_ON_RESET
  blocks_.clear();
  bytes_reserved_ = 0;
#endif
  block_ = nullptr;
  next_ = 0;
  end_ = 0;
  blocks_in_use_ = 0;
  bytes_used_ = 0;
}

}  // namespace tocsin
