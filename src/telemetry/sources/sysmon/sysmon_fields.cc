// Field map of Sysmon for Windows. Facts: the schema that `Sysmon64.exe -s` prints (versions 4.1 to
// 4.90: names of the data items by event id), and the published ECS mapping of the channel.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/sysmon/sysmon.h"

namespace tocsin::sysmon {
namespace {

using enum FieldConversion;

constexpr EventSet kAll;

constexpr windows::EventClass kClasses[] = {
    {1, {"process"}, {"start"}, "Process creation"},
    {2, {"file"}, {"change"}, "A process changed a file creation time"},
    {3, {"network"}, {"start", "connection", "protocol"}, "Network connection"},
    {4, {"process"}, {"change"}, "Sysmon service state changed"},
    {5, {"process"}, {"end"}, "Process terminated"},
    {6, {"driver"}, {"start"}, "Driver loaded"},
    {7, {"process"}, {"change"}, "Image loaded"},
    {8, {"process"}, {"change"}, "CreateRemoteThread"},
    {9, {"process"}, {"access"}, "RawAccessRead"},
    {10, {"process"}, {"access"}, "ProcessAccess"},
    {11, {"file"}, {"creation"}, "FileCreate"},
    {12, {"configuration", "registry"}, {"change"}, "RegistryEvent (Object create and delete)"},
    {13, {"configuration", "registry"}, {"change"}, "RegistryEvent (Value Set)"},
    {14, {"configuration", "registry"}, {"change"}, "RegistryEvent (Key and Value Rename)"},
    {15, {"file"}, {"access"}, "FileCreateStreamHash"},
    {16, {"configuration"}, {"change"}, "ServiceConfigurationChange"},
    {17, {"file"}, {"creation"}, "PipeEvent (Pipe Created)"},
    {18, {"file"}, {"access"}, "PipeEvent (Pipe Connected)"},
    {19, {"process"}, {"creation"}, "WmiEvent (WmiEventFilter activity detected)"},
    {20, {"process"}, {"creation"}, "WmiEvent (WmiEventConsumer activity detected)"},
    {21, {"process"}, {"access"}, "WmiEvent (WmiEventConsumerToFilter activity detected)"},
    {22, {"network"}, {"connection", "protocol", "info"}, "DNSEvent (DNS query)"},
    {23, {"file"}, {"deletion"}, "FileDelete (File Delete archived)"},
    {24, {}, {"change"}, "ClipboardChange (New content in the clipboard)"},
    {25, {"process"}, {"change"}, "ProcessTampering (Process image change)"},
    {26, {"file"}, {"deletion"}, "FileDeleteDetected (File Delete logged)"},
    {27, {"file"}, {"creation", "denied"}, "FileBlockExecutable"},
    {28, {"file"}, {"deletion", "denied"}, "FileBlockShredding"},
    {29, {"file"}, {"creation"}, "FileExecutableDetected"},
    {255, {"process"}, {"error"}, "Error"},
};

constexpr FieldRow kRows[] = {
    // The process that acts.
    {"ProcessGuid", Field("process.entity_id"), kGuid},
    {"SourceProcessGuid", Field("process.entity_id"), kGuid},
    {"SourceProcessGUID", Field("process.entity_id"), kGuid},
    {"ProcessId", Field("process.pid"), kNumber},
    {"SourceProcessId", Field("process.pid"), kNumber},
    {"SourceThreadId", Field("process.thread.id"), kNumber},
    {"Image", Field("process.executable")},
    {"Image", Field("process.name"), kPathName},
    {"SourceImage", Field("process.executable")},
    {"SourceImage", Field("process.name"), kPathName},
    {"Destination", Field("process.executable"), kText, {255}},
    {"Destination", Field("process.name"), kPathName, {255}},
    {"CommandLine", Field("process.command_line")},
    {"CommandLine", Field("process.args"), kWindowsArgs},
    {"CommandLine", Field("process.args_count"), kWindowsArgCount},
    {"CurrentDirectory", Field("process.working_directory")},
    {"OriginalFileName", Field("process.pe.original_file_name"), kText, {1}},
    {"Company", Field("process.pe.company"), kText, {1}},
    {"Description", Field("process.pe.description"), kText, {1}},
    {"FileVersion", Field("process.pe.file_version"), kText, {1}},
    {"Product", Field("process.pe.product"), kText, {1}},
    {"IntegrityLevel", Field("process.Ext.token.integrity_level_name"), kLowerText, {1}},

    // Its parent.
    {"ParentProcessGuid", Field("process.parent.entity_id"), kGuid},
    {"ParentProcessId", Field("process.parent.pid"), kNumber},
    {"ParentImage", Field("process.parent.executable")},
    {"ParentImage", Field("process.parent.name"), kPathName},
    {"ParentCommandLine", Field("process.parent.command_line")},
    {"ParentCommandLine", Field("process.parent.args"), kWindowsArgs},
    {"ParentCommandLine", Field("process.parent.args_count"), kWindowsArgCount},

    // Hashes: of the process ...
    {"Hashes", Field("process.hash.md5"), kMd5, {1, 23, 24, 25}},
    {"Hashes", Field("process.hash.sha1"), kSha1, {1, 23, 24, 25}},
    {"Hashes", Field("process.hash.sha256"), kSha256, {1, 23, 24, 25}},
    {"Hashes", Field("process.pe.imphash"), kImphash, {1, 23, 24, 25}},
    {"Hashes", Field("process.hash.md5"), kMd5, {26}, MapMode::kElastic},
    {"Hashes", Field("process.hash.sha1"), kSha1, {26}, MapMode::kElastic},
    {"Hashes", Field("process.hash.sha256"), kSha256, {26}, MapMode::kElastic},
    {"Hashes", Field("process.pe.imphash"), kImphash, {26}, MapMode::kElastic},
    // ... of the file ...
    {"Hashes", Field("file.hash.md5"), kMd5, {6, 7, 27, 28, 29}},
    {"Hashes", Field("file.hash.sha1"), kSha1, {6, 7, 27, 28, 29}},
    {"Hashes", Field("file.hash.sha256"), kSha256, {6, 7, 27, 28, 29}},
    {"Hashes", Field("file.pe.imphash"), kImphash, {6, 7, 27, 28, 29}},
    {"Hashes", Field("file.hash.md5"), kMd5, {26}, MapMode::kOwn},
    {"Hashes", Field("file.hash.sha1"), kSha1, {26}, MapMode::kOwn},
    {"Hashes", Field("file.hash.sha256"), kSha256, {26}, MapMode::kOwn},
    {"Hashes", Field("file.pe.imphash"), kImphash, {26}, MapMode::kOwn},
    {"Hash", Field("file.hash.md5"), kMd5, {15}},
    {"Hash", Field("file.hash.sha1"), kSha1, {15}},
    {"Hash", Field("file.hash.sha256"), kSha256, {15}},
    {"Hash", Field("file.pe.imphash"), kImphash, {15}},
    // ... of the module.
    {"Hashes", Field("dll.hash.md5"), kMd5, {6, 7}},
    {"Hashes", Field("dll.hash.sha1"), kSha1, {6, 7}},
    {"Hashes", Field("dll.hash.sha256"), kSha256, {6, 7}},
    {"Hashes", Field("dll.pe.imphash"), kImphash, {6, 7}},

    // Files.
    {"TargetFilename", Field("file.path")},
    {"TargetFilename", Field("file.name"), kPathName},
    {"TargetFilename", Field("file.directory"), kPathDirectory},
    {"TargetFilename", Field("file.extension"), kPathExtension},
    {"Device", Field("file.path"), kText, {9}},
    {"Device", Field("file.name"), kPathName, {9}},
    {"PipeName", Field("file.name")},
    {"Archived", Field("sysmon.file.archived"), kBoolean},
    {"IsExecutable", Field("sysmon.file.is_executable"), kBoolean},

    // Modules and drivers: rules name them as files or as libraries.
    {"ImageLoaded", Field("file.path")},
    {"ImageLoaded", Field("file.name"), kPathName},
    {"ImageLoaded", Field("file.directory"), kPathDirectory},
    {"ImageLoaded", Field("file.extension"), kPathExtension},
    {"ImageLoaded", Field("dll.path")},
    {"ImageLoaded", Field("dll.name"), kPathName},
    {"OriginalFileName", Field("file.pe.original_file_name"), kText, {7}},
    {"OriginalFileName", Field("dll.pe.original_file_name"), kText, {7}},
    {"Company", Field("file.pe.company"), kText, {7}},
    {"Description", Field("file.pe.description"), kText, {7}},
    {"FileVersion", Field("file.pe.file_version"), kText, {7}},
    {"Product", Field("file.pe.product"), kText, {7}},
    {"Signed", Field("file.code_signature.exists"), kBoolean},
    {"Signature", Field("file.code_signature.subject_name")},
    {"SignatureStatus", Field("file.code_signature.status")},
    {"SignatureStatus", Field("file.code_signature.trusted"), kSignatureTrusted},
    {"SignatureStatus", Field("file.code_signature.valid"), kSignatureTrusted, kAll,
     MapMode::kElastic},
    {"Signed", Field("dll.code_signature.exists"), kBoolean, {6, 7}},
    {"Signature", Field("dll.code_signature.subject_name"), kText, {6, 7}},
    {"SignatureStatus", Field("dll.code_signature.status"), kText, {6, 7}},
    {"SignatureStatus", Field("dll.code_signature.trusted"), kSignatureTrusted, {6, 7}},

    // Network. Sysmon names the service by port at both ends; the source's counts when set.
    {"SourceIp", Field("source.ip"), kAddress},
    {"SourcePort", Field("source.port"), kNumber},
    {"SourceHostname", Field("source.domain")},
    {"DestinationIp", Field("destination.ip"), kAddress},
    {"DestinationPort", Field("destination.port"), kNumber},
    {"DestinationHostname", Field("destination.domain")},
    {"Protocol", Field("network.transport")},
    {"SourcePortName", Field("network.protocol")},
    {"DestinationPortName", Field("network.protocol")},
    {"Initiated", Field("network.direction"), kInitiated},
    {"SourceIsIpv6", Field("network.type"), kIpv6Flag},

    // Names.
    {"QueryName", Field("dns.question.name")},
    {"QueryResults", Field("dns.resolved_ip"), kDnsAddresses},
    {"QueryResults", Field("dns.answers.data"), kDnsAnswerData},
    {"QueryResults", Field("dns.answers.type"), kDnsAnswerTypes},
    {"QueryStatus", Field("sysmon.dns.status")},

    // Registry.
    {"TargetObject", Field("registry.path")},
    {"TargetObject", Field("registry.hive"), kRegistryHive},
    {"TargetObject", Field("registry.key"), kRegistryKey},
    {"TargetObject", Field("registry.value"), kRegistryValue},
    {"Details", Field("registry.data.strings"), kRegistryStrings},
    {"Details", Field("registry.data.type"), kRegistryType, kAll, MapMode::kOwn},
    {"Details", Field("registry.data.type"), kRegistryTypeElastic, kAll, MapMode::kElastic},

    // Accounts; the record's own SID is the sensor's, not the user's.
    {"User", Field("user.domain"), kAccountDomain},
    {"User", Field("user.name"), kAccountName},
    {"SourceUser", Field("user.domain"), kAccountDomain, kAll, MapMode::kOwn},
    {"SourceUser", Field("user.name"), kAccountName, kAll, MapMode::kOwn},
    {"LogonId", Field("process.Ext.authentication_id"), kHexText, {1}},
    {{}, Field("user.id"), kText, kAll, MapMode::kOwn, Provenance::kDerived},
    {{}, Field("process.Ext.ancestry"), kText, kAll, MapMode::kAlways, Provenance::kDerived},

    {"RuleName", Field("rule.name")},
    // One spelling for what versions of the schema write in two.
    {"SourceProcessGuid", Field("winlog.event_data.SourceProcessGUID"), kGuid},
    {"TargetProcessGuid", Field("winlog.event_data.TargetProcessGUID"), kGuid},

    // Faults of the sensor itself.
    {"ID", Field("error.code"), kText, {255}},
    {"Description", Field("error.message"), kText, {255}},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }
std::span<const windows::EventClass> EventClasses() { return kClasses; }

}  // namespace tocsin::sysmon
