// Field map of osquery. Raw names are columns of its event tables (osquery's schema 5.x:
// process_events, bpf_process_events, es_process_events, socket_events, bpf_socket_events,
// file_events, user_events), and, with "event." in front, those that osquery.cc works out.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/osquery/osquery.h"

namespace tocsin::osquery {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    // The process that acts.
    {"pid", Field("process.pid"), kNumber},
    {"path", Field("process.executable")},
    {"path", Field("process.name"), kPathName},
    {"cmdline", Field("process.command_line")},
    {"cmdline", Field("process.args"), kPosixArgs},
    {"cmdline", Field("process.args_count"), kPosixArgCount},
    {"event.cwd", Field("process.working_directory")},
    {"exit_code", Field("process.exit_code"), kNumber},
    {"cdhash", Field("process.hash.cdhash")},
    {"signing_id", Field("process.code_signature.signing_id")},
    {"team_id", Field("process.code_signature.team_id")},
    {"parent", Field("process.parent.pid"), kNumber},
    Derived(Field("process.entity_id")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.name")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.Ext.ancestry")),

    {"uid", Field("user.id")},
    {"username", Field("user.name")},
    {"euid", Field("user.effective.id")},
    {"gid", Field("user.group.id")},
    {"egid", Field("user.effective.group.id")},
    {"event.login_id", Field("user.audit.id")},

    // What it acts upon.
    {"event.file", Field("file.path")},
    {"event.file", Field("file.name"), kPathName},
    {"event.file", Field("file.directory"), kPathDirectory},
    {"event.file", Field("file.extension"), kPathExtension},
    {"md5", Field("file.hash.md5"), kDigest},
    {"sha1", Field("file.hash.sha1"), kDigest},
    {"sha256", Field("file.hash.sha256"), kDigest},
    {"inode", Field("file.inode")},
    {"mode", Field("file.mode")},
    {"size", Field("file.size"), kNumber},
    {"event.source_ip", Field("source.ip"), kAddress},
    {"event.source_port", Field("source.port"), kNumber},
    {"event.destination_ip", Field("destination.ip"), kAddress},
    {"event.destination_port", Field("destination.port"), kNumber},
    {"event.direction", Field("network.direction")},
    {"event.transport", Field("network.transport")},
    {"container_id", Field("container.id")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::osquery
