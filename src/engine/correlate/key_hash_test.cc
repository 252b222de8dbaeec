#include "engine/correlate/key_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tocsin::correlate {
namespace {

// The key 00 01 .. 0f, and inputs 00 01 .. of the reference code's test vectors.
TEST(KeyHash, IsSipHash) {
  const KeySecret secret{0x0706050403020100U, 0x0F0E0D0C0B0A0908U};
  EXPECT_EQ(HashOfKey("", secret), (KeyHash{0xE6A825BA047F81A3U, 0x930255C71472F66DU}));
  EXPECT_EQ(HashOfKey(std::string(1, '\0'), secret),
            (KeyHash{0x44AF996BD8C187DAU, 0x45FC229B11597634U}));
}

TEST(KeyHash, DependsOnEveryByteTheLengthTheSecretAndTheRole) {
  std::set<KeyHash> seen;
  std::string key;
  std::size_t expected = 0;
  for (int length = 0; length < 40; ++length) {
    for (std::size_t flip = 0; flip <= key.size(); ++flip) {
      std::string changed = key;
      if (flip < key.size()) changed[flip] = 'y';
      for (const std::uint64_t secret : {1, 2}) {
        const KeyHash hash = HashOfKey(changed, {secret, 7});
        seen.insert(hash.In(0));
        seen.insert(hash.In(1));
        expected += 2;
      }
    }
    key += 'x';
  }
  EXPECT_EQ(seen.size(), expected);
}

}  // namespace
}  // namespace tocsin::correlate
