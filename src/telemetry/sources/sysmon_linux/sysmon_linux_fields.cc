// Field map of Sysmon for Linux. Facts: the sensor's schema (sysmon -s, versions 4.60 to 4.90),
// whose data items have the names and meanings of Sysmon for Windows.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/sysmon_linux/sysmon_linux.h"

namespace tocsin::sysmon_linux {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    // The process that acts.
    {"ProcessGuid", Field("process.entity_id"), kGuid},
    {"ProcessId", Field("process.pid"), kNumber},
    {"Image", Field("process.executable")},
    {"Image", Field("process.name"), kPathName},
    {"CommandLine", Field("process.command_line")},
    {"CommandLine", Field("process.args"), kPosixArgs},
    {"CommandLine", Field("process.args_count"), kPosixArgCount},
    {"CurrentDirectory", Field("process.working_directory")},
    {"User", Field("user.name")},

    // Its parent. The sensor knows a parent that started before it by its number only, and other
    // events than a start not at all: process state fills what is missing.
    {"ParentProcessId", Field("process.parent.pid"), kNumber},
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.name")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.Ext.ancestry")),

    // Files.
    {"TargetFilename", Field("file.path")},
    {"TargetFilename", Field("file.name"), kPathName},
    {"TargetFilename", Field("file.directory"), kPathDirectory},
    {"TargetFilename", Field("file.extension"), kPathExtension},
    {"Device", Field("file.path"), kText, {9}},
    {"Device", Field("file.name"), kPathName, {9}},
    {"Archived", Field("sysmon.file.archived"), kBoolean},
    {"IsExecutable", Field("sysmon.file.is_executable"), kBoolean},

    // Network.
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

    {"RuleName", Field("rule.name")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::sysmon_linux
