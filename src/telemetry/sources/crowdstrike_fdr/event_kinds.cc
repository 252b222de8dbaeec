// Facts: the event names of the Falcon data dictionary, and how the published ECS mapping of the
// data stream crowdstrike.fdr classifies them.
#include "telemetry/sources/crowdstrike_fdr/event_kinds.h"

#include <algorithm>
#include <iterator>

namespace tocsin::crowdstrike_fdr {

namespace {

constexpr EventKindName kFamilyNames[] = {
    {kProcess, "process"},
    {kConnection, "connection"},
    {kInbound, "inbound connection"},
    {kDns, "DNS"},
    {kFile, "file"},
    {kRename, "renamed file"},
    {kDirectory, "directory"},
    {kRegistry, "registry"},
    {kLibrary, "library"},
    {kDriver, "driver"},
    {kLogon, "logon"},
    {kAccount, "account"},
    {kDetection, "finding"},
    {kHostTable, "table of hosts"},
    {kUserTable, "table of users"},
    {kOther, "other"},
};

constexpr EventKind kNothingKnown{kOther, {}, {}, "event", "unknown"};

constexpr EventKind kStart{kProcess, {"process"}, {"start"}};
constexpr EventKind kStartState{kProcess, {"process"}, {"start"}, "state"};
constexpr EventKind kEnd{kProcess, {"process"}, {"end"}};
constexpr EventKind kProcessCount{kProcess, {"process"}, {"info"}, "state", "unknown"};
constexpr EventKind kProcessInfo{kProcess, {"process"}, {"info"}, "event", "unknown"};
constexpr EventKind kConsole{kProcess, {"process"}, {"end", "info"}};
constexpr EventKind kProcessChange{kProcess, {"process"}, {"change"}};
constexpr EventKind kProcessChangeAlert{kProcess, {"process"}, {"change"}, "alert", "unknown"};
constexpr EventKind kProcessAccess{kProcess, {"process"}, {"access"}};
constexpr EventKind kProcessAccessAlert{kProcess, {"process"}, {"access"}, "alert"};
constexpr EventKind kThreadInjection{kProcess, {"process"}, {"access", "change"}};
constexpr EventKind kRemoteThread{kProcess, {"process"}, {"start"}, "alert"};
constexpr EventKind kBlockedProcess{kProcess, {"process"}, {"access"}, "alert", "failure"};
constexpr EventKind kElevation{kProcess, {"process", "authentication"}, {"info", "change"}};
constexpr EventKind kTokenTheft{kProcess, {"process", "authentication"}, {"change"}, "alert"};

constexpr EventKind kConnect{kConnection, {"network"}, {"start", "connection"}};
constexpr EventKind kClose{kConnection, {"network"}, {"end", "connection"}};
constexpr EventKind kNetworkInfo{kConnection, {"network"}, {"info"}, "event", "unknown"};
constexpr EventKind kShareOpened{kConnection, {"network"}, {"connection", "start"}};
constexpr EventKind kShareClosed{kConnection, {"network"}, {"connection", "end"}};
constexpr EventKind kPipeConnected{kConnection, {"network"}, {"connection"}};
constexpr EventKind kHttp{
    kConnection, {"network", "web"}, {"access", "connection"}, "event", "unknown"};
constexpr EventKind kSsh{kConnection, {"authentication", "network"}, {"start"}};
constexpr EventKind kQuery{kDns, {"network"}, {"protocol"}};
constexpr EventKind kQueryInfo{kDns, {"network"}, {"protocol", "info"}, "event", "unknown"};
constexpr EventKind kQueryBlocked{kDns, {"network"}, {"protocol", "denied"}, "event", "unknown"};
constexpr EventKind kQueryAlert{kDns, {"network"}, {"start", "protocol"}, "alert"};

constexpr EventKind kCreated{kFile, {"file"}, {"creation"}};
constexpr EventKind kCreatedAlert{kFile, {"malware", "file"}, {"creation", "info"}, "alert"};
constexpr EventKind kCreatedDirectory{kDirectory, {"file"}, {"creation"}};
constexpr EventKind kDeleted{kFile, {"file"}, {"deletion"}};
constexpr EventKind kChanged{kFile, {"file"}, {"change"}};
constexpr EventKind kChangedAlert{kFile, {"file"}, {"change"}, "alert"};
constexpr EventKind kChangedAsep{kFile, {"file"}, {"creation", "change"}};
constexpr EventKind kRenamed{kRename, {"file"}, {"change"}};
constexpr EventKind kOpened{kFile, {"file"}, {"access"}};
constexpr EventKind kOpenedAlert{kFile, {"file"}, {"access"}, "alert"};
constexpr EventKind kFileInfo{kFile, {"file"}, {"info"}, "event", "unknown"};
constexpr EventKind kFileState{kFile, {"file"}, {"info"}, "state", "unknown"};
constexpr EventKind kVersionInfo{kFile, {"file"}, {"info"}};
constexpr EventKind kQuarantine{kFile, {"file"}, {"change"}, "alert", "unknown"};
constexpr EventKind kScript{kFile, {"malware", "file"}, {"info"}, "alert"};
constexpr EventKind kScriptScan{kFile, {"malware", "file"}, {"info"}, "state"};

constexpr EventKind kRegistryUpdate{kRegistry, {"registry"}, {"change"}};
constexpr EventKind kRegistryAlert{kRegistry, {"registry"}, {"change"}, "alert", "unknown"};
constexpr EventKind kAsepAlert{
    kRegistry, {"malware", "registry", "configuration"}, {"change", "info"}, "alert"};
constexpr EventKind kSystemSetting{kRegistry, {"registry", "host", "configuration"}, {"change"}};

constexpr EventKind kLoaded{kLibrary, {"library"}, {"start"}};
constexpr EventKind kLoadedAlert{kLibrary, {"library", "malware"}, {"start"}, "alert"};
constexpr EventKind kDriverLoaded{kDriver, {"driver"}, {"start"}};
constexpr EventKind kDriverUnloaded{kDriver, {"driver"}, {"end"}};
constexpr EventKind kDriverInfo{kDriver, {"driver"}, {"info"}, "event", "unknown"};

constexpr EventKind kLogonStart{kLogon, {"authentication"}, {"start"}};
constexpr EventKind kLogonFailure{kLogon, {"authentication"}, {"start"}, "event", "failure"};
constexpr EventKind kLogonEnd{kLogon, {"authentication"}, {"end"}};
constexpr EventKind kLogonUnknown{kLogon, {"authentication"}, {"start"}, "event", "unknown"};
constexpr EventKind kIdentity{kLogon, {"authentication", "iam"}, {"info", "user"}};
constexpr EventKind kSessionStart{kLogon, {"session"}, {"start"}};
constexpr EventKind kSessionEnd{kLogon, {"session"}, {"end"}};
constexpr EventKind kUserCreated{kAccount, {"configuration", "iam"}, {"creation"}};
constexpr EventKind kUserDeleted{kAccount, {"configuration", "iam"}, {"deletion"}};
constexpr EventKind kMember{kAccount, {"configuration", "iam"}, {"change", "group"}};
constexpr EventKind kMemberRemoved{kAccount, {"configuration", "iam"}, {"change"}};
constexpr EventKind kGroupCreated{kAccount, {"configuration", "iam"}, {"creation", "group"}};
constexpr EventKind kGroupDeleted{kAccount, {"configuration", "iam"}, {"deletion", "group"}};
constexpr EventKind kDirectoryAccount{kAccount, {"iam"}, {"change"}};
constexpr EventKind kUserInfo{kAccount, {"iam"}, {"info", "user"}, "event", "unknown"};

constexpr EventKind kSettingCreated{kOther, {"configuration"}, {"creation"}};
constexpr EventKind kSettingDeleted{kOther, {"configuration"}, {"deletion"}};
constexpr EventKind kSettingChanged{kOther, {"configuration"}, {"change"}};
constexpr EventKind kLogCleared{kOther, {"configuration"}, {"deletion"}, "alert"};
constexpr EventKind kFirewall{kOther, {"configuration", "host"}, {"change"}};
constexpr EventKind kHostChange{kOther, {"host"}, {"change"}};
constexpr EventKind kHostInfo{kOther, {"host"}, {"info"}};
constexpr EventKind kHostState{kOther, {"host"}, {"info"}, "state"};
constexpr EventKind kAddress{kOther, {"configuration", "host"}, {"change"}, "state"};
constexpr EventKind kAgentInfo{kOther, {"package"}, {"info"}};
constexpr EventKind kAgentOnline{
    kOther, {"configuration", "package", "host"}, {"change", "installation", "start"}, "state"};
constexpr EventKind kInstalled{kOther, {"package"}, {"installation"}};
constexpr EventKind kMalware{kOther, {"malware"}, {"info"}, "alert", "unknown"};

struct NamedKind {
  std::string_view name;
  const EventKind& kind;
};

constexpr NamedKind kKinds[] = {
    {"AbnormalTerminationNotification", kEnd},
    {"ActiveDirectoryAuthentication", kLogonStart},
    {"ActiveDirectoryAuthenticationFailure", kLogonFailure},
    {"ActiveDirectoryIncomingPsExecExecution2", kStart},
    {"ActiveDirectoryInteractiveDomainLogon", kLogonStart},
    {"AgentOnline", kAgentOnline},
    {"AsepFileChange", kChangedAsep},
    {"AsepKeyUpdate", kRegistryUpdate},
    {"AsepValueUpdate", kRegistryUpdate},
    {"BrowserInjectedThread", kThreadInjection},
    {"ClassifiedModuleLoad", kLoaded},
    {"ClassifiedProcessStart", kStart},
    {"ClassifiedSensitiveFileAccess", kOpened},
    {"CommandHistory", kConsole},
    {"CreateProcessArgs", kStartState},
    {"CreateService", kHostChange},
    {"CreateSocket", kConnect},
    {"CreateThreadNoStartImage", kStart},
    {"CreateThreadReflectiveDll", kProcessChange},
    {"CriticalEnvironmentVariableChanged", kFirewall},
    {"CriticalFileAccessed", kOpenedAlert},
    {"CriticalFileModified", kChangedAlert},
    {"CurrentSystemTags", kHostState},
    {"DirectoryCreate", kCreatedDirectory},
    {"DllInjection", kProcessChange},
    {"DnsRequest", kQuery},
    {"DnsRequestBlocked", kQueryBlocked},
    {"DnsRequestResult", kQueryInfo},
    {"DocumentProgramInjectedThread", kThreadInjection},
    {"DriverLoad", kDriverLoaded},
    {"DriverLoadBlocked", kDriverInfo},
    {"EndOfProcess", kEnd},
    {"EventLogCleared", kLogCleared},
    {"ExecutableDeleted", kDeleted},
    {"FalconHostRegTamperingInfo", kRegistryAlert},
    {"FileContentsChanged", kChanged},
    {"FileCreateInfo", kCreated},
    {"FileDeleteInfo", kDeleted},
    {"FileDeleted", kDeleted},
    {"FileOpenInfo", kOpened},
    {"FileRenameInfo", kRenamed},
    {"FileSetMode", kChanged},
    {"FileTimestampsModified", kChanged},
    {"FirewallChangeOption", kFirewall},
    {"FirewallDeleteRule", kSettingChanged},
    {"FirewallDeleteRuleIP4", kSettingChanged},
    {"FirewallDeleteRuleIP6", kSettingChanged},
    {"FirewallDisabled", kFirewall},
    {"FirewallEnabled", kFirewall},
    {"FirewallSetRule", kSettingChanged},
    {"FirewallSetRuleIP4", kSettingChanged},
    {"FirewallSetRuleIP6", kSettingChanged},
    {"FlashThreadCreateProcess", kStart},
    {"FsPostOpenSnapshotFile", kOpened},
    {"FsVolumeMounted", kHostChange},
    {"FsVolumeUnmounted", kHostChange},
    {"HostInfo", kHostInfo},
    {"HostedServiceStarted", kStart},
    {"HostedServiceStopped", kEnd},
    {"HostnameChanged", kHostChange},
    {"HttpRequest", kHttp},
    {"ImageHash", kLoaded},
    {"InjectedThread", kProcessChange},
    {"InjectedThreadFromUnsignedModule", kProcessChangeAlert},
    {"InstalledApplication", kInstalled},
    {"IoSessionConnected", kSessionStart},
    {"IoSessionLoggedOn", kSessionEnd},
    {"JavaInjectedThread", kProcessChange},
    {"KernelModeLoadImage", kDriverLoaded},
    {"KernelServiceStarted", kStart},
    {"KextLoad", kDriverLoaded},
    {"KextUnload", kDriverUnloaded},
    {"LoadImage", kLoaded},
    {"LocalIpAddressIP4", kAddress},
    {"LocalIpAddressIP6", kAddress},
    {"LocalIpAddressRemovedIP4", kAddress},
    {"LocalIpAddressRemovedIP6", kAddress},
    {"LoginItemAdded", kSettingCreated},
    {"LsassHandleFromUnsignedModule", kProcessChangeAlert},
    {"ModifyServiceBinary", kQuarantine},
    {"NetShareAdd", kHostChange},
    {"NetShareDelete", kHostChange},
    {"NetShareSecurityModify", kSettingChanged},
    {"NetworkCloseIP4", kClose},
    {"NetworkCloseIP6", kClose},
    {"NetworkConnectIP4", kConnect},
    {"NetworkConnectIP6", kConnect},
    {"NetworkListenIP4", kConnect},
    {"NetworkListenIP6", kConnect},
    {"NetworkReceiveAcceptIP4", kConnect},
    {"NetworkReceiveAcceptIP6", kConnect},
    {"NewExecutableRenamed", kRenamed},
    {"OsVersionInfo", kHostInfo},
    {"PeVersionInfo", kVersionInfo},
    {"PrivilegedProcessHandle", kProcessAccess},
    {"PrivilegedProcessHandleFromUnsignedModule", kProcessAccessAlert},
    {"ProcessBlocked", kBlockedProcess},
    {"ProcessInjection", kProcessChange},
    {"ProcessRollup", kStart},
    {"ProcessRollup2", kStart},
    {"ProcessRollup2Stats", kProcessCount},
    {"ProcessSelfDeleted", kEnd},
    {"ProcessTokenStolen", kTokenTheft},
    {"PtyCreated", kCreated},
    {"QuarantinedFile", kQuarantine},
    {"RansomwareCreateFile", kCreated},
    {"RansomwareOpenFile", kOpened},
    {"RansomwareRenameFile", kRenamed},
    {"RawBindIP4", kConnect},
    {"RawBindIP6", kConnect},
    {"ReflectiveDllLoaded", kLoadedAlert},
    {"ReflectiveDllOpenProcess", kProcessAccessAlert},
    {"ReflectiveDotnetModuleLoad", kLoaded},
    {"RegSystemConfigValueUpdate", kSystemSetting},
    {"RemoteProcessMemoryWrite", kProcessChangeAlert},
    {"RemoteThreadCreate", kRemoteThread},
    {"RemovableMediaVolumeMounted", kFirewall},
    {"SSHClientAuthenticated", kSsh},
    {"ScheduledTaskDeleted", kSettingDeleted},
    {"ScheduledTaskModified", kSettingChanged},
    {"ScheduledTaskRegistered", kSettingCreated},
    {"ScreenshotTakenEtw", kProcessAccess},
    {"ScriptControlBlocked", kScript},
    {"ScriptControlDetectInfo", kScript},
    {"ScriptControlScanInfo", kScriptScan},
    {"ScriptControlScanTelemetry", kScriptScan},
    {"SensorHeartbeat", kAgentInfo},
    {"ServiceStarted", kStart},
    {"ServiceStopped", kEnd},
    {"SharedObjectLoaded", kLoaded},
    {"SignInfo", kFileState},
    {"SignInfoWithCertAndContext", kFileState},
    {"SignInfoWithContext", kFileState},
    {"SmbClientNamedPipeConnectEtw", kPipeConnected},
    {"SmbClientShareClosedEtw", kShareClosed},
    {"SmbClientShareOpenedEtw", kShareOpened},
    {"SmbServerShareOpenedEtw", kShareOpened},
    {"SudoCommandAttempt", kLogonUnknown},
    {"SuspiciousCredentialModuleLoad", kLoadedAlert},
    {"SuspiciousDnsRequest", kQueryAlert},
    {"SuspiciousEseFileWritten", kCreatedAlert},
    {"SuspiciousPeFileWritten", kCreatedAlert},
    {"SuspiciousRegAsepUpdate", kAsepAlert},
    {"SyntheticProcessRollup2", kStart},
    {"SyntheticSharedObjectLoaded", kLoaded},
    {"SystemCapacity", kHostState},
    {"SystemTokenStolen", kTokenTheft},
    {"SystemdServiceCreated", kSettingCreated},
    {"SystemdServiceDeleted", kSettingDeleted},
    {"SystemdServicePropertiesChanged", kSettingChanged},
    {"SystemdTimerCreated", kSettingCreated},
    {"SystemdTimerDeleted", kSettingDeleted},
    {"SystemdTimerPropertiesChanged", kSettingChanged},
    {"TccModification", kSettingChanged},
    {"TerminateProcess", kEnd},
    {"TerminateRemoteProcessEtw", kEnd},
    {"TokenImpersonated", kElevation},
    {"UACCOMElevation", kElevation},
    {"UACExeElevation", kElevation},
    {"UACMSIElevation", kElevation},
    {"UnclassifiedRegValueUpdate", kRegistryUpdate},
    {"UnsignedModuleLoad", kLoaded},
    {"UserAccountAddedToGroup", kMember},
    {"UserAccountCreated", kUserCreated},
    {"UserAccountDeleted", kUserDeleted},
    {"UserAccountRemovedFromGroup", kMemberRemoved},
    {"UserGroupCreated", kGroupCreated},
    {"UserGroupDeleted", kGroupDeleted},
    {"UserIdentity", kIdentity},
    {"UserLogoff", kLogonEnd},
    {"UserLogon", kLogonStart},
    {"UserLogonFailed", kLogonFailure},
    {"UserLogonFailed2", kLogonFailure},
    {"VolumeSnapshotCreated", kCreated},
    {"VolumeSnapshotDeleted", kDeleted},
    {"WfpFilterTamperingFilterAdded", kSettingChanged},
    {"WfpFilterTamperingFilterDeleted", kSettingChanged},
    {"WmiCreateProcess", kStart},
    {"WmiFilterConsumerBindingEtw", kSettingChanged},
    {"WmiProviderRegistrationEtw", kSettingChanged},
};

constexpr bool IsSorted() {
  for (std::size_t i = 1; i < std::size(kKinds); ++i) {
    if (!(kKinds[i - 1].name < kKinds[i].name)) return false;
  }
  return true;
}
static_assert(IsSorted());

// Names begin with what an event is about and end with what happened to it.
constexpr NamedKind kEndings[] = {
    {"Written", kCreated},
    {"KeyUpdate", kRegistryUpdate},
    {"ValueUpdate", kRegistryUpdate},
    {"ModuleLoad", kLoaded},
};
constexpr NamedKind kBeginnings[] = {
    {"ActiveDirectoryAccount", kDirectoryAccount},
    {"CustomIOA", kMalware},
    {"Dns", kQueryInfo},
    {"Driver", kDriverInfo},
    {"File", kFileInfo},
    {"Fs", kFileInfo},
    {"Network", kNetworkInfo},
    {"Process", kProcessInfo},
    {"Reg", kRegistryUpdate},
    {"User", kUserInfo},
};

}  // namespace

std::span<const EventKindName> FamilyNames() { return kFamilyNames; }

const EventKind& KindOfEvent(std::string_view simple_name) {
  const auto found = std::ranges::lower_bound(kKinds, simple_name, {}, &NamedKind::name);
  if (found != std::end(kKinds) && found->name == simple_name) return found->kind;
  for (const NamedKind& ending : kEndings) {
    if (simple_name.ends_with(ending.name)) return ending.kind;
  }
  for (const NamedKind& beginning : kBeginnings) {
    if (simple_name.starts_with(beginning.name)) return beginning.kind;
  }
  return kNothingKnown;
}

}  // namespace tocsin::crowdstrike_fdr
