#include "base/ip.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

std::string Canonical(std::string_view text) {
  const std::optional<IpAddress> address = IpAddress::Parse(text);
  return address ? address->ToString() : "none";
}

TEST(IpAddress, PrintsTheCanonicalForm) {
  const struct {
    std::string_view text;
    std::string_view canonical;
  } kCases[] = {
      {"10.0.0.1", "10.0.0.1"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"::1", "::1"},
      {"1::", "1::"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // one zero group stays (RFC 5952, 4.2.2)
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // the longest run
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // the first of equal runs
      {"fe80::0001", "fe80::1"},
      {"::ffff:10.0.0.1", "10.0.0.1"},
      {"::FFFF:0a00:0001", "10.0.0.1"},
      {"64:ff9b::1.2.3.4", "64:ff9b::102:304"},
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Canonical(c.text), c.canonical) << c.text;
}

TEST(IpAddress, RejectsEverythingElse) {
  for (const std::string_view text : {"",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "256.1.1.1",
                                      "01.2.3.4",
                                      "1.2.3.4 ",
                                      " 1.2.3.4",
                                      "1.2.3.-4",
                                      "1..2.3",
                                      ":",
                                      ":::",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1::2::3",
                                      "12345::",
                                      "g::",
                                      "fe80::1%eth0",
                                      "[::1]",
                                      "::1:",
                                      ":1::",
                                      "1:2:3:4:5:6:7:8::",
                                      "::1.2.3",
                                      "1.2.3.4::",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "1.2.3.4:80",
                                      "localhost"}) {
    EXPECT_FALSE(IpAddress::Parse(text)) << text;
  }
}

TEST(IpAddress, KnowsItsFamily) {
  EXPECT_TRUE(IpAddress::Parse("::ffff:1.2.3.4")->is_v4());
  EXPECT_EQ(IpAddress::Parse("1.2.3.4")->v4(), 0x01020304U);
  EXPECT_FALSE(IpAddress::Parse("::1.2.3.4")->is_v4());
  EXPECT_EQ(IpAddress::FromV4(0x7F000001).ToString(), "127.0.0.1");
  EXPECT_LT(*IpAddress::Parse("9.0.0.0"), *IpAddress::Parse("10.0.0.0"));
}

TEST(CidrBlock, ContainsItsAddresses) {
  const struct {
    std::string_view block;
    std::string_view address;
    bool inside;
  } kCases[] = {
      {"10.0.0.0/8", "10.255.0.1", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"10.1.2.3/8", "10.9.9.9", true},
      {"192.168.0.0/31", "192.168.0.1", true},
      {"192.168.0.0/31", "192.168.0.2", false},
      {"0.0.0.0/0", "8.8.8.8", true},
      {"0.0.0.0/0", "::1", false},
      {"127.0.0.1", "127.0.0.1", true},
      {"127.0.0.1", "127.0.0.2", false},
      {"FE80::/10", "febf::1", true},
      {"fe80::/10", "fec0::1", false},
      {"::/0", "10.0.0.1", true},
      {"10.0.0.0/8", "::ffff:10.0.0.1", true},
      {"::ffff:10.0.0.0/104", "10.1.1.1", true},
      {"::1", "::1", true},
      {"172.16.0.0/12", "172.31.255.255", true},
      {"172.16.0.0/12", "172.32.0.0", false},
  };
  for (const auto& c : kCases) {
    const std::optional<CidrBlock> block = CidrBlock::Parse(c.block);
    ASSERT_TRUE(block) << c.block;
    EXPECT_EQ(block->Contains(*IpAddress::Parse(c.address)), c.inside)
        << c.block << " " << c.address;
  }
}

TEST(CidrBlock, HasFirstLastAndText) {
  const CidrBlock block = *CidrBlock::Parse("10.1.2.3/12");
  EXPECT_EQ(block.first().ToString(), "10.0.0.0");
  EXPECT_EQ(block.last().ToString(), "10.15.255.255");
  EXPECT_EQ(block.ToString(), "10.0.0.0/12");
  EXPECT_EQ(CidrBlock::Parse("2001:DB8::1/32")->ToString(), "2001:db8::/32");
  EXPECT_EQ(CidrBlock::Parse("::1")->ToString(), "::1/128");
}

TEST(CidrBlock, RejectsEverythingElse) {
  for (const std::string_view text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1",
                                      "10.0.0.0/8/8", "10.0.0.0/8 ", "10.0.0/8", "10.0.0.0/+8"}) {
    EXPECT_FALSE(CidrBlock::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace tocsin
