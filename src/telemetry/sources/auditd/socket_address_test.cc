#include "telemetry/sources/auditd/socket_address.h"

#include <gtest/gtest.h>

namespace tocsin::auditd {
namespace {

TEST(SocketAddress, ReadsFamilies) {
  struct Case {
    std::string_view hex;
    std::string_view family;
    std::string_view address;
    int port;  // -1: none
    std::string_view path;
  };
  const Case kCases[] = {
      {"020001BB09090909", "ipv4", "9.9.9.9", 443, ""},
      {"020001bb090909090000000000000000", "ipv4", "9.9.9.9", 443, ""},
      {"0A0001BB00000000262000FE00000000000000000000"
       "00FE00000000",
       "ipv6", "2620:fe::fe", 443, ""},
      {"0A00001600000000"
       "00000000000000000000FFFF0A000001"
       "00000000",
       "ipv6", "10.0.0.1", 22, ""},
      {"01002F72756E2F61", "unix", "", -1, "/run/a"},
      {"01002F72756E0061", "unix", "", -1, "/run"},
      {"0100006162", "unix", "", -1, "@ab"},
      {"0100", "unix", "", -1, ""},
      {"100000000000000000000000", "netlink", "", -1, ""},
      {"26006861736800", "38", "", -1, ""},
  };
  Arena arena;
  for (const Case& c : kCases) {
    const auto socket = ParseSocketAddress(c.hex, arena);
    ASSERT_TRUE(socket) << c.hex;
    EXPECT_EQ(socket->family, c.family) << c.hex;
    EXPECT_EQ(socket->address, c.address) << c.hex;
    EXPECT_EQ(socket->port ? *socket->port : -1, c.port) << c.hex;
    EXPECT_EQ(socket->path, c.path) << c.hex;
  }
}

TEST(SocketAddress, RefusesOtherText) {
  Arena arena;
  for (const std::string_view hex :
       {"", "0", "02", "0200", "020001BB0909", "0A0001BB0000", "02000G", "hello", "(null)"}) {
    EXPECT_FALSE(ParseSocketAddress(hex, arena)) << hex;
  }
}

}  // namespace
}  // namespace tocsin::auditd
