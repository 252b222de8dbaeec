#include "telemetry/all_sources.h"

#include "telemetry/sources/auditd/auditd.h"
#include "telemetry/sources/crowdstrike_fdr/crowdstrike_fdr.h"
#include "telemetry/sources/datadog_log/datadog_log.h"
#include "telemetry/sources/elastic_defend/elastic_defend.h"
#include "telemetry/sources/endgame/endgame.h"
#include "telemetry/sources/falco/falco.h"
#include "telemetry/sources/m365_defender/m365_defender.h"
#include "telemetry/sources/openssh_windows/openssh_windows.h"
#include "telemetry/sources/osquery/osquery.h"
#include "telemetry/sources/powershell/powershell.h"
#include "telemetry/sources/sentinel_one/sentinel_one.h"
#include "telemetry/sources/sysmon/sysmon.h"
#include "telemetry/sources/sysmon_linux/sysmon_linux.h"
#include "telemetry/sources/system_log/system_log.h"
#include "telemetry/sources/tetragon/tetragon.h"
#include "telemetry/sources/unknown/unknown.h"
#include "telemetry/sources/windows/windows_event.h"
#include "telemetry/sources/windows_security/windows_security.h"
#include "telemetry/windows_forwarded.h"

namespace tocsin {
namespace {

using Sources = std::vector<std::unique_ptr<Source>>;

// Of Windows' own logs; the last takes every channel.
Sources MakeWindowsSources() {
  Sources sources;
  sources.push_back(sysmon::MakeSource());
  sources.push_back(windows_security::MakeSource());
  sources.push_back(openssh_windows::MakeSource());
  sources.push_back(powershell::MakeSource());
  sources.push_back(windows::MakeSource());
  return sources;
}

}  // namespace

std::vector<std::unique_ptr<Source>> MakeAllSources() {
  Sources sources = MakeWindowsSources();
  sources.push_back(MakeWindowsForwarded(MakeWindowsSources()));
  sources.push_back(crowdstrike_fdr::MakeSource());
  sources.push_back(sentinel_one::MakeSource());
  sources.push_back(m365_defender::MakeSource());
  sources.push_back(endgame::MakeSource());
  sources.push_back(auditd::MakeSource());
  sources.push_back(sysmon_linux::MakeSource());
  sources.push_back(tetragon::MakeSource());
  sources.push_back(falco::MakeSource());
  sources.push_back(osquery::MakeSource());
  sources.push_back(system_log::MakeAuthSource());
  sources.push_back(system_log::MakeSyslogSource());
  sources.push_back(elastic_defend::MakeSource());
  sources.push_back(elastic_defend::MakeEcsSource());
  sources.push_back(datadog_log::MakeSource());
  sources.push_back(unknown::MakeSource());
  return sources;
}

}  // namespace tocsin
