#include "telemetry/sources/tetragon/probe_class.h"

#include <gtest/gtest.h>

namespace tocsin::tetragon {
namespace {

TEST(ProbeClass, IsKnownByFunction) {
  struct Case {
    std::string_view function;
    ProbeSubject subject;
    std::string_view category;
    std::string_view action;
  };
  const Case kCases[] = {
      {"tcp_connect", ProbeSubject::kConnect, "network", "connection_attempted"},
      {"security_socket_connect", ProbeSubject::kConnect, "network", "connection_attempted"},
      {"inet_csk_accept", ProbeSubject::kAccept, "network", "connection_accepted"},
      {"__x64_sys_openat", ProbeSubject::kFile, "file", "open"},
      {"__arm64_sys_unlinkat", ProbeSubject::kFile, "file", "deletion"},
      {"file_open", ProbeSubject::kFile, "file", "open"},
      {"write", ProbeSubject::kFile, "file", "modification"},
      {"accept", ProbeSubject::kAccept, "network", "connection_accepted"},
      {"do_init_module", ProbeSubject::kOther, "driver", "load"},
      {"sys_ptrace", ProbeSubject::kOther, "process", ""},
      {"", ProbeSubject::kOther, "process", ""},
  };
  for (const Case& c : kCases) {
    const ProbeClass kind = ClassOfFunction(c.function);
    EXPECT_EQ(kind.subject, c.subject) << c.function;
    EXPECT_EQ(kind.category, c.category) << c.function;
    EXPECT_EQ(kind.action, c.action) << c.function;
  }
}

}  // namespace
}  // namespace tocsin::tetragon
