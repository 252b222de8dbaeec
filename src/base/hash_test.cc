#include "base/hash.h"

#include <gtest/gtest.h>

#include <unordered_map>

namespace tocsin {
namespace {

// The values are those of the published XXH3 algorithm and must never change: they are stored.
TEST(Hash, IsStable) {
  EXPECT_EQ(Hash64(""), 0x2D06800538D394C2U);
  EXPECT_EQ(Hash128("").low, 0x6001C324468D497FU);
  EXPECT_EQ(Hash128("").high, 0x99AA06D3014798D8U);
  EXPECT_NE(Hash64("a"), Hash64("a", 1));
}

TEST(Hash, CombineDependsOnOrder) {
  EXPECT_NE(HashCombine(HashCombine(0, 1), 2), HashCombine(HashCombine(0, 2), 1));
}

TEST(Hash, LooksUpByView) {
  std::unordered_map<std::string, int, TextHash, TextEqual> map{{"key", 1}};
  EXPECT_EQ(map.find(std::string_view("key"))->second, 1);
}

// FIPS 180-4, example messages.
TEST(Sha, HashesTheExamples) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha1Hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Sha, TakesParts) {
  Sha256 hash;
  hash.Update("a");
  hash.Update("");
  hash.Update("bc");
  EXPECT_EQ(hash.Finish(), Sha256Of("abc"));
  EXPECT_EQ(hash.Finish(), Sha256Of(""));  // starts anew
}

}  // namespace
}  // namespace tocsin
