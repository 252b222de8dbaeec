// Which data a rule reads: rules name index patterns, events carry the name of their dataset.
//
// There are no indices here. An event *behaves as* the index names of its dataset:
//
//   endpoint.events.process           logs-endpoint.events.process-*
//   system.security, windows.<any>    logs-<dataset>-*, winlogbeat-*
//   auditd_manager.auditd             logs-auditd_manager.auditd-*, auditbeat-*
//   system.auth, system.syslog        logs-<dataset>-*, filebeat-*
//   sentinel_one_cloud_funnel.dns     logs-sentinel_one_cloud_funnel.event-*, too: the names of
//                                     the sensor's events were part of it once
//   esensor, endgame                  endgame-*
//   any other                         logs-<dataset>-*
//
// A rule's pattern that fits such a name reads the event by name (kNamed). The end of the name
// (namespace, version) is `default`, but a pattern that spells the part before it out may end in
// any other way: winlogbeat-7.* and logs-system.security-prod fit.
//
// Equivalence (decision D7 of the source contract). A rule written for one sensor also reads the
// other sensors of the same machines. An event that is not named is read as kEquivalent when
//   1. its dataset is host telemetry: a row of kFamilies in dataset.cc, any other windows.* channel
//      except PowerShell's, or no dataset at all, and
//   2. one of the rule's patterns names a family of that table which reports a kind of event
//      (process, network, file, ...) that is among the event's event.category values, on the
//      event's operating system, and
//   3. no excluding pattern of the rule took the event's own names away.
// The families, with the operating systems and kinds that count:
//   logs-endpoint.events.X-*     all systems; X alone: process; network and dns; file; registry
//                                (Windows); library and driver; api (Windows); authentication,
//                                session and iam (security); host (device)
//   logs-windows.sysmon_operational-*   Windows: process, network, dns, file, registry, library,
//                                       driver, configuration
//   logs-system.security-*       Windows: process, network, file, registry, authentication,
//                                session, iam, configuration
//   logs-system.system-*         Windows: iam, configuration
//   logs-windows.forwarded-*, winlogbeat-*   Windows: every kind
//   endgame-*, logs-crowdstrike.fdr-*, logs-m365_defender.event-*,
//   logs-sentinel_one_cloud_funnel.event-*   all systems, every kind
//   auditbeat-*, logs-auditd_manager.auditd-*   Linux: process, network, file, driver,
//                                authentication, session, iam, configuration
//   logs-system.auth-*           Linux: authentication, session, iam, process
//   logs-cloud_defend.X-*        Linux: process; file
//   Sysmon for Linux, Falco, Tetragon, osquery, Jamf Protect: as the table says
// Never equivalent, in either direction: clouds and services (logs-aws.*, logs-okta.*, ...),
// network sensors (packetbeat-*, logs-zeek.*, ...), filebeat-*, alerts (logs-endpoint.alerts-*,
// .alerts-security.*), and script text (logs-windows.powershell*), which has no like. Whether the
// fields that the rule needs are there is for its query to decide.
//
// Threads: immutable. Cost: Match by facts compares the rule's patterns with at most four names;
// facts and the answer for a dataset are worth keeping, since a run has few datasets.
#pragma once

#include "base/wildcard.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class OsType : std::uint8_t { kUnknown, kWindows, kLinux, kMacos };

// A value of host.os.type; kUnknown for any other text.
OsType OsTypeOf(std::string_view text);
std::string_view OsTypeName(OsType os);  // "windows" ...; empty for kUnknown

// What an event is about: the values of event.category (ECS), and dns, which some sensors use.
enum class FamilyKind : std::uint8_t {
  kApi,
  kAuthentication,
  kConfiguration,
  kDatabase,
  kDns,
  kDriver,
  kEmail,
  kFile,
  kHost,
  kIam,
  kIntrusionDetection,
  kLibrary,
  kMalware,
  kNetwork,
  kPackage,
  kProcess,
  kRegistry,
  kSession,
  kThreat,
  kVulnerability,
  kWeb,
};

class KindSet {
 public:
  constexpr KindSet() = default;
  constexpr KindSet(FamilyKind kind)  // NOLINT(google-explicit-constructor): a set of one
      : bits_(std::uint32_t{1} << static_cast<unsigned>(kind)) {}

  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool Contains(FamilyKind kind) const { return Intersects(KindSet(kind)); }
  constexpr bool Intersects(KindSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr KindSet& operator|=(KindSet other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend constexpr KindSet operator|(KindSet a, KindSet b) { return a |= b; }
  friend constexpr bool operator==(KindSet, KindSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

constexpr KindSet operator|(FamilyKind a, FamilyKind b) { return KindSet(a) | KindSet(b); }

// A value of event.category; empty for any other text.
KindSet KindOfCategory(std::string_view category);
std::string_view KindName(FamilyKind kind);  // the category

// What a dataset's name says.
struct DatasetFacts {
  // Names it behaves as, up to what the dataset does not tell: "logs-system.security-".
  std::vector<std::string> index_stems;
  bool host_telemetry = false;   // condition 1 above
  OsType os = OsType::kUnknown;  // if the dataset exists on one system only
};

// `channel_dataset`: for records read from a collector's log (windows.forwarded), the dataset of
// the channel they were first written to; such events answer to the names of both.
DatasetFacts DescribeDataset(std::string_view dataset, std::string_view channel_dataset = {});

// "windows.taskscheduler" for "Microsoft-Windows-TaskScheduler/Operational", "system.security" for
// "Security" (in any case); "windows.sysmon_operational" and "windows.powershell_operational" have
// their usual names.
std::string DatasetOfWindowsChannel(std::string_view channel);

enum class IndexMatch : std::uint8_t { kEquivalent, kStrict };
enum class SourceMatch : std::uint8_t { kNone, kNamed, kEquivalent };

// "named", "equivalent"; empty for kNone. Values of tocsin.source_match.
std::string_view SourceMatchName(SourceMatch match);

// The index patterns of one rule. `*` fits any text; a leading `-` takes away from what stands
// before it; `cluster:` before a name is ignored; commas separate. No pattern reads everything, by
// name; only excluding patterns read everything else.
class IndexScope {
 public:
  IndexScope() = default;  // everything
  explicit IndexScope(std::span<const std::string> patterns,
                      IndexMatch mode = IndexMatch::kEquivalent);

  bool reads_everything() const { return patterns_.empty(); }
  std::span<const std::string> patterns() const { return given_; }

  // `os`: of the event; kUnknown takes the dataset's.
  SourceMatch Match(const DatasetFacts& dataset, KindSet kinds, OsType os) const;
  SourceMatch Match(std::string_view dataset, KindSet kinds, OsType os) const {
    return Match(DescribeDataset(dataset), kinds, os);
  }

  // The kinds that condition 2 above opens on one system.
  KindSet equivalent_kinds(OsType os) const { return equivalent_[static_cast<unsigned>(os)]; }

 private:
  struct Pattern {
    WildcardPattern glob;
    bool excludes;
  };
  enum class Selection : std::uint8_t { kUntouched, kSelected, kTakenAway };

  void AddPattern(std::string_view text);
  Selection SelectionOf(std::string_view stem) const;

  std::vector<std::string> given_;
  std::vector<Pattern> patterns_;
  std::array<KindSet, 4> equivalent_;  // by OsType; empty when strict
};

}  // namespace tocsin
