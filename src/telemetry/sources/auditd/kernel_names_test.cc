#include "telemetry/sources/auditd/kernel_names.h"

#include <gtest/gtest.h>

namespace tocsin::auditd {
namespace {

TEST(KernelNames, NameCallsByArchitecture) {
  struct Case {
    Architecture architecture;
    std::string_view number;
    std::string_view name;
  };
  using enum Architecture;
  const Case kCases[] = {
      {kAmd64, "59", "execve"},
      {kAmd64, "0", "read"},
      {kAmd64, "452", "fchmodat2"},
      {kAmd64, "1073741825", "write"},  // the x32 ABI
      {kI386, "11", "execve"},
      {kI386, "102", "socketcall"},
      {kAarch64, "221", "execve"},
      {kAarch64, "203", "connect"},
      {kAmd64, "9999", ""},
      {kAmd64, "-1", ""},
      {kAmd64, "", ""},
      {kAmd64, "59x", ""},
      {kOther, "59", ""},
      {kUnknown, "59", ""},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(SystemCallName(c.architecture, c.number), c.name) << c.number;
}

TEST(KernelNames, NameArchitecturesAndErrors) {
  EXPECT_EQ(ArchitectureOf("c000003e"), Architecture::kAmd64);
  EXPECT_EQ(ArchitectureName("c00000b7"), "aarch64");
  EXPECT_EQ(ArchitectureOf("80000016"), Architecture::kOther);
  EXPECT_EQ(ArchitectureName("1"), "");
  EXPECT_EQ(ErrorName("-115"), "EINPROGRESS");
  EXPECT_EQ(ErrorName("-1"), "EPERM");
  EXPECT_EQ(ErrorName("115"), "");
  EXPECT_EQ(ErrorName("-"), "");
  EXPECT_EQ(ErrorName("-9999"), "");
}

TEST(KernelNames, NameSocketCalls) {
  EXPECT_EQ(SocketCallName("3"), "connect");
  EXPECT_EQ(SocketCallName("12"), "accept4");
  EXPECT_EQ(SocketCallName("15"), "");
  EXPECT_EQ(SocketCallName("x"), "");
}

}  // namespace
}  // namespace tocsin::auditd
