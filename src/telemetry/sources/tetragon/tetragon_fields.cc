// Field map of Tetragon. Raw names are paths within the event's message (process_exec,
// process_kprobe ...), and those that tetragon.cc gives to what it works out. Facts: Tetragon's
// API definition (events.proto, tetragon.proto).
#include "event/ecs/dictionary.h"
#include "telemetry/sources/tetragon/tetragon.h"

namespace tocsin::tetragon {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    // The process that acts.
    {"process.exec_id", Field("process.entity_id")},
    {"process.pid", Field("process.pid"), kNumber},
    {"process.binary", Field("process.executable")},
    {"process.binary", Field("process.name"), kPathName},
    {"process.command_line", Field("process.command_line")},
    {"process.shell_line", Field("process.args"), kPosixArgs},
    {"process.shell_line", Field("process.args_count"), kPosixArgCount},
    {"process.cwd", Field("process.working_directory")},
    {"process.start_time", Field("process.start"), kTime},
    {"process.tid", Field("process.thread.id"), kNumber},
    {"process.uid", Field("user.id")},
    {"process.user.name", Field("user.name")},
    {"process.auid", Field("user.audit.id")},
    {"status", Field("process.exit_code"), kNumber},

    // Its parent.
    {"parent.exec_id", Field("process.parent.entity_id")},
    {"process.parent_exec_id", Field("process.parent.entity_id")},
    {"parent.pid", Field("process.parent.pid"), kNumber},
    {"parent.binary", Field("process.parent.executable")},
    {"parent.binary", Field("process.parent.name"), kPathName},
    {"parent.command_line", Field("process.parent.command_line")},
    {"parent.shell_line", Field("process.parent.args"), kPosixArgs},
    {"parent.shell_line", Field("process.parent.args_count"), kPosixArgCount},
    {"parent.cwd", Field("process.parent.working_directory")},
    {"parent.start_time", Field("process.parent.start"), kTime},

    // Where it runs.
    {"container.id", Field("container.id")},
    {"process.docker", Field("container.id")},
    {"container.name", Field("container.name")},
    {"container.image", Field("container.image.name")},
    {"pod.namespace", Field("orchestrator.namespace")},
    {"pod.name", Field("orchestrator.resource.name")},
    {"cluster_name", Field("orchestrator.cluster.name")},

    // What a probe saw.
    {"file.path", Field("file.path")},
    {"file.path", Field("file.name"), kPathName},
    {"file.path", Field("file.directory"), kPathDirectory},
    {"file.path", Field("file.extension"), kPathExtension},
    {"library.path", Field("dll.path")},
    {"library.path", Field("dll.name"), kPathName},
    {"socket.source_ip", Field("source.ip"), kAddress},
    {"socket.source_port", Field("source.port"), kNumber},
    {"socket.destination_ip", Field("destination.ip"), kAddress},
    {"socket.destination_port", Field("destination.port"), kNumber},
    {"socket.direction", Field("network.direction")},
    {"socket.transport", Field("network.transport")},
    {"socket.type", Field("network.type")},
    {"policy_name", Field("rule.name")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::tetragon
