#include "engine/correlate/key_hash.h"

#include <bit>
#include <cstddef>

namespace tocsin::correlate {
namespace {

// SipHash: a short-input PRF, section 2; the 128-bit form is that of the authors' reference code.
class SipState {
 public:
  explicit SipState(const KeySecret& secret)
      : v0_(secret.low ^ 0x736F6D6570736575U),
        v1_(secret.high ^ 0x646F72616E646F6DU ^ 0xEEU),
        v2_(secret.low ^ 0x6C7967656E657261U),
        v3_(secret.high ^ 0x7465646279746573U) {}

  void Compress(std::uint64_t word) {
    v3_ ^= word;
    Rounds(2);
    v0_ ^= word;
  }
  KeyHash Finish() {
    v2_ ^= 0xEEU;
    Rounds(4);
    const std::uint64_t low = v0_ ^ v1_ ^ v2_ ^ v3_;
    v1_ ^= 0xDDU;
    Rounds(4);
    return {low, v0_ ^ v1_ ^ v2_ ^ v3_};
  }

 private:
  void Rounds(int count) {
    for (; count > 0; --count) {
      v0_ += v1_;
      v1_ = std::rotl(v1_, 13) ^ v0_;
      v0_ = std::rotl(v0_, 32);
      v2_ += v3_;
      v3_ = std::rotl(v3_, 16) ^ v2_;
      v0_ += v3_;
      v3_ = std::rotl(v3_, 21) ^ v0_;
      v2_ += v1_;
      v1_ = std::rotl(v1_, 17) ^ v2_;
      v2_ = std::rotl(v2_, 32);
    }
  }

  std::uint64_t v0_, v1_, v2_, v3_;
};

// Little-endian, at most 8 bytes.
std::uint64_t WordOf(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    word = word << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return word;
}

}  // namespace

KeyHash HashOfKey(std::string_view key, const KeySecret& secret) {
  SipState state(secret);
  const std::uint64_t length = key.size();
  for (; key.size() >= 8; key.remove_prefix(8)) state.Compress(WordOf(key.substr(0, 8)));
  state.Compress(length << 56U | WordOf(key));
  return state.Finish();
}

}  // namespace tocsin::correlate
