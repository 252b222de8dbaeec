#include "telemetry/sources/sentinel_one/event_class.h"

#include <gtest/gtest.h>

#include <string_view>

namespace tocsin::sentinel_one {
namespace {

TEST(EventClass, KnowsTheEventsOfTheAgent) {
  struct Case {
    std::string_view category;
    std::string_view type;
    Family family;
    std::string_view ecs_category;
    std::string_view ecs_type;
    std::string_view action;
  };
  constexpr Case kCases[] = {
      {"process", "Process Creation", kProcess, "process", "start", "start"},
      {"process", "ProcessCreation", kProcess, "process", "start", "start"},
      {"process", "Process Exit", kProcess, "process", "end", "end"},
      {"process", "ProcessTermination", kProcess, "process", "end", "end"},
      {"ip", "IP Connect", kConnect, "network", "start", ""},
      {"ip", "IPConnect", kConnect, "network", "start", ""},
      {"ip", "IP Listen", kListen, "network", "info", ""},
      {"dns", "DNS Unresolved", kDns, "network", "info", "lookup_requested"},
      {"file", "File Creation", kFile, "file", "creation", "creation"},
      {"file", "FileModification", kFile, "file", "change", "modification"},
      {"file", "File Deletion", kFile, "file", "deletion", "deletion"},
      {"file", "File Rename", kFile, "file", "change", "rename"},
      {"file", "File Scan", kFile, "file", "info", ""},
      {"registry", "Registry Key Create", kRegKey, "registry", "creation", "creation"},
      {"registry", "RegistryValueCreate", kRegValue, "registry", "creation", "creation"},
      {"registry", "Registry Value Modified", kRegValue, "registry", "change", "modification"},
      {"registry", "Registry Key Delete", kRegKey, "registry", "deletion", "deletion"},
      {"module", "Module Load", kModule, "library", "start", "load"},
      {"driver", "Driver Load", kDriver, "driver", "start", "load"},
      {"logins", "Login", kLogin, "authentication", "start", ""},
      {"logins", "Logout", kLogin, "authentication", "end", ""},
      {"cross_process", "Open Remote Process Handle", kCrossProcess, "process", "access", "open"},
      {"cross_process", "Remote Thread Creation", kCrossProcess, "process", "change",
       "remote_thread"},
      {"scheduled_task", "Task Register", kOther, "configuration", "creation", "creation"},
      {"indicators", "Behavioral Indicators", kIndicator, "intrusion_detection", "info", ""},
      {"gateway", "Something New", kOther, "", "info", ""},
  };
  for (const Case& c : kCases) {
    const EventClass result = ClassOfEvent(c.category, c.type);
    EXPECT_EQ(result.family, c.family) << c.type;
    EXPECT_EQ(result.categories[0], c.ecs_category) << c.type;
    EXPECT_EQ(result.types[0], c.ecs_type) << c.type;
    EXPECT_EQ(result.action, c.action) << c.type;
  }
}

}  // namespace
}  // namespace tocsin::sentinel_one
