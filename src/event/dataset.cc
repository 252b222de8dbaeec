#include "event/dataset.h"

#include "base/case_fold.h"
#include "base/check.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tocsin {
namespace {

using enum FamilyKind;

// Sets of operating systems.
constexpr unsigned kOnWindows = 1;
constexpr unsigned kOnLinux = 2;
constexpr unsigned kOnMacos = 4;
constexpr unsigned kOnAll = kOnWindows | kOnLinux | kOnMacos;

constexpr unsigned OsBit(OsType os) {
  return os == OsType::kUnknown ? 0 : 1U << (static_cast<unsigned>(os) - 1);
}

constexpr KindSet kEveryHostKind = kApi | kAuthentication | kConfiguration | kDns | kDriver |
                                   kFile | kHost | kIam | kLibrary | kNetwork | kProcess |
                                   kRegistry | kSession;

// One way in which telemetry of hosts is stored. A family without a dataset is a name that only
// patterns use: the events in it carry the datasets of other rows.
struct Family {
  std::string_view dataset;
  std::string_view stem;  // of the index name
  unsigned systems;
  KindSet kinds;
};

constexpr Family kFamilies[] = {
    {"endpoint.events.process", "logs-endpoint.events.process-", kOnAll, kProcess},
    {"endpoint.events.network", "logs-endpoint.events.network-", kOnAll, kNetwork | kDns},
    {"endpoint.events.file", "logs-endpoint.events.file-", kOnAll, kFile},
    {"endpoint.events.registry", "logs-endpoint.events.registry-", kOnWindows, kRegistry},
    {"endpoint.events.library", "logs-endpoint.events.library-", kOnAll, kLibrary | kDriver},
    {"endpoint.events.api", "logs-endpoint.events.api-", kOnWindows, kApi},
    {"endpoint.events.security", "logs-endpoint.events.security-", kOnAll,
     kAuthentication | kSession | kIam},
    {"endpoint.events.device", "logs-endpoint.events.device-", kOnAll, kHost},

    {"esensor", "endgame-", kOnAll, kEveryHostKind},
    {"crowdstrike.fdr", "logs-crowdstrike.fdr-", kOnAll, kEveryHostKind},
    {"m365_defender.event", "logs-m365_defender.event-", kOnAll, kEveryHostKind},
    {"sentinel_one_cloud_funnel.event", "logs-sentinel_one_cloud_funnel.event-", kOnAll,
     kEveryHostKind},
    {"sentinel_one_cloud_funnel.dns", "logs-sentinel_one_cloud_funnel.dns-", kOnAll,
     kNetwork | kDns},

    {"", "winlogbeat-", kOnWindows, kEveryHostKind},
    {"windows.forwarded", "logs-windows.forwarded-", kOnWindows, kEveryHostKind},
    {"windows.sysmon_operational", "logs-windows.sysmon_operational-", kOnWindows,
     kProcess | kNetwork | kDns | kFile | kRegistry | kLibrary | kDriver | kConfiguration},
    {"system.security", "logs-system.security-", kOnWindows,
     kProcess | kNetwork | kFile | kRegistry | kAuthentication | kSession | kIam | kConfiguration},
    {"system.system", "logs-system.system-", kOnWindows, kIam | kConfiguration},

    {"", "auditbeat-", kOnLinux,
     kProcess | kNetwork | kFile | kDriver | kAuthentication | kSession | kIam | kConfiguration},
    {"auditd_manager.auditd", "logs-auditd_manager.auditd-", kOnLinux,
     kProcess | kNetwork | kFile | kDriver | kAuthentication | kSession | kIam | kConfiguration},
    {"system.auth", "logs-system.auth-", kOnLinux, kAuthentication | kSession | kIam | kProcess},
    {"cloud_defend.process", "logs-cloud_defend.process-", kOnLinux, kProcess},
    {"cloud_defend.file", "logs-cloud_defend.file-", kOnLinux, kFile},
    {"sysmon_linux.log", "logs-sysmon_linux.log-", kOnLinux, kProcess | kNetwork | kFile},
    {"falco.alerts", "logs-falco.alerts-", kOnLinux, kProcess | kNetwork | kFile},
    {"cilium_tetragon.log", "logs-cilium_tetragon.log-", kOnLinux, kProcess | kNetwork | kFile},
    {"osquery.result", "logs-osquery.result-", kOnAll,
     kProcess | kNetwork | kFile | kAuthentication | kSession},
    {"jamf_protect.telemetry", "logs-jamf_protect.telemetry-", kOnMacos,
     kProcess | kNetwork | kFile | kAuthentication | kSession | kIam | kConfiguration},
};

constexpr std::pair<std::string_view, FamilyKind> kCategories[] = {
    {"api", kApi},
    {"authentication", kAuthentication},
    {"configuration", kConfiguration},
    {"database", kDatabase},
    {"dns", kDns},
    {"driver", kDriver},
    {"email", kEmail},
    {"file", kFile},
    {"host", kHost},
    {"iam", kIam},
    {"intrusion_detection", kIntrusionDetection},
    {"library", kLibrary},
    {"malware", kMalware},
    {"network", kNetwork},
    {"package", kPackage},
    {"process", kProcess},
    {"registry", kRegistry},
    {"session", kSession},
    {"threat", kThreat},
    {"vulnerability", kVulnerability},
    {"web", kWeb},
};

constexpr std::pair<OsType, std::string_view> kSystems[] = {
    {OsType::kWindows, "windows"},
    {OsType::kLinux, "linux"},
    {OsType::kMacos, "macos"},
};

bool IsWindowsLog(std::string_view dataset) {
  return dataset.starts_with("windows.") || dataset == "system.security" ||
         dataset == "system.system" || dataset == "system.application";
}

bool IsScriptLog(std::string_view dataset) { return dataset.starts_with("windows.powershell"); }

std::string StemOf(std::string_view dataset) { return "logs-" + std::string(dataset) + "-"; }

const Family* FindFamily(std::string_view dataset) {
  const auto found = std::ranges::find(kFamilies, dataset, &Family::dataset);
  return found == std::end(kFamilies) ? nullptr : found;
}

}  // namespace

