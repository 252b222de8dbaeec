#include "base/base64.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

// RFC 4648, section 10.
TEST(Base64, EncodesTheExamples) {
  const struct {
    std::string_view bytes;
    std::string_view text;
  } kCases[] = {{"", ""},
                {"f", "Zg=="},
                {"fo", "Zm8="},
                {"foo", "Zm9v"},
                {"foob", "Zm9vYg=="},
                {"fooba", "Zm9vYmE="},
                {"foobar", "Zm9vYmFy"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(Base64Encode(c.bytes), c.text);
    EXPECT_EQ(Base64Decode(c.text), c.bytes);
  }
}

TEST(Base64, TakesTextWithoutPadding) {
  EXPECT_EQ(Base64Decode("Zg"), "f");
  EXPECT_EQ(Base64Decode("Zm8"), "fo");
}

TEST(Base64, HasTwoAlphabets) {
  EXPECT_EQ(Base64Encode("\xFB\xFF"), "+/8=");
  EXPECT_EQ(Base64Encode("\xFB\xFF", Base64Alphabet::kUrl), "-_8=");
  EXPECT_EQ(Base64Decode("-_8", Base64Alphabet::kUrl), "\xFB\xFF");
  EXPECT_FALSE(Base64Decode("-_8"));
}

TEST(Base64, RejectsEverythingElse) {
  for (const std::string_view text :
       {"Z", "Zg=", "Zg===", "=", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9", "Zm9v\n"}) {
    EXPECT_FALSE(Base64Decode(text)) << text;
  }
}

}  // namespace
}  // namespace tocsin
