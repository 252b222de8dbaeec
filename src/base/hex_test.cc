#include "base/hex.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using namespace std::string_view_literals;

TEST(Hex, WritesLowerCaseAndReadsBoth) {
  EXPECT_EQ(HexEncode("\x00\xAB\xFF"sv), "00abff");
  EXPECT_EQ(HexDecode("00aBFf"), "\x00\xAB\xFF"sv);
  EXPECT_EQ(HexDecode(""), "");
  EXPECT_FALSE(HexDecode("0"));
  EXPECT_FALSE(HexDecode("0g"));
}

}  // namespace
}  // namespace tocsin
