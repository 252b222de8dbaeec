// What the names of the sensor's events (event_simpleName) mean in ECS.
//
// The sensor has close to a thousand of them and gets more with every version. Names that matter to
// detection stand in a table; the rest is classified by the words that all names are made of.
//
// Pure; a binary search and a few comparisons.
#pragma once

#include "telemetry/sources/field_map.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::crowdstrike_fdr {

// Which rows of the field map an event needs.
enum Family : std::uint16_t {
  kOther,
  kProcess,
  kConnection,  // from this host, or of unknown direction
  kInbound,     // a connection to this host
  kDns,
  kFile,
  kRename,
  kDirectory,
  kRegistry,
  kLibrary,
  kDriver,
  kLogon,
  kAccount,
  kDetection,  // a finding of the cloud, not an event of the sensor
  kHostTable,  // a row of aidmaster
  kUserTable,  // a row of userinfo
};

struct EventKind {
  Family family = kOther;
  std::array<std::string_view, 3> categories = {};  // event.category; empty texts end the list
  std::array<std::string_view, 3> types = {};       // event.type likewise
  std::string_view kind = "event";                  // event.kind
  std::string_view outcome = "success";             // event.outcome
};

const EventKind& KindOfEvent(std::string_view simple_name);

// The families under names for people.
std::span<const EventKindName> FamilyNames();

inline constexpr EventKind kDetectionKind{
    kDetection, {"intrusion_detection"}, {"info"}, "alert", ""};
inline constexpr EventKind kHostTableKind{kHostTable, {"host"}, {"info"}, "asset", ""};
inline constexpr EventKind kUserTableKind{kUserTable, {"iam"}, {"user", "info"}, "asset", ""};

}  // namespace tocsin::crowdstrike_fdr
