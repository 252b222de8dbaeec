#include "telemetry/cures.h"

namespace tocsin {
namespace {

struct FieldCure {
  std::string_view source;
  std::string_view prefix;  // of the field
  std::string_view cure;
};
constexpr FieldCure kFieldCures[] = {
    {"windows_security", "process.command_line",
     "group policy: Administrative Templates > System > Audit Process Creation > include command "
     "line in process creation events"},
    {"windows_security", "process.args",
     "group policy: Administrative Templates > System > Audit Process Creation > include command "
     "line in process creation events"},
    {"windows_security", "process.parent.",
     "collect process creation (4688) from before the processes in question start: their parents "
     "are then known"},
    {"windows_security", "registry.",
     "audit policy: Object Access > Audit Registry, and a SACL on the keys"},
    {"windows_security", "file.", "audit policy: Object Access > Audit Detailed File Share"},
    {"sysmon", "process.hash.", "Sysmon configuration: <HashAlgorithms>md5,sha256,IMPHASH"},
    {"sysmon", "file.hash.", "Sysmon configuration: <HashAlgorithms>md5,sha256,IMPHASH"},
    {"sysmon", "dll.hash.", "Sysmon configuration: <HashAlgorithms>md5,sha256,IMPHASH"},
    {"sysmon", "process.parent.", "keep Sysmon's process creation (event 1) in the evidence"},
    {"sysmon", "user.id",
     "add the Security log: its logon events tell which user a logon session belongs to"},
    {"auditd", "process.parent.",
     "audit every execve, so that parents are known: -a always,exit -F arch=b64 -S "
     "execve,execveat"},
    {"auditd", "process.args", "audit execve with its EXECVE records: -S execve,execveat"},
    {"powershell", "powershell.file.",
     "group policy: Windows PowerShell > turn on PowerShell script block logging"},
};

struct KindCure {
  std::string_view kind;
  std::string_view cure;
};
constexpr KindCure kKindCures[] = {
    {"process (windows)", "audit policy: Audit Process Creation (4688), or Sysmon event 1"},
    {"network (windows)", "Sysmon configuration: <NetworkConnect> and <DnsQuery>"},
    {"dns (windows)", "Sysmon configuration: <DnsQuery>"},
    {"file (windows)", "Sysmon configuration: <FileCreate>, <FileDelete>"},
    {"registry (windows)", "Sysmon configuration: <RegistryEvent>"},
    {"library (windows)", "Sysmon configuration: <ImageLoad>, or Elastic Defend library events"},
    {"driver (windows)", "Sysmon configuration: <DriverLoad>"},
    {"process (linux)",
     "auditd: -a always,exit -F arch=b64 -S execve,execveat; or Sysmon for Linux"},
    {"network (linux)",
     "auditd: -a always,exit -F arch=b64 -S connect,accept,accept4; or Sysmon for Linux"},
    {"file (linux)", "auditd: -w on the paths in question; or Sysmon for Linux FileCreate"},
};

}  // namespace

std::string_view CureForField(std::string_view source, std::string_view field) {
  for (const FieldCure& row : kFieldCures) {
    if (row.source == source && field.starts_with(row.prefix)) return row.cure;
  }
  return {};
}

std::string_view CureForKind(std::string_view kind) {
  for (const KindCure& row : kKindCures) {
    if (row.kind == kind) return row.cure;
  }
  return {};
}

}  // namespace tocsin
