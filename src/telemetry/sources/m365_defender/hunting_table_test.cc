#include "telemetry/sources/m365_defender/hunting_table.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tocsin::m365_defender {
namespace {

TEST(HuntingTable, NamesTheTable) {
  EXPECT_EQ(TableOf("AdvancedHunting-DeviceEvents"), "DeviceEvents");
  EXPECT_EQ(TableOf("DeviceEvents"), "");
}

TEST(HuntingTable, ClassifiesRows) {
  struct Case {
    const char* name;
    RowFacts row;
    RowKind kind;
    std::string_view category;
    std::string_view type;
    std::string_view action = {};
  };
  const Case kCases[] = {
      {"process", {"DeviceProcessEvents", "ProcessCreated"}, kProcess, "process", "start", "start"},
      {"any letter case", {"devicefileevents", "filerenamed"}, kFile, "file", "change", "rename"},
      {"connection", {"DeviceNetworkEvents", "ConnectionFailed"}, kNetwork, "network", "denied"},
      {"accepted",
       {"DeviceNetworkEvents", "InboundConnectionAccepted", "In"},
       kInbound,
       "network",
       "start"},
      {"inbound by name",
       {"DeviceNetworkEvents", "InboundConnectionAttempt"},
       kInbound,
       "network",
       "info"},
      {"inbound by name, published",
       {"DeviceNetworkEvents", "InboundConnectionAttempt", {}, false, true},
       kNetwork,
       "network",
       "info"},
      {"the direction decides",
       {"DeviceNetworkEvents", "InboundConnectionAttempt", "Out"},
       kNetwork,
       "network",
       "info"},
      {"image", {"DeviceImageLoadEvents", "ImageLoaded"}, kImageLoad, "library", "start", "load"},
      {"API", {"DeviceEvents", "OpenProcessApiCall", {}, true}, kApiCall, "api", "access"},
      {"driver", {"DeviceEvents", "DriverLoad"}, kDriver, "driver", "start", "load"},
      {"act", {"DeviceEvents", "DpapiAccessed"}, kAct, "host", "info"},
      {"act on a process",
       {"DeviceEvents", "MemoryRemoteProtect", {}, true},
       kActOnProcess,
       "host",
       "info"},
      {"about a process",
       {"DeviceEvents", "ProcessCreatedUsingWmiQuery", {}, true},
       kProcessReport,
       "host",
       "info"},
      {"no process of its own", {"DeviceEvents", "ScheduledTaskCreated"}, kAct, "host", "info"},
      {"the same, published",
       {"DeviceEvents", "ScheduledTaskCreated", {}, false, true},
       kProcessReport,
       "host",
       "info"},
      {"unknown table", {"DeviceTvmInfoGathering", ""}, kOther, "", "info"},
  };
  for (const Case& c : kCases) {
    const RowClass got = Classify(c.row);
    EXPECT_EQ(got.kind, c.kind) << c.name;
    EXPECT_EQ(got.category, c.category) << c.name;
    EXPECT_EQ(got.type, c.type) << c.name;
    EXPECT_EQ(got.action, c.action) << c.name;
  }
}

TEST(HuntingTable, EveryKindHasAName) {
  for (int code = kProcess; code <= kUrlClick; ++code) {
    EXPECT_TRUE(std::any_of(RowKindNames().begin(), RowKindNames().end(),
                            [code](const EventKindName& kind) { return kind.code == code; }))
        << code;
  }
}

}  // namespace
}  // namespace tocsin::m365_defender
