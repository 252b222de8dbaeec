// Arena: memory for many small things that die together.
//
// Everything an arena hands out lives until Reset() or the arena's end; nothing is freed alone and
// no destructor runs, so only trivially destructible things go in. Requests above a quarter of the
// block size get a block of their own. Reset() keeps ordinary blocks for reuse, so a steady batch
// loop stops allocating (sanitizer builds free them, to catch views that outlive their batch).
// Not thread safe; moving an arena keeps its memory where it is. Cost: a pointer bump.
#pragma once

#include "base/check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tocsin {

class Arena {
 public:
  static constexpr size_t kDefaultBlockBytes = size_t{64} * 1024;

  explicit Arena(size_t block_bytes = kDefaultBlockBytes) : block_bytes_(block_bytes) {}
  Arena(Arena&& other) noexcept { *this = std::move(other); }
  Arena& operator=(Arena&& other) noexcept;
  ~Arena() = default;

  // Uninitialized memory; never null. `alignment` is a power of two, at most that of max_align_t.
  char* Allocate(size_t bytes, size_t alignment = alignof(std::max_align_t)) {
    TOCSIN_DCHECK(alignment != 0 && (alignment & (alignment - 1)) == 0);
    TOCSIN_DCHECK(alignment <= alignof(std::max_align_t));
    const size_t padding = (alignment - (next_ & (alignment - 1))) & (alignment - 1);
    if (bytes + padding < bytes || bytes + padding > end_ - next_) {
      return AllocateSlow(bytes);
    }
    char* memory = block_ + next_ + padding;
    next_ += padding + bytes;
    bytes_used_ += bytes;
    return memory;
  }

  // Uninitialized elements.
  template <class T>
  std::span<T> AllocateArray(size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    TOCSIN_CHECK(count <= SIZE_MAX / sizeof(T));
    if (count == 0) return {};
    return {reinterpret_cast<T*>(Allocate(count * sizeof(T), alignof(T))), count};
  }

  template <class T, class... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* memory = Allocate(text.size(), 1);
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
  }

  template <class T>
  std::span<T> CopyArray(std::span<const T> values) {
    std::span<T> copy = AllocateArray<T>(values.size());
    if (!values.empty()) std::memcpy(copy.data(), values.data(), values.size_bytes());
    return copy;
  }

  // Moves the end of the newest allocation, which ended at `end`, by `bytes` (grow or, negative,
  // shrink). False, and no effect, if it is not the newest or the block has no room.
  bool TryExtend(const char* end, ptrdiff_t bytes) {
    if (block_ == nullptr || end != block_ + next_) return false;
    if (bytes > 0 && static_cast<size_t>(bytes) > end_ - next_) return false;
    next_ = static_cast<size_t>(static_cast<ptrdiff_t>(next_) + bytes);
    bytes_used_ = static_cast<size_t>(static_cast<ptrdiff_t>(bytes_used_) + bytes);
    return true;
  }

  // Forgets everything that was handed out.
  void Reset();

  size_t bytes_used() const { return bytes_used_; }          // handed out, without padding
  size_t bytes_reserved() const { return bytes_reserved_; }  // taken from the heap

 private:
  char* AllocateSlow(size_t bytes);

  size_t block_bytes_ = kDefaultBlockBytes;
  char* block_ = nullptr;                            // the block being filled, or null
  size_t next_ = 0;                                  // first free byte in it
  size_t end_ = 0;                                   // its size
  std::vector<std::unique_ptr<char[]>> blocks_;      // ordinary blocks
  size_t blocks_in_use_ = 0;                         // of blocks_, from the front
  std::vector<std::unique_ptr<char[]>> big_blocks_;  // one request each
  size_t big_bytes_ = 0;
  size_t bytes_used_ = 0;
  size_t bytes_reserved_ = 0;
};

// A growing array whose result stays in an arena. While it grows it may move; Finish() gives the
// final place and returns what was not needed, if nothing else was allocated since.
template <class T>
class ArenaBuilder {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  explicit ArenaBuilder(Arena& arena, size_t expected = 0) : arena_(&arena) {
    if (expected > 0) Grow(expected);
  }

  void Add(const T& value) {
    const T copy = value;  // `value` may be one of ours
    if (size_ == room_.size()) Grow(size_ + 1);
    std::memcpy(static_cast<void*>(&room_[size_++]), &copy, sizeof(T));
  }
  void Append(std::span<const T> values) {
    if (values.empty()) return;
    if (values.size() > room_.size() - size_) Grow(size_ + values.size());
    std::memcpy(static_cast<void*>(room_.data() + size_), values.data(), values.size_bytes());
    size_ += values.size();
  }
  void PopBack() {
    TOCSIN_DCHECK(size_ > 0);
    --size_;
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t index) { return room_[index]; }
  T& back() { return room_[size_ - 1]; }
  std::span<T> values() { return room_.first(size_); }

  // The array; the builder is empty afterwards.
  std::span<T> Finish() {
    const std::span<T> result = room_.first(size_);
    if (!room_.empty()) {
      arena_->TryExtend(reinterpret_cast<const char*>(room_.data() + room_.size()),
                        -static_cast<ptrdiff_t>((room_.size() - size_) * sizeof(T)));
    }
    room_ = {};
    size_ = 0;
    return result;
  }

 private:
  void Grow(size_t least) {
    const size_t wanted = std::max<size_t>({least, room_.size() * 2, 8});
    if (!room_.empty() &&
        arena_->TryExtend(reinterpret_cast<const char*>(room_.data() + room_.size()),
                          static_cast<ptrdiff_t>((wanted - room_.size()) * sizeof(T)))) {
      room_ = {room_.data(), wanted};
      return;
    }
    const std::span<T> grown = arena_->AllocateArray<T>(wanted);
    if (size_ > 0) std::memcpy(static_cast<void*>(grown.data()), room_.data(), size_ * sizeof(T));
    room_ = grown;
  }

  Arena* arena_;
  std::span<T> room_;
  size_t size_ = 0;
};

}  // namespace tocsin