OsType OsTypeOf(std::string_view text) {
  for (const auto& [os, name] : kSystems) {
    if (AsciiEqualsIgnoreCase(text, name)) return os;
  }
  return OsType::kUnknown;
}

std::string_view OsTypeName(OsType os) {
  for (const auto& [system, name] : kSystems) {
    if (system == os) return name;
  }
  return {};
}

std::string_view KindName(FamilyKind kind) {
  for (const auto& [name, named] : kCategories) {
    if (named == kind) return name;
  }
  return {};
}

KindSet KindOfCategory(std::string_view category) {
  for (const auto& [name, kind] : kCategories) {
    if (name == category) return kind;
  }
  return {};
}

DatasetFacts DescribeDataset(std::string_view dataset, std::string_view channel_dataset) {
  DatasetFacts facts;
  if (dataset.empty()) {
    facts.host_telemetry = true;
    return facts;
  }
  if (dataset == "esensor" || dataset == "endgame" || dataset.starts_with("endgame.")) {
    facts.index_stems.emplace_back("endgame-");
    facts.host_telemetry = true;
    return facts;
  }

  facts.index_stems.push_back(StemOf(dataset));
  if (!channel_dataset.empty() && channel_dataset != dataset) {
    facts.index_stems.push_back(StemOf(channel_dataset));
  }
  // What the record is, rather than where it was collected.
  const std::string_view origin = channel_dataset.empty() ? dataset : channel_dataset;
  if (IsWindowsLog(dataset) || IsWindowsLog(origin)) {
    facts.index_stems.emplace_back("winlogbeat-");
    facts.host_telemetry = !IsScriptLog(origin);
    facts.os = OsType::kWindows;
    return facts;
  }
  if (dataset == "auditd_manager.auditd") facts.index_stems.emplace_back("auditbeat-");
  if (dataset == "sentinel_one_cloud_funnel.dns") {
    facts.index_stems.push_back(StemOf("sentinel_one_cloud_funnel.event"));
  }
  if (dataset == "system.auth" || dataset == "system.syslog") {
    facts.index_stems.emplace_back("filebeat-");
  }
  if (const Family* family = FindFamily(dataset)) {
    facts.host_telemetry = true;
    for (const auto& [os, name] : kSystems) {
      if (family->systems == OsBit(os)) facts.os = os;
    }
  }
  return facts;
}

