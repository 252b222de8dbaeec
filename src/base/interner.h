// Interner: each distinct text gets one small number, and back.
//
// Numbers are dense from 0 in order of first sight. Views that Text() returns stay valid until the
// interner's end. Texts are compared as bytes. Not thread safe while Intern() runs; once no more is
// added, const calls are. Cost: one xxh3 hash and one probe per look-up, no allocation for a text
// that is already known.
#pragma once

#include "base/arena.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin {

class Interner {
 public:
  // The number of `text`, which is copied if it is new.
  uint32_t Intern(std::string_view text);

  std::optional<uint32_t> Find(std::string_view text) const;
  std::string_view Text(uint32_t id) const { return texts_[id]; }

  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }
  size_t bytes_used() const;

 private:
  static constexpr uint32_t kEmpty = UINT32_MAX;

  // Index of the slot that holds `text`, or of the empty slot where it belongs.
  size_t Probe(std::string_view text, uint64_t hash) const;
  void Rehash(size_t slots);

  Arena arena_;
  std::vector<std::string_view> texts_;
  std::vector<uint64_t> hashes_;  // by id
  std::vector<uint32_t> slots_;   // ids; size is a power of two, at most half full
};

}  // namespace tocsin
