// What event.category and event.type of the agent mean in ECS.
//
// Pure; a few comparisons of short texts.
#pragma once

#include "telemetry/sources/field_map.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::sentinel_one {

// Which rows of the field map an event needs.
enum Family : std::uint16_t {
  kOther,
  kProcess,       // about a process that another one made or ended
  kCrossProcess,  // one process reaches into another
  kConnect,
  kListen,
  kDns,
  kFile,
  kRegKey,
  kRegValue,
  kModule,
  kDriver,
  kLogin,
  kUrl,
  kIndicator,
};

struct EventClass {
  Family family = kOther;
  std::array<std::string_view, 1> categories = {};  // event.category; an empty text is none
  std::array<std::string_view, 2> types = {};       // event.type likewise
  std::string_view action = {};                     // event.action
};

// `type` with or without blanks: "Process Creation", "ProcessCreation".
EventClass ClassOfEvent(std::string_view category, std::string_view type);

// The families under names for people.
std::span<const EventKindName> FamilyNames();

}  // namespace tocsin::sentinel_one
