// What a row of an advanced-hunting table is about: the table and the action decide who is the
// process of the event, and how the event is classified.
//
// Threads: pure, constant tables.
#pragma once

#include "telemetry/sources/field_map.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::m365_defender {

// The kinds of rows that the field map tells apart (codes of its event sets).
enum RowKind : std::uint16_t {
  kOther,          // a table that the map does not know
  kProcess,        // DeviceProcessEvents: the initiating process is the parent
  kNetwork,        // DeviceNetworkEvents, by the device or by nobody knows whom
  kInbound,        // DeviceNetworkEvents, to the device
  kFile,           // DeviceFileEvents
  kRegistry,       // DeviceRegistryEvents
  kImageLoad,      // DeviceImageLoadEvents
  kLogon,          // DeviceLogonEvents
  kAct,            // DeviceEvents: what the initiating process did
  kActOnProcess,   // DeviceEvents: what it did to another process
  kProcessReport,  // DeviceEvents about a process: the initiating process is the parent
  kApiCall,        // DeviceEvents: a call of the system, perhaps into another process
  kDriver,         // DeviceEvents: a driver was loaded
  kDeviceInfo,
  kNetworkInfo,
  kCertificate,
  kAlert,
  kIdentity,   // logons, queries and changes that a domain controller or Entra ID saw
  kCloudApp,   // CloudAppEvents
  kEmail,      // EmailEvents, EmailPostDeliveryEvents
  kEmailFile,  // EmailAttachmentInfo
  kEmailUrl,   // EmailUrlInfo
  kUrlClick,   // UrlClickEvents
};
std::span<const EventKindName> RowKindNames();

// Facts about a row that its table and columns give.
struct RowFacts {
  std::string_view table;      // "DeviceProcessEvents"; see TableOf
  std::string_view action;     // ActionType
  std::string_view direction;  // "In", "Out" or empty, from AdditionalFields
  bool has_process = false;    // columns Process* have values
  bool compat_elastic = false;
};

struct RowClass {
  RowKind kind = kOther;
  std::string_view category;  // event.category; empty: none
  std::string_view type;      // event.type; empty: none
  std::string_view action;    // event.action; empty: ActionType in lower case
};

// The table's name in `category`; empty when it names none.
std::string_view TableOf(std::string_view category);

RowClass Classify(const RowFacts& row);

}  // namespace tocsin::m365_defender
