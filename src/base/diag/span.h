// Span: a range of bytes of a text.
//
// Offsets count bytes from 0; `end` is one past the last byte. Lines and columns, which people see,
// count from 1 and are computed only when a message is printed (source_text.h). A span alone does
// not say of which text; whoever keeps it knows. Texts of rules and queries stay below 4 GiB.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tocsin {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  static constexpr Span Of(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  // An empty span: a place between two bytes.
  static constexpr Span At(size_t offset) { return Of(offset, offset); }

  constexpr uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool Contains(uint32_t offset) const { return begin <= offset && offset < end; }

  friend constexpr bool operator==(Span, Span) = default;
};

// The smallest span that covers both.
constexpr Span Cover(Span a, Span b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace tocsin
