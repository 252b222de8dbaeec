#include "base/uuid.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr std::string_view kDns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

TEST(Uuid, ReadsAndWrites) {
  EXPECT_EQ(Uuid::Parse("6BA7B810-9DAD-11D1-80B4-00C04FD430C8")->ToString(), kDns);
  EXPECT_EQ(Uuid::Parse("{6ba7b810-9dad-11d1-80b4-00c04fd430c8}")->ToString(), kDns);
  for (const std::string_view text :
       {"", "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b8109dad-11d1-80b4-00c04fd430c8-",
        "6ba7b810-9dad-11d1-80b4-00c04fd430cg", "(6ba7b810-9dad-11d1-80b4-00c04fd430c8)"}) {
    EXPECT_FALSE(Uuid::Parse(text)) << text;
  }
}

// RFC 9562, appendix A.4.
TEST(Uuid, NamesByVersionFive) {
  EXPECT_EQ(Uuid::V5(*Uuid::Parse(kDns), "www.example.com").ToString(),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

}  // namespace
}  // namespace tocsin
