#include "telemetry/sources/m365_defender/hunting_table.h"

#include "base/case_fold.h"

#include <algorithm>
#include <iterator>

namespace tocsin::m365_defender {
namespace {

constexpr std::string_view kPrefix = "AdvancedHunting-";
constexpr std::string_view kDeviceEvents = "DeviceEvents";

constexpr EventKindName kKindNames[] = {
    {kProcess, "process"},
    {kNetwork, "network"},
    {kInbound, "inbound network"},
    {kFile, "file"},
    {kRegistry, "registry"},
    {kImageLoad, "image load"},
    {kLogon, "logon"},
    {kAct, "act"},
    {kActOnProcess, "act on a process"},
    {kProcessReport, "process report"},
    {kApiCall, "API call"},
    {kDriver, "driver"},
    {kDeviceInfo, "device info"},
    {kNetworkInfo, "network info"},
    {kCertificate, "certificate"},
    {kAlert, "alert"},
    {kIdentity, "identity"},
    {kCloudApp, "cloud app"},
    {kEmail, "email"},
    {kEmailFile, "email attachment"},
    {kEmailUrl, "email URL"},
    {kUrlClick, "URL click"},
};

// Tables and what their rows are unless the action says more. DeviceEvents has no line of its own.
struct Table {
  std::string_view name;
  RowClass row;
};
constexpr Table kTables[] = {
    {"DeviceProcessEvents", {kProcess, "process", "info", {}}},
    {"DeviceNetworkEvents", {kNetwork, "network", "info", {}}},
    {"DeviceFileEvents", {kFile, "file", "info", {}}},
    {"DeviceRegistryEvents", {kRegistry, "registry", "info", {}}},
    {"DeviceImageLoadEvents", {kImageLoad, "library", "start", "load"}},
    {"DeviceLogonEvents", {kLogon, "authentication", "info", {}}},
    {"DeviceInfo", {kDeviceInfo, "host", "info", {}}},
    {"DeviceNetworkInfo", {kNetworkInfo, "network", "info", {}}},
    {"DeviceFileCertificateInfo", {kCertificate, "file", "info", {}}},
    {"AlertInfo", {kAlert, {}, "info", {}}},
    {"AlertEvidence", {kAlert, {}, "info", {}}},
    {"IdentityLogonEvents", {kIdentity, "authentication", "info", {}}},
    {"IdentityQueryEvents", {kIdentity, "network", "info", {}}},
    {"IdentityDirectoryEvents", {kIdentity, "iam", "info", {}}},
    {"CloudAppEvents", {kCloudApp, "web", "info", {}}},
    {"EmailEvents", {kEmail, "email", "info", {}}},
    {"EmailPostDeliveryEvents", {kEmail, "email", "info", {}}},
    {"EmailAttachmentInfo", {kEmailFile, "email", "info", {}}},
    {"EmailUrlInfo", {kEmailUrl, "email", "info", {}}},
    {"UrlClickEvents", {kUrlClick, "web", "access", {}}},
};

// Actions with a type, or a name, of their own.
struct Action {
  RowKind kind;
  std::string_view name;
  std::string_view type;
  std::string_view action = {};
};
constexpr Action kActions[] = {
    {kProcess, "ProcessCreated", "start", "start"},
    {kNetwork, "ConnectionSuccess", "start"},
    {kNetwork, "ConnectionRequest", "start"},
    {kNetwork, "InboundConnectionAccepted", "start"},
    {kNetwork, "ListeningConnectionCreated", "start"},
    {kNetwork, "ConnectionFailed", "denied"},
    {kNetwork, "DnsConnectionInspected", "protocol"},
    {kFile, "FileCreated", "creation", "creation"},
    {kFile, "FileDeleted", "deletion", "deletion"},
    {kFile, "FileModified", "change", "modification"},
    {kFile, "FileRenamed", "change", "rename"},
    {kRegistry, "RegistryKeyCreated", "creation", "creation"},
    {kRegistry, "RegistryKeyDeleted", "deletion"},
    {kRegistry, "RegistryKeyRenamed", "change"},
    {kRegistry, "RegistryValueSet", "change", "modification"},
    {kRegistry, "RegistryValueDeleted", "deletion"},
};

// Actions of DeviceEvents whose initiating process is the process of the event, by the published
// mapping.
constexpr std::string_view kActsOfInitiator[] = {
    "AntivirusScanCancelled",
    "AntivirusScanCompleted",
    "AntivirusScanFailed",
    "AppControlPolicyApplied",
    "AppGuardBrowseToUrl",
    "AppGuardCreateContainer",
    "AppGuardLaunchedWithUrl",
    "AppGuardResumeContainer",
    "AuditPolicyModification",
    "BrowserLaunchedToOpenUrl",
    "ClrUnbackedModuleLoaded",
    "ControlFlowGuardViolation",
    "DnsQueryResponse",
    "DpapiAccessed",
    "ExploitGuardAcgEnforced",
    "ExploitGuardWin32SystemCallBlocked",
    "GetClipboardData",
    "LdapSearch",
    "MemoryRemoteProtect",
    "NamedPipeEvent",
    "OtherAlertRelatedActivity",
    "PowerShellCommand",
    "ProcessPrimaryTokenModified",
    "ScreenshotTaken",
    "SmartScreenUrlWarning",
    "WriteToLsassProcessMemory",
};

bool IsActOfInitiator(std::string_view action) {
  return std::any_of(
      std::begin(kActsOfInitiator), std::end(kActsOfInitiator),
      [action](std::string_view name) { return AsciiEqualsIgnoreCase(name, action); });
}

RowClass ClassifyDeviceEvent(const RowFacts& row) {
  if (AsciiEndsWithIgnoreCase(row.action, "ApiCall")) {
    if (AsciiStartsWithIgnoreCase(row.action, "Open")) return {kApiCall, "api", "access", {}};
    if (AsciiStartsWithIgnoreCase(row.action, "Write")) return {kApiCall, "api", "change", {}};
    return {kApiCall, "api", "info", {}};
  }
  if (AsciiFindIgnoreCase(row.action, "DriverLoad") != std::string_view::npos) {
    return {kDriver, "driver", "start", "load"};
  }
  // A row that names no process of its own tells what the initiating process did, whatever the
  // action; the published mapping goes by the list alone.
  RowKind kind = kProcessReport;
  if (IsActOfInitiator(row.action)) {
    kind = row.has_process ? kActOnProcess : kAct;
  } else if (!row.has_process && !row.compat_elastic) {
    kind = kAct;
  }
  return {kind, "host", "info", {}};
}

}  // namespace

std::span<const EventKindName> RowKindNames() { return kKindNames; }

std::string_view TableOf(std::string_view category) {
  if (!AsciiStartsWithIgnoreCase(category, kPrefix)) return {};
  return category.substr(kPrefix.size());
}

RowClass Classify(const RowFacts& row) {
  if (AsciiEqualsIgnoreCase(row.table, kDeviceEvents)) return ClassifyDeviceEvent(row);
  const auto table = std::find_if(
      std::begin(kTables), std::end(kTables),
      [&row](const Table& entry) { return AsciiEqualsIgnoreCase(entry.name, row.table); });
  if (table == std::end(kTables)) return {kOther, {}, "info", {}};

  RowClass result = table->row;
  for (const Action& action : kActions) {
    if (action.kind != result.kind || !AsciiEqualsIgnoreCase(action.name, row.action)) continue;
    result.type = action.type;
    result.action = action.action;
    break;
  }
  if (result.kind == kNetwork) {
    // Without the direction the action's name still tells; the published mapping looks no further.
    const bool inbound = row.direction.empty() && !row.compat_elastic
                             ? AsciiStartsWithIgnoreCase(row.action, "Inbound")
                             : AsciiEqualsIgnoreCase(row.direction, "In");
    if (inbound) result.kind = kInbound;
  }
  return result;
}

}  // namespace tocsin::m365_defender
