// Hashes: xxh3 for tables, SHA-2 and SHA-1 for names that other programs know.
//
// Hash64 and Hash128 are the stable XXH3 algorithms: the same bytes give the same number in every
// release and on every machine, so they may be stored. They are not safe against an adversary who
// picks the bytes; use SHA-256 where that matters. SHA-1 exists only for formats that ask for it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin {

uint64_t Hash64(std::string_view bytes, uint64_t seed = 0);

struct Hash128Value {
  uint64_t low = 0;
  uint64_t high = 0;

  friend bool operator==(const Hash128Value&, const Hash128Value&) = default;
  friend auto operator<=>(const Hash128Value&, const Hash128Value&) = default;
};
Hash128Value Hash128(std::string_view bytes, uint64_t seed = 0);

// Mixes a number into a running hash; order matters.
constexpr uint64_t HashCombine(uint64_t hash, uint64_t value) {
  // The finalizer of splitmix64 (Steele, Lea, Flood 2014) over the sum.
  uint64_t x = hash + 0x9E3779B97F4A7C15U + value;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

// Hash and equality for unordered containers with std::string keys that are looked up by view.
struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return static_cast<size_t>(Hash64(text)); }
};
struct TextEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return a == b; }
};

using Sha256Digest = std::array<uint8_t, 32>;
using Sha1Digest = std::array<uint8_t, 20>;

// SHA-256 over bytes that come in parts (FIPS 180-4).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void Update(std::string_view bytes);
  // The digest; the object starts anew.
  Sha256Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256Digest Sha256Of(std::string_view bytes);
std::string Sha256Hex(std::string_view bytes);  // 64 lower-case digits
Sha1Digest Sha1Of(std::string_view bytes);
std::string Sha1Hex(std::string_view bytes);  // 40 lower-case digits

}  // namespace tocsin
