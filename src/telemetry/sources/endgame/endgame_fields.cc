// Field map of Endgame's early dialect: fields below `endgame` and at places that ECS left, to
// those that rules read. What a document has in ECS itself is kept as it is.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/endgame/endgame.h"

#include <algorithm>
#include <iterator>

namespace tocsin::endgame {
namespace {

using enum FieldConversion;

constexpr FieldRow kRows[] = {
    {"endgame.timestamp", Field("@timestamp"), kEpoch},

    // The process.
    {"endgame.unique_pid", Field("process.entity_id")},
    {"endgame.pid", Field("process.pid"), kNumber},
    {"endgame.process_path", Field("process.executable")},
    {"endgame.process_name", Field("process.name")},
    {"endgame.process_path", Field("process.name"), kPathName},
    {"endgame.command_line", Field("process.command_line")},
    {"endgame.exit_code", Field("process.exit_code"), kNumber},

    // Its parent.
    {"endgame.unique_ppid", Field("process.parent.entity_id")},
    {"process.ppid", Field("process.parent.pid"), kNumber},
    {"endgame.ppid", Field("process.parent.pid"), kNumber},
    {"endgame.parent_process_path", Field("process.parent.executable")},
    {"endgame.parent_process_name", Field("process.parent.name")},
    {"endgame.parent_process_path", Field("process.parent.name"), kPathName},

    // Files.
    {"endgame.file_path", Field("file.path")},
    {"endgame.file_name", Field("file.name")},
    {"endgame.file_path", Field("file.name"), kPathName},
    {"endgame.file_path", Field("file.directory"), kPathDirectory},
    {"endgame.file_path", Field("file.extension"), kPathExtension},
    {"endgame.file_name", Field("file.extension"), kPathExtension},

    // The account.
    {"endgame.user_sid", Field("user.id")},
    {"endgame.user_name", Field("user.name")},
    {"endgame.user_domain", Field("user.domain")},
};

struct Action {
  std::string_view name;
  EventClass event_class;
};

// Values of event.action, in their order.
constexpr Action kActions[] = {
    {"already_running", {"process", "info"}},
    {"creation_event", {"process", "start"}},
    {"exec_event", {"process", "start"}},
    {"file_create_event", {"file", "creation"}},
    {"file_delete_event", {"file", "deletion"}},
    {"file_modify_event", {"file", "change"}},
    {"file_rename_event", {"file", "change"}},
    {"fork_event", {"process", "start"}},
    {"ipv4_connection_accept_event", {"network", "start"}},
    {"ipv4_connection_attempt_event", {"network", "start"}},
    {"ipv4_disconnect_received_event", {"network", "end"}},
    {"ipv6_connection_accept_event", {"network", "start"}},
    {"ipv6_connection_attempt_event", {"network", "start"}},
    {"ipv6_disconnect_received_event", {"network", "end"}},
    {"request_event", {"network", "protocol"}},
    {"termination_event", {"process", "end"}},
};
static_assert(std::is_sorted(std::begin(kActions), std::end(kActions),
                             [](const Action& a, const Action& b) { return a.name < b.name; }));

struct EarlyType {
  std::string_view early;
  std::string_view late;
};
constexpr EarlyType kEarlyTypes[] = {
    {"process_start", "start"}, {"process_started", "start"},  {"process_stop", "end"},
    {"process_stopped", "end"}, {"process_terminated", "end"}, {"termination", "end"},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

EventClass ClassOf(std::string_view action) {
  const auto found = std::lower_bound(
      std::begin(kActions), std::end(kActions), action,
      [](const Action& entry, std::string_view name) { return entry.name < name; });
  return found != std::end(kActions) && found->name == action ? found->event_class : EventClass{};
}

std::string_view LateType(std::string_view type) {
  for (const EarlyType& entry : kEarlyTypes) {
    if (entry.early == type) return entry.late;
  }
  return type;
}

}  // namespace tocsin::endgame
