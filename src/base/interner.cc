#include "base/interner.h"

#include "base/check.h"
#include "base/hash.h"

namespace tocsin {

uint32_t Interner::Intern(std::string_view text) {
  if (texts_.size() * 2 >= slots_.size()) Rehash(slots_.empty() ? 16 : slots_.size() * 2);
  const uint64_t hash = Hash64(text);
  uint32_t& slot = slots_[Probe(text, hash)];
  if (slot == kEmpty) {
    TOCSIN_CHECK(texts_.size() < kEmpty, "interner is full");
    slot = static_cast<uint32_t>(texts_.size());
    texts_.push_back(arena_.Copy(text));
    hashes_.push_back(hash);
  }
  return slot;
}

std::optional<uint32_t> Interner::Find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const uint32_t id = slots_[Probe(text, Hash64(text))];
  if (id == kEmpty) return std::nullopt;
  return id;
}

size_t Interner::bytes_used() const {
  return arena_.bytes_reserved() + texts_.capacity() * sizeof(std::string_view) +
         hashes_.capacity() * sizeof(uint64_t) + slots_.capacity() * sizeof(uint32_t);
}

size_t Interner::Probe(std::string_view text, uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = static_cast<size_t>(hash) & mask;; slot = (slot + 1) & mask) {
    const uint32_t id = slots_[slot];
    if (id == kEmpty || (hashes_[id] == hash && texts_[id] == text)) return slot;
  }
}

void Interner::Rehash(size_t slots) {
  slots_.assign(slots, kEmpty);
  const size_t mask = slots - 1;
  for (uint32_t id = 0; id < texts_.size(); ++id) {
    size_t slot = static_cast<size_t>(hashes_[id]) & mask;
    while (slots_[slot] != kEmpty) slot = (slot + 1) & mask;
    slots_[slot] = id;
  }
}

}  // namespace tocsin
