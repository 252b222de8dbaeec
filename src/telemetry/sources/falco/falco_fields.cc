// Field map of Falco. Raw names are those of the alert's output_fields (Falco's reference of
// supported fields), and, with "alert." in front, of the alert itself. An alert has the fields that
// its rule's output names.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/falco/falco.h"

namespace tocsin::falco {
namespace {

using enum FieldConversion;

// RFC 5424's numbers, which have these names.
constexpr RawName kSeverities[] = {
    {"Emergency", "0"}, {"Alert", "1"},  {"Critical", "2"},      {"Error", "3"},
    {"Warning", "4"},   {"Notice", "5"}, {"Informational", "6"}, {"Debug", "7"},
};

constexpr FieldRow kRows[] = {
    // The alert.
    {"alert.rule", Field("rule.name")},
    {"alert.priority", Field("log.level"), kLowerText},
    Named("alert.priority", Field("event.severity"), kSeverities),
    {"alert.output", Field("message")},
    {"alert.source", Field("event.provider")},
    {"alert.tags", Field("tags")},
    {"alert.uuid", Field("event.id")},

    // The process that acts.
    {"proc.pid", Field("process.pid"), kNumber},
    {"thread.tid", Field("process.thread.id"), kNumber},
    {"proc.exepath", Field("process.executable")},
    {"proc.name", Field("process.name")},
    {"proc.exepath", Field("process.name"), kPathName},
    {"proc.cmdline", Field("process.command_line")},
    {"proc.cmdline", Field("process.args"), kPosixArgs},
    {"proc.cmdline", Field("process.args_count"), kPosixArgCount},
    {"proc.cwd", Field("process.working_directory")},
    {"proc.ppid", Field("process.parent.pid"), kNumber},
    {"proc.pexepath", Field("process.parent.executable")},
    {"proc.pname", Field("process.parent.name")},
    {"proc.pexepath", Field("process.parent.name"), kPathName},
    {"proc.pcmdline", Field("process.parent.command_line")},
    {"proc.pcmdline", Field("process.parent.args"), kPosixArgs},
    {"proc.pcmdline", Field("process.parent.args_count"), kPosixArgCount},
    Derived(Field("process.entity_id")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.Ext.ancestry")),

    {"user.uid", Field("user.id")},
    {"user.uid", Field("process.user.id")},
    {"user.name", Field("user.name")},
    {"user.name", Field("process.user.name")},
    {"group.gid", Field("group.id")},
    {"group.name", Field("group.name")},

    // What it acts upon.
    {"file.path", Field("file.path")},
    {"file.path", Field("file.name"), kPathName},
    {"file.path", Field("file.directory"), kPathDirectory},
    {"file.path", Field("file.extension"), kPathExtension},
    {"source.ip", Field("source.ip"), kAddress},
    {"source.port", Field("source.port"), kNumber},
    {"destination.ip", Field("destination.ip"), kAddress},
    {"destination.port", Field("destination.port"), kNumber},
    {"fd.l4proto", Field("network.transport")},
    {"network.direction", Field("network.direction")},

    // Where.
    {"container.id", Field("container.id")},
    {"container.name", Field("container.name")},
    {"container.image", Field("container.image.name")},
    {"container.image.repository", Field("container.image.name")},
    {"container.image.tag", Field("container.image.tag")},
    {"k8s.ns.name", Field("orchestrator.namespace")},
    {"k8s.pod.name", Field("orchestrator.resource.name")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::falco
