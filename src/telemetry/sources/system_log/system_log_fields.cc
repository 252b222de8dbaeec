// Field map of the system log. Raw names are those that SystemLogSource gives to the parts of an
// entry and of its message (log_line.h, auth_message.h).
#include "event/ecs/dictionary.h"
#include "telemetry/sources/system_log/system_log.h"

namespace tocsin::system_log {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    // The entry.
    {"message", Field("message")},
    {"host", Field("host.hostname")},
    {"program", Field("process.name")},
    {"program", Field("log.syslog.appname")},
    {"pid", Field("process.pid"), kNumber},
    {"executable", Field("process.executable")},
    {"command_line", Field("process.command_line")},
    {"message_id", Field("log.syslog.msgid")},
    {"facility", Field("log.syslog.facility.code"), kNumber},
    {"severity", Field("log.syslog.severity.code"), kNumber},
    Derived(Field("process.entity_id")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.name")),

    // What its message says.
    {"user", Field("user.name")},
    {"user.id", Field("user.id")},
    {"effective", Field("user.effective.name")},
    {"effective.id", Field("user.effective.id")},
    {"group", Field("group.name")},
    {"group.id", Field("group.id")},
    {"source.address", Field("source.address")},
    {"source.ip", Field("source.ip"), kAddress},
    {"source.domain", Field("source.domain")},
    {"source.port", Field("source.port"), kNumber},
    {"server.ip", Field("server.ip"), kAddress},
    {"server.port", Field("server.port"), kNumber},
    {"ssh.event", Field("system.auth.ssh.event")},
    {"ssh.method", Field("system.auth.ssh.method")},
    {"ssh.signature", Field("system.auth.ssh.signature")},
    {"ssh.dropped_ip", Field("system.auth.ssh.dropped_ip"), kAddress},
    {"sudo.command", Field("system.auth.sudo.command")},
    {"sudo.error", Field("system.auth.sudo.error")},
    {"sudo.pwd", Field("system.auth.sudo.pwd")},
    {"sudo.tty", Field("system.auth.sudo.tty")},
    {"sudo.user", Field("system.auth.sudo.user")},
    {"useradd.home", Field("system.auth.useradd.home")},
    {"useradd.shell", Field("system.auth.useradd.shell")},

    // Of the program, where the message names nobody.
    {"program.user.id", Field("user.id")},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::system_log
