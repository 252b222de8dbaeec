// Field map of PowerShell. Raw names are those of the record's data items, and those of the values
// in the host's text (host_text.h). Facts: PowerShell's own event manifest, about_Logging_Windows
// and about_Eventlogs (Microsoft), and the published ECS mapping of the channels.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/powershell/powershell.h"

namespace tocsin::powershell {
namespace {

using enum FieldConversion;

constexpr windows::EventClass kClasses[] = {
    {400, {"process"}, {"start"}},  {403, {"process"}, {"end"}},   {600, {"process"}, {"info"}},
    {800, {"process"}, {"info"}},   {4103, {"process"}, {"info"}}, {4104, {"process"}, {"info"}},
    {4105, {"process"}, {"start"}}, {4106, {"process"}, {"end"}},
};

constexpr EventSet kClassic{400, 403, 600, 800};
constexpr EventSet kHosted{400, 403, 600, 800, 4103};

constexpr FieldRow kRows[] = {
    // Script blocks; long ones come in parts.
    {"ScriptBlockText", Field("powershell.file.script_block_text"), kText, {4104}},
    {"ScriptBlockId", Field("powershell.file.script_block_id"), kText, {4104, 4105, 4106}},
    {"RunspaceId", Field("powershell.runspace_id"), kText, {4105, 4106}},
    {"MessageNumber", Field("powershell.sequence"), kNumber, {4104}},
    {"MessageTotal", Field("powershell.total"), kNumber, {4104}},
    {"Path", Field("file.path"), kText, {4104}},
    {"Path", Field("file.name"), kPathName, {4104}},
    {"Path", Field("file.directory"), kPathDirectory, {4104}},
    {"Path", Field("file.extension"), kPathExtension, {4104}},

    // The host: a process that runs PowerShell. Its id is no process id.
    {"HostId", Field("process.entity_id"), kText, kHosted},
    {"HostName", Field("process.title"), kText, kHosted},
    {"HostApplication", Field("process.command_line"), kText, kHosted},
    {"HostApplication", Field("process.args"), kWindowsArgs, kHosted},
    {"HostApplication", Field("process.args_count"), kWindowsArgCount, kHosted},
    {"HostVersion", Field("powershell.process.executable_version"), kText, kHosted},
    {"EngineVersion", Field("powershell.engine.version"), kText, kHosted},
    {"NewEngineState", Field("powershell.engine.new_state"), kText, kClassic},
    {"PreviousEngineState", Field("powershell.engine.previous_state"), kText, kClassic},
    {"ProviderName", Field("powershell.provider.name"), kText, kClassic},
    {"NewProviderState", Field("powershell.provider.new_state"), kText, kClassic},
    {"RunspaceId", Field("powershell.runspace_id"), kText, kHosted},
    {"PipelineId", Field("powershell.pipeline_id"), kText, kHosted},
    {"ShellId", Field("powershell.id"), kText, {4103}},
    {"SequenceNumber", Field("event.sequence"), kNumber, kHosted},
    {"DetailSequence", Field("powershell.sequence"), kNumber, kClassic},
    {"DetailTotal", Field("powershell.total"), kNumber, kClassic},

    // Its parent, by the process id of the operational channel.
    Derived(Field("process.Ext.ancestry")),
    Derived(Field("process.parent.pid")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.name")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.parent.args_count")),

    // The command.
    {"CommandName", Field("powershell.command.name"), kText, kHosted},
    {"CommandType", Field("powershell.command.type"), kText, kHosted},
    {"CommandPath", Field("powershell.command.path"), kText, kHosted},
    {"CommandLine", Field("powershell.command.value"), kText, kClassic},
    {"ScriptName", Field("file.path"), kText, kHosted},
    {"ScriptName", Field("file.name"), kPathName, kHosted},
    {"ScriptName", Field("file.directory"), kPathDirectory, kHosted},
    {"ScriptName", Field("file.extension"), kPathExtension, kHosted},

    // Accounts. The record's own SID is the one that runs the host: the source adds it.
    {"User", Field("user.domain"), kAccountDomain, {4103}},
    {"User", Field("user.name"), kAccountName, {4103}},
    {"UserId", Field("user.domain"), kAccountDomain, kClassic},
    {"UserId", Field("user.name"), kAccountName, kClassic},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }
std::span<const windows::EventClass> EventClasses() { return kClasses; }

}  // namespace tocsin::powershell
