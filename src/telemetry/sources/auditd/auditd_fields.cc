// Field map of the Linux audit system. Raw names are those of the records (audit-documentation
// project, field dictionary), and, with a point in them, those that FlattenAuditEvent makes.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/auditd/auditd.h"

namespace tocsin::auditd {
namespace {

using enum FieldConversion;

constexpr RawName kOutcomes[] = {{"success", "success"}, {"fail", "failure"}};

constexpr FieldRow kRows[] = {
    // The process that acts.
    {"pid", Field("process.pid"), kNumber},
    {"comm", Field("process.name")},
    {"exe", Field("process.executable")},
    {"cwd", Field("process.working_directory")},
    {"proctitle", Field("process.title")},
    {"event.args", Field("process.args")},
    {"argc", Field("process.args_count"), kNumber},
    {"event.command_line", Field("process.command_line")},
    {"ppid", Field("process.parent.pid"), kNumber},
    Derived(Field("process.entity_id")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.name")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.Ext.ancestry")),

    // Its accounts. The login id stays the same when the user becomes another.
    {"uid", Field("user.id")},
    {"uid.name", Field("user.name")},
    {"gid", Field("user.group.id")},
    {"gid.name", Field("user.group.name")},
    {"euid", Field("user.effective.id")},
    {"euid.name", Field("user.effective.name")},
    {"egid", Field("user.effective.group.id")},
    {"egid.name", Field("user.effective.group.name")},
    {"suid", Field("user.saved.id")},
    {"suid", Field("auditd.user.saved.id")},
    {"suid.name", Field("user.saved.name")},
    {"suid.name", Field("auditd.user.saved.name")},
    {"sgid", Field("user.saved.group.id")},
    {"sgid", Field("auditd.user.saved.group.id")},
    {"sgid.name", Field("user.saved.group.name")},
    {"sgid.name", Field("auditd.user.saved.group.name")},
    {"fsuid", Field("user.filesystem.id")},
    {"fsuid", Field("auditd.user.filesystem.id")},
    {"fsuid.name", Field("user.filesystem.name")},
    {"fsuid.name", Field("auditd.user.filesystem.name")},
    {"fsgid", Field("user.filesystem.group.id")},
    {"fsgid", Field("auditd.user.filesystem.group.id")},
    {"fsgid.name", Field("user.filesystem.group.name")},
    {"fsgid.name", Field("auditd.user.filesystem.group.name")},
    {"auid", Field("user.audit.id")},
    {"auid", Field("auditd.user.audit.id")},
    {"auid.name", Field("user.audit.name")},
    {"auid.name", Field("auditd.user.audit.name")},
    {"event.target_user", Field("user.target.name")},
    {"event.target_group", Field("group.name")},
    {"ses", Field("auditd.session")},

    // The file that is acted upon.
    {"object.path", Field("file.path")},
    {"object.name", Field("file.name")},
    {"object.directory", Field("file.directory")},
    {"object.extension", Field("file.extension")},
    {"object.inode", Field("file.inode")},
    {"object.device", Field("file.device")},
    {"object.mode", Field("file.mode")},
    {"object.ouid", Field("file.uid")},
    {"object.ouid.name", Field("file.owner")},
    {"object.ogid", Field("file.gid")},
    {"object.ogid.name", Field("file.group")},

    // Network.
    {"event.source_ip", Field("source.ip"), kAddress},
    {"event.source_port", Field("source.port"), kNumber},
    {"event.destination_ip", Field("destination.ip"), kAddress},
    {"event.destination_port", Field("destination.port"), kNumber},
    {"event.direction", Field("network.direction")},
    {"event.network_type", Field("network.type")},

    Named("event.result", Field("event.outcome"), kOutcomes),
    {"event.result", Field("auditd.result")},
    {"event.keys", Field("tags")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::auditd