std::string DatasetOfWindowsChannel(std::string_view channel) {
  constexpr std::pair<std::string_view, std::string_view> kUsual[] = {
      {"Security", "system.security"},
      {"System", "system.system"},
      {"Application", "system.application"},
      {"ForwardedEvents", "windows.forwarded"},
      {"Microsoft-Windows-Sysmon/Operational", "windows.sysmon_operational"},
      {"Microsoft-Windows-PowerShell/Operational", "windows.powershell_operational"},
      {"Windows PowerShell", "windows.powershell"},
  };
  for (const auto& [name, dataset] : kUsual) {
    if (AsciiEqualsIgnoreCase(channel, name)) return std::string(dataset);
  }

  std::string name = AsciiLowerCopy(channel);
  for (const std::string_view ending : {"/operational", "/admin"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  for (const std::string_view beginning : {"microsoft-windows-", "microsoft-"}) {
    if (name.starts_with(beginning)) name.erase(0, beginning.size());
  }
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain) c = '_';
  }
  return "windows." + name;
}

std::string_view SourceMatchName(SourceMatch match) {
  switch (match) {
    case SourceMatch::kNone:
      return "";
    case SourceMatch::kNamed:
      return "named";
    case SourceMatch::kEquivalent:
      return "equivalent";
  }
  TOCSIN_UNREACHABLE();
}

IndexScope::IndexScope(std::span<const std::string> patterns, IndexMatch mode)
    : given_(patterns.begin(), patterns.end()) {
  for (std::string_view rest : patterns) {
    for (;;) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      AddPattern(rest.substr(0, comma));
      if (comma == rest.size()) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (mode == IndexMatch::kStrict || reads_everything()) return;
  for (const Family& family : kFamilies) {
    if (SelectionOf(family.stem) != Selection::kSelected) continue;
    for (const auto& [os, name] : kSystems) {
      if ((family.systems & OsBit(os)) != 0) {
        equivalent_[static_cast<unsigned>(os)] |= family.kinds;
      }
    }
  }
}

void IndexScope::AddPattern(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  const bool excludes = text.starts_with('-');
  if (excludes) text.remove_prefix(1);
  // The name of a remote cluster.
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    text.remove_prefix(colon + 1);
  }
  if (text.empty()) return;
  patterns_.push_back({WildcardPattern(text, CaseMode::kSensitive), excludes});
}

IndexScope::Selection IndexScope::SelectionOf(std::string_view stem) const {
  const std::string name = std::string(stem) + "default";
  // Nothing but exclusions takes away from everything.
  const bool only_excludes = std::ranges::all_of(patterns_, &Pattern::excludes);
  Selection selection = only_excludes ? Selection::kSelected : Selection::kUntouched;
  for (const Pattern& pattern : patterns_) {
    const bool fits = pattern.glob.Matches(name);
    if (pattern.excludes) {
      if (fits && selection == Selection::kSelected) selection = Selection::kTakenAway;
    } else if (fits || pattern.glob.prefix().starts_with(stem)) {
      selection = Selection::kSelected;
    }
  }
  return selection;
}

SourceMatch IndexScope::Match(const DatasetFacts& dataset, KindSet kinds, OsType os) const {
  if (reads_everything()) return SourceMatch::kNamed;
  bool taken_away = false;
  for (const std::string& stem : dataset.index_stems) {
    const Selection selection = SelectionOf(stem);
    if (selection == Selection::kSelected) return SourceMatch::kNamed;
    taken_away |= selection == Selection::kTakenAway;
  }
  // What has no name of its own is among everything.
  if (dataset.index_stems.empty() && std::ranges::any_of(patterns_, [](const Pattern& p) {
        return !p.excludes && p.glob.Matches({});
      })) {
    return SourceMatch::kNamed;
  }
  if (taken_away || !dataset.host_telemetry) return SourceMatch::kNone;
  if (os == OsType::kUnknown) os = dataset.os;
  if (os == OsType::kUnknown) return SourceMatch::kNone;
  return equivalent_kinds(os).Intersects(kinds) ? SourceMatch::kEquivalent : SourceMatch::kNone;
}

}  // namespace tocsin
