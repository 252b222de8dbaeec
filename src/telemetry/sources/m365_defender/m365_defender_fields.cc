// Field map of Defender XDR. The raw name is a column; "AdditionalFields.x" is the member x of that
// column's JSON; names in small letters stand beside `properties`. What the columns of paths and
// keys hold for the map is said in hunting_row.h.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/m365_defender/hunting_table.h"
#include "telemetry/sources/m365_defender/m365_defender.h"

namespace tocsin::m365_defender {
namespace {

using enum FieldConversion;

constexpr EventSet kAll;

// Rows about a process that was started or acted upon; the initiating process is its parent.
constexpr EventSet kProcesses{kProcess, kProcessReport};
// Rows about what the initiating process did.
constexpr EventSet kActs{kNetwork, kInbound, kFile,         kRegistry, kImageLoad,
                         kLogon,   kAct,     kActOnProcess, kApiCall,  kDriver};
// Rows whose process columns name another process, the target.
constexpr EventSet kTargets{kActOnProcess, kApiCall};
// Rows whose file columns name a file. The published mapping leaves DeviceEvents out.
constexpr EventSet kFiles{kFile, kImageLoad, kCertificate, kEmailFile};
constexpr EventSet kDeviceFiles{kAct, kDriver};
constexpr EventSet kModules{kImageLoad, kDriver};
// Rows whose local end is the source.
constexpr EventSet kFromHere = EventSet::AllBut({kInbound, kLogon});
// Rows where the account of the initiating process is the user, if no other account is named.
constexpr EventSet kInitiatorIsUser{kNetwork, kInbound, kRegistry, kImageLoad, kApiCall, kDriver};
constexpr EventSet kInitiatorIsUserToo{kFile, kAct, kActOnProcess};
constexpr EventSet kNetworkRows{kNetwork, kInbound};

constexpr RawName kStatusNames[] = {
    {"Valid", "trusted"}, {"Invalid", "Invalid"}, {"Unsigned", "Unsigned"}, {"Unknown", "Unknown"}};
constexpr RawName kExistsNames[] = {{"Valid", "true"}, {"Invalid", "true"}, {"Unsigned", "false"}};
constexpr RawName kTrustNames[] = {{"Valid", "true"}, {"Invalid", "false"}, {"Unsigned", "false"}};
constexpr RawName kTransports[] = {
    {"Tcp", "tcp"},   {"TcpV4", "tcp"}, {"TcpV6", "tcp"},   {"Udp", "udp"},     {"UdpV4", "udp"},
    {"UdpV6", "udp"}, {"Icmp", "icmp"}, {"IcmpV4", "icmp"}, {"IcmpV6", "icmp"},
};
constexpr RawName kDirections[] = {{"In", "inbound"}, {"Out", "outbound"}};
constexpr RawName kFileProtocols[] = {{"SMB", "smb"}, {"NFS", "nfs"}};
constexpr RawName kFlags[] = {{"1", "true"}, {"0", "false"}, {"true", "true"}, {"false", "false"}};
// Other names of Windows (WindowsServer2022 ...) are told by how they begin, in code.
constexpr RawName kSystems[] = {
    {"Windows11", "windows"}, {"Windows10", "windows"}, {"Linux", "linux"}, {"macOS", "macos"}};

constexpr FieldRow kRows[] = {
    {"Timestamp", Field("@timestamp"), kTime},
    {"time", Field("@timestamp"), kTime},
    {"_TimeReceivedBySvc", Field("event.created"), kTime},

    // The device.
    {"DeviceId", Field("host.id")},
    {"DeviceName", Field("host.name"), kLowerText},
    {"OSArchitecture", Field("host.architecture")},
    {"OSPlatform", Field("host.os.full")},
    {"OSDistribution", Field("host.os.platform")},
    {"OSVersion", Field("host.os.version")},
    Named("OSPlatform", Field("host.os.type"), kSystems),
    {"DeviceType", Field("host.type")},
    {"PublicIP", Field("host.ip"), kAddress},

    // The process that a row is about ...
    {"FileName", Field("process.name"), kPathName, kProcesses},
    {"FolderPath", Field("process.name"), kPathName, kProcesses},
    {"FolderPath", Field("process.executable"), kText, kProcesses},
    {"ProcessCommandLine", Field("process.command_line"), kText, kProcesses},
    {"ProcessCommandLine", Field("process.args"), kWindowsArgs, kProcesses},
    {"ProcessCommandLine", Field("process.args_count"), kWindowsArgCount, kProcesses},
    {"ProcessId", Field("process.pid"), kNumber, kProcesses},
    {"ProcessCreationTime", Field("process.start"), kTime, kProcesses},
    {"MD5", Field("process.hash.md5"), kDigest, kProcesses},
    {"SHA1", Field("process.hash.sha1"), kDigest, kProcesses},
    {"SHA256", Field("process.hash.sha256"), kDigest, kProcesses},
    {"ProcessVersionInfoCompanyName", Field("process.pe.company"), kText, kProcesses},
    {"ProcessVersionInfoFileDescription", Field("process.pe.description"), kText, kProcesses},
    {"ProcessVersionInfoOriginalFileName", Field("process.pe.original_file_name"), kText,
     kProcesses},
    {"ProcessVersionInfoProductName", Field("process.pe.product"), kText, kProcesses},
    {"ProcessVersionInfoProductVersion", Field("process.pe.file_version"), kText, kProcesses},
    {"ProcessIntegrityLevel", Field("process.Ext.token.integrity_level_name"), kLowerText,
     kProcesses, MapMode::kOwn},
    {"ProcessIntegrityLevel", Field("process.Ext.token.integrity_level_name"), kText, kProcesses,
     MapMode::kElastic},
    {"AdditionalFields.ProcessCurrentWorkingDirectory", Field("process.working_directory"), kText,
     kProcesses},

    // ... its parent ...
    {"InitiatingProcessFileName", Field("process.parent.name"), kPathName, kProcesses},
    {"InitiatingProcessFolderPath", Field("process.parent.name"), kPathName, kProcesses},
    {"InitiatingProcessFolderPath", Field("process.parent.executable"), kText, kProcesses},
    {"InitiatingProcessCommandLine", Field("process.parent.command_line"), kText, kProcesses},
    {"InitiatingProcessCommandLine", Field("process.parent.args"), kWindowsArgs, kProcesses},
    {"InitiatingProcessCommandLine", Field("process.parent.args_count"), kWindowsArgCount,
     kProcesses},
    {"InitiatingProcessId", Field("process.parent.pid"), kNumber, kProcesses},
    {"InitiatingProcessCreationTime", Field("process.parent.start"), kTime, kProcesses},
    {"InitiatingProcessMD5", Field("process.parent.hash.md5"), kDigest, kProcesses},
    {"InitiatingProcessSHA1", Field("process.parent.hash.sha1"), kDigest, kProcesses},
    {"InitiatingProcessSHA256", Field("process.parent.hash.sha256"), kDigest, kProcesses},
    {"InitiatingProcessVersionInfoCompanyName", Field("process.parent.pe.company"), kText,
     kProcesses},
    {"InitiatingProcessVersionInfoFileDescription", Field("process.parent.pe.description"), kText,
     kProcesses},
    {"InitiatingProcessVersionInfoOriginalFileName", Field("process.parent.pe.original_file_name"),
     kText, kProcesses},
    {"InitiatingProcessVersionInfoProductName", Field("process.parent.pe.product"), kText,
     kProcesses},
    {"InitiatingProcessVersionInfoProductVersion", Field("process.parent.pe.file_version"), kText,
     kProcesses},
    Named("InitiatingProcessSignatureStatus", Field("process.parent.code_signature.status"),
          kStatusNames, kProcesses),
    Named("InitiatingProcessSignatureStatus", Field("process.parent.code_signature.exists"),
          kExistsNames, kProcesses),
    Named("InitiatingProcessSignatureStatus", Field("process.parent.code_signature.trusted"),
          kTrustNames, kProcesses),
    {"InitiatingProcessIntegrityLevel", Field("process.parent.Ext.token.integrity_level_name"),
     kLowerText, kProcesses, MapMode::kOwn},

    // ... and the parent's parent, which has no place in ECS; the published mapping files it as the
    // leader of the parent's group.
    {"InitiatingProcessParentFileName", Field("process.parent.group_leader.name"), kText,
     kProcesses, MapMode::kElastic},
    {"InitiatingProcessParentId", Field("process.parent.group_leader.pid"), kNumber, kProcesses,
     MapMode::kElastic},
    {"InitiatingProcessParentCreationTime", Field("process.parent.group_leader.start"), kTime,
     kProcesses, MapMode::kElastic},

    // The published mapping gives the columns of another process to the one that acts.
    {"ProcessCommandLine", Field("process.command_line"), kText, kActs, MapMode::kElastic},
    {"ProcessCommandLine", Field("process.args"), kWindowsArgs, kActs, MapMode::kElastic},
    {"ProcessCommandLine", Field("process.args_count"), kWindowsArgCount, kActs, MapMode::kElastic},
    {"ProcessId", Field("process.pid"), kNumber, kActs, MapMode::kElastic},
    {"ProcessCreationTime", Field("process.start"), kTime, kActs, MapMode::kElastic},

    // The process that acts ...
    {"InitiatingProcessFileName", Field("process.name"), kPathName, kActs},
    {"InitiatingProcessFolderPath", Field("process.name"), kPathName, kActs},
    {"InitiatingProcessFolderPath", Field("process.executable"), kText, kActs},
    {"InitiatingProcessCommandLine", Field("process.command_line"), kText, kActs},
    {"InitiatingProcessCommandLine", Field("process.args"), kWindowsArgs, kActs},
    {"InitiatingProcessCommandLine", Field("process.args_count"), kWindowsArgCount, kActs},
    {"InitiatingProcessId", Field("process.pid"), kNumber, kActs},
    {"InitiatingProcessCreationTime", Field("process.start"), kTime, kActs},
    {"InitiatingProcessMD5", Field("process.hash.md5"), kDigest, kActs},
    {"InitiatingProcessSHA1", Field("process.hash.sha1"), kDigest, kActs},
    {"InitiatingProcessSHA256", Field("process.hash.sha256"), kDigest, kActs},
    {"InitiatingProcessVersionInfoCompanyName", Field("process.pe.company"), kText, kActs},
    {"InitiatingProcessVersionInfoFileDescription", Field("process.pe.description"), kText, kActs},
    {"InitiatingProcessVersionInfoOriginalFileName", Field("process.pe.original_file_name"), kText,
     kActs},
    {"InitiatingProcessVersionInfoProductName", Field("process.pe.product"), kText, kActs},
    {"InitiatingProcessVersionInfoProductVersion", Field("process.pe.file_version"), kText, kActs},
    Named("InitiatingProcessSignatureStatus", Field("process.code_signature.status"), kStatusNames,
          kActs, MapMode::kOwn),
    {"InitiatingProcessSignatureStatus", Field("process.code_signature.status"), kText, kActs,
     MapMode::kElastic},
    Named("InitiatingProcessSignatureStatus", Field("process.code_signature.exists"), kExistsNames,
          kActs),
    Named("InitiatingProcessSignatureStatus", Field("process.code_signature.trusted"), kTrustNames,
          kActs),
    {"InitiatingProcessIntegrityLevel", Field("process.Ext.token.integrity_level_name"), kLowerText,
     kActs, MapMode::kOwn},
    {"InitiatingProcessIntegrityLevel",
     Field("process.Ext.token.integrity_level_name"),
     kText,
     {kImageLoad, kAct, kActOnProcess},
     MapMode::kElastic},

    // ... and its parent; some rows name it by its path.
    {"InitiatingProcessParentFileName", Field("process.parent.name"), kPathName, kActs,
     MapMode::kOwn},
    {"InitiatingProcessParentFileName", Field("process.parent.name"), kText, kActs,
     MapMode::kElastic},
    {"InitiatingProcessParentId", Field("process.parent.pid"), kNumber, kActs},
    {"InitiatingProcessParentCreationTime", Field("process.parent.start"), kTime, kActs},
    {"InitiatingProcessParentFileName",
     Field("process.group_leader.name"),
     kText,
     {kApiCall, kDriver},
     MapMode::kElastic},
    {"InitiatingProcessParentId",
     Field("process.group_leader.pid"),
     kNumber,
     {kApiCall, kDriver},
     MapMode::kElastic},
    {"InitiatingProcessParentCreationTime",
     Field("process.group_leader.start"),
     kTime,
     {kApiCall, kDriver},
     MapMode::kElastic},

    // The process acted upon, and the call.
    {"FileName", Field("Target.process.name"), kPathName, kTargets},
    {"FolderPath", Field("Target.process.executable"), kText, kTargets},
    {"ProcessCommandLine", Field("Target.process.command_line"), kText, kTargets},
    {"ProcessId", Field("Target.process.pid"), kNumber, kTargets},
    {"ProcessCreationTime", Field("Target.process.start"), kTime, kTargets},
    {"SHA256", Field("Target.process.hash.sha256"), kDigest, kTargets},
    {"AdditionalFields.RegionSize", Field("process.Ext.api.parameters.size"), kNumber, {kApiCall}},
    {"AdditionalFields.ProtectionMask",
     Field("process.Ext.api.parameters.protection"),
     kText,
     {kApiCall}},
    {"AdditionalFields.BaseAddress",
     Field("process.Ext.api.parameters.address"),
     kNumber,
     {kApiCall}},
    {"AdditionalFields.DesiredAccess",
     Field("process.Ext.api.parameters.desired_access_numeric"),
     kNumber,
     {kApiCall}},

    // Files.
    {"FolderPath", Field("file.path"), kText, kFiles},
    {"FileName", Field("file.name"), kPathName, kFiles},
    {"FolderPath", Field("file.name"), kPathName, kFiles},
    {"FolderPath", Field("file.directory"), kPathDirectory, kFiles},
    {"FolderPath", Field("file.extension"), kPathExtension, kFiles},
    {"FileName", Field("file.extension"), kPathExtension, kFiles},
    {"FileSize", Field("file.size"), kNumber, kFiles},
    {"MD5", Field("file.hash.md5"), kDigest, kFiles},
    {"SHA1", Field("file.hash.sha1"), kDigest, kFiles},
    {"SHA256", Field("file.hash.sha256"), kDigest, kFiles},
    {"FolderPath", Field("file.path"), kText, kDeviceFiles, MapMode::kOwn},
    {"FileName", Field("file.name"), kPathName, kDeviceFiles, MapMode::kOwn},
    {"FolderPath", Field("file.name"), kPathName, kDeviceFiles, MapMode::kOwn},
    {"FolderPath", Field("file.directory"), kPathDirectory, kDeviceFiles, MapMode::kOwn},
    {"FolderPath", Field("file.extension"), kPathExtension, kDeviceFiles, MapMode::kOwn},
    {"FileSize", Field("file.size"), kNumber, kDeviceFiles, MapMode::kOwn},
    {"MD5", Field("file.hash.md5"), kDigest, kDeviceFiles, MapMode::kOwn},
    {"SHA1", Field("file.hash.sha1"), kDigest, kDeviceFiles, MapMode::kOwn},
    {"SHA256", Field("file.hash.sha256"), kDigest, kDeviceFiles, MapMode::kOwn},
    {"PreviousFileName", Field("file.Ext.original.name"), kPathName, {kFile}},
    {"PreviousFolderPath", Field("file.Ext.original.name"), kPathName, {kFile}},
    {"PreviousFolderPath", Field("file.Ext.original.path"), kText, {kFile}},
    {"PreviousFolderPath", Field("file.Ext.original.directory"), kPathDirectory, {kFile}},
    {"PreviousFolderPath", Field("file.Ext.original.extension"), kPathExtension, {kFile}},
    {"PreviousFileName", Field("file.Ext.original.extension"), kPathExtension, {kFile}},
    {"FileOriginUrl", Field("file.origin_url")},
    {"FileOriginReferrerUrl", Field("file.origin_referrer_url")},
    {"FileOriginReferrerUrl", Field("http.request.referrer"), kText, kAll, MapMode::kElastic},
    {"Signer", Field("file.code_signature.subject_name"), kText, {kCertificate}},
    Named("IsSigned", Field("file.code_signature.exists"), kFlags, {kCertificate}),
    Named("IsTrusted", Field("file.code_signature.trusted"), kFlags, {kCertificate}),
    {"Issuer", Field("file.x509.issuer.common_name"), kText, {kCertificate}},
    {"CertificateSerialNumber", Field("file.x509.serial_number"), kText, {kCertificate}},
    {"CertificateExpirationTime", Field("file.x509.not_after"), kTime, {kCertificate}},

    // Modules and drivers.
    {"FolderPath", Field("dll.path"), kText, kModules},
    {"FileName", Field("dll.name"), kPathName, kModules},
    {"FolderPath", Field("dll.name"), kPathName, kModules},
    {"FileSize", Field("dll.Ext.size"), kNumber, kModules},
    {"MD5", Field("dll.hash.md5"), kDigest, kModules},
    {"SHA1", Field("dll.hash.sha1"), kDigest, kModules},
    {"SHA256", Field("dll.hash.sha256"), kDigest, kModules},

    // Registry.
    {"RegistryKey", Field("registry.hive"), kRegistryHive},
    {"RegistryKey", Field("registry.key"), kRegistryKey},
    {"RegistryValueName", Field("registry.value")},
    {"RegistryValueData", Field("registry.data.strings")},
    {"RegistryValueType", Field("registry.data.type")},

    // Network.
    {"LocalIP", Field("source.ip"), kAddress, kFromHere},
    {"LocalPort", Field("source.port"), kNumber, kFromHere},
    {"RemoteIP", Field("destination.ip"), kAddress, kFromHere},
    {"RemotePort", Field("destination.port"), kNumber, kFromHere},
    {"RemoteIP", Field("source.ip"), kAddress, {kInbound, kLogon}},
    {"RemotePort", Field("source.port"), kNumber, {kInbound, kLogon}},
    {"LocalIP", Field("destination.ip"), kAddress, {kInbound}},
    {"LocalPort", Field("destination.port"), kNumber, {kInbound}},
    {"RemoteIP", Field("destination.address"), kAddress, {kNetwork}},
    {"LocalIP", Field("destination.address"), kAddress, {kInbound}},
    {"RequestSourceIP", Field("source.ip"), kAddress, {kFile}},
    {"RequestSourcePort", Field("source.port"), kNumber, {kFile}},
    {"RemoteDeviceName", Field("source.domain")},
    Named("AdditionalFields.direction", Field("network.direction"), kDirections, kNetworkRows),
    Named("Protocol", Field("network.transport"), kTransports, kNetworkRows),
    {"Protocol", Field("network.protocol"), kProtocol, kAll, MapMode::kOwn},
    {"Protocol", Field("network.protocol"), kLowerText, kAll, MapMode::kElastic},
    Named("RequestProtocol", Field("network.protocol"), kFileProtocols, {kFile}, MapMode::kOwn),
    {"RequestProtocol", Field("network.protocol"), kLowerText, {kFile}, MapMode::kElastic},
    {"RemoteUrl", Field("url.original")},
    {"RemoteUrl", Field("url.domain"), kUrlHost},
    {"RemoteUrl", Field("destination.domain"), kUrlHost, {kNetwork}},

    // Names.
    {"AdditionalFields.query", Field("dns.question.name"), kText, kNetworkRows},
    {"AdditionalFields.qclass_name", Field("dns.question.class"), kText, kNetworkRows},
    {"AdditionalFields.qtype_name", Field("dns.question.type"), kText, kNetworkRows},
    {"AdditionalFields.rcode_name", Field("dns.response_code"), kText, kNetworkRows},
    {"AdditionalFields.DnsQueryString", Field("dns.question.name"), kText, {kAct}},

    // Accounts.
    {"RequestAccountName", Field("user.name"), kText, {kFile}},
    {"RequestAccountDomain", Field("user.domain"), kText, {kFile}},
    {"RequestAccountSid", Field("user.id"), kText, {kFile}, MapMode::kOwn},
    {"AccountName", Field("user.name")},
    {"AccountDomain", Field("user.domain")},
    {"AccountSid", Field("user.id")},
    {"InitiatingProcessAccountName", Field("user.name"), kText, kInitiatorIsUser},
    {"InitiatingProcessAccountDomain", Field("user.domain"), kText, kInitiatorIsUser},
    {"InitiatingProcessAccountSid", Field("user.id"), kText, kInitiatorIsUser},
    {"InitiatingProcessAccountName", Field("user.name"), kText, kInitiatorIsUserToo, MapMode::kOwn},
    {"InitiatingProcessAccountDomain", Field("user.domain"), kText, kInitiatorIsUserToo,
     MapMode::kOwn},
    {"InitiatingProcessAccountSid", Field("user.id"), kText, kInitiatorIsUserToo, MapMode::kOwn},
    {"InitiatingProcessAccountSid", Field("user.id"), kText, {kFile}, MapMode::kElastic},
    {"RequestAccountSid", Field("user.id"), kText, {kFile}, MapMode::kElastic},
    {"LogonType", Field("process.Ext.session_info.logon_type"), kText, {kLogon}},
    {"FailureReason", Field("event.reason"), kText, {kLogon, kIdentity}},

    // Identities, cloud applications, mail and alerts.
    {"AccountUpn", Field("user.email"), kText, {kIdentity, kUrlClick}},
    {"AccountObjectId", Field("user.id"), kText, {kIdentity, kCloudApp}},
    {"AccountDisplayName", Field("user.full_name"), kText, {kIdentity, kCloudApp}},
    {"IPAddress", Field("source.ip"), kAddress, {kIdentity, kCloudApp, kUrlClick}},
    {"Port", Field("source.port"), kNumber, {kIdentity}},
    {"DestinationIPAddress", Field("destination.ip"), kAddress, {kIdentity}},
    {"DestinationPort", Field("destination.port"), kNumber, {kIdentity}},
    {"DestinationDeviceName", Field("destination.domain"), kText, {kIdentity}},
    {"Application", Field("service.name"), kText, {kIdentity, kCloudApp}},
    {"UserAgent", Field("user_agent.original"), kText, {kCloudApp}},
    {"NetworkMessageId",
     Field("email.local_id"),
     kText,
     {kEmail, kEmailFile, kEmailUrl, kUrlClick}},
    {"InternetMessageId", Field("email.message_id"), kText, {kEmail}},
    {"SenderFromAddress", Field("email.from.address"), kText, {kEmail, kEmailFile}},
    {"SenderMailFromAddress", Field("email.sender.address"), kText, {kEmail}},
    {"RecipientEmailAddress", Field("email.to.address"), kText, {kEmail, kEmailFile}},
    {"Subject", Field("email.subject"), kText, {kEmail}},
    {"EmailDirection", Field("email.direction"), kLowerText, {kEmail}},
    {"SenderIPv4", Field("source.ip"), kAddress, {kEmail}},
    {"SenderIPv6", Field("source.ip"), kAddress, {kEmail}},
    {"Url", Field("url.original"), kText, {kEmailUrl, kUrlClick}},
    {"UrlDomain", Field("url.domain"), kText, {kEmailUrl}},
    {"Url", Field("url.domain"), kUrlHost, {kEmailUrl, kUrlClick}},
    {"AlertId", Field("event.id"), kText, {kAlert}},
    {"Title", Field("message"), kText, {kAlert}},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::m365_defender
