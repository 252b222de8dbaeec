// BoundedQueue: hands work from some threads to others, and slows the givers when full.
//
// Holds at most capacity() elements. Push waits for room, TryPush does not (the caller counts what
// it drops). After Close() nothing more goes in, and Pop drains what is left and then says so.
// Thread safe. One mutex; made for batches, not single events.
#pragma once

#include "base/check.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace tocsin {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) { TOCSIN_CHECK(capacity > 0); }
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Waits for room. False, and the element is gone, if the queue is closed.
  bool Push(T value) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] { return closed_ || values_.size() < capacity_; });
      if (closed_) return false;
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
    return true;
  }

  // False, and `value` untouched, if the queue is full or closed.
  bool TryPush(T& value) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || values_.size() >= capacity_) return false;
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
    return true;
  }

  // Waits for an element; nothing once the queue is closed and empty.
  std::optional<T> Pop() {
    std::optional<T> value;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return closed_ || !values_.empty(); });
      if (values_.empty()) return std::nullopt;
      value.emplace(std::move(values_.front()));
      values_.pop_front();
    }
    room_.notify_one();
    return value;
  }

  void Close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    room_.notify_all();
    filled_.notify_all();
  }

  size_t capacity() const { return capacity_; }
  size_t size() const {
    const std::lock_guard lock(mutex_);
    return values_.size();
  }
  bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

 private:
  const size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace tocsin
