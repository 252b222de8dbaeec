// Limits that keep a parser within its stack and its time, whatever text it is given.
//
//   DepthGuard guard(depth_, limits_.depth_max);
//   if (!guard) return TooDeep();
//
// One guard stands in every function that can call itself; loops that build left-leaning trees hold
// one per turn (Deepen), because such a tree is as deep as the loop was long and is walked by
// recursion later.
#pragma once

#include <cstddef>

namespace tocsin::syntax {

struct Limits {
  std::size_t text_bytes_max = std::size_t{1} << 20;
  int depth_max = 200;          // of nested expressions
  std::size_t errors_max = 20;  // told of one text
};

class DepthGuard {
 public:
  // Begins with one level, or with none for a loop that deepens later.
  DepthGuard(int& depth, int depth_max, int levels = 1)
      : depth_(depth), depth_max_(depth_max), added_(levels) {
    depth_ += levels;
  }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;
  ~DepthGuard() { depth_ -= added_; }

  // One level more until the guard ends.
  void Deepen() {
    ++depth_;
    ++added_;
  }
  // Within the limit?
  explicit operator bool() const { return depth_ <= depth_max_; }

 private:
  int& depth_;
  const int depth_max_;
  int added_;
};

}  // namespace tocsin::syntax
