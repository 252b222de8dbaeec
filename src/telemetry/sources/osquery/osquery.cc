#include "telemetry/sources/osquery/osquery.h"

#include "base/case_fold.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/field_list.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/machine.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::osquery {
namespace {

constexpr std::string_view kDataset = "osquery.result";
constexpr std::string_view kRestPrefix = "osquery.result.columns";

// Which of the event tables a row is from. Queries have any name, so its columns tell.
enum class Table { kNone, kProcess, kSocket, kFile, kUser };

bool HasAll(const doc::Node& columns, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (columns.Find(name) == nullptr) return false;
  }
  return true;
}

Table TableOf(const doc::Node& columns) {
  if (HasAll(columns, {"remote_address", "local_address", "pid"})) return Table::kSocket;
  if (HasAll(columns, {"target_path", "action"})) return Table::kFile;
  if (HasAll(columns, {"path", "cmdline", "pid", "parent"})) return Table::kProcess;
  if (HasAll(columns, {"auid", "message", "terminal"})) return Table::kUser;
  return Table::kNone;
}

struct Action {
  std::string_view raw;
  std::string_view type;
  std::string_view action;
};

// Of file_events.
constexpr Action kFileActions[] = {
    {"CREATED", "creation", "creation"},   {"DELETED", "deletion", "deletion"},
    {"UPDATED", "change", "modification"}, {"MOVED_FROM", "change", "rename"},
    {"MOVED_TO", "change", "rename"},      {"ATTRIBUTES_MODIFIED", "change", "attributes"},
    {"ACCESSED", "access", "open"},        {"OPENED", "access", "open"},
};

// Of es_process_events; the audit-based table knows starts only.
constexpr Action kProcessActions[] = {
    {"exec", "start", "exec"},
    {"fork", "start", "fork"},
    {"exit", "end", "end"},
};

class OsquerySource final : public Source {
 public:
  OsquerySource() : mapper_({.rows = FieldRows(), .prefix = kRestPrefix}) {}

  std::string_view name() const override { return "osquery"; }
  std::string_view title() const override { return "osquery"; }

  Confidence Recognize(const doc::Node& document) const override {
    const bool result =
        document.Find("name") != nullptr && document.Find("hostIdentifier") != nullptr &&
        (document.Find("columns") != nullptr || document.Find("snapshot") != nullptr ||
         document.Find("diffResults") != nullptr);
    return result ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& document = record.document;
    AddDataset("osquery", kDataset, event);
    FillText(Field("event.provider"), FieldText(document, "name"), event);
    AddHost(document, event);

    const doc::Node none = doc::Node::Object(nullptr, 0);
    const doc::Node* const given = document.Find("columns");
    const doc::Node& columns = given != nullptr && given->is_object() ? *given : none;
    const bool is_event = FieldText(document, "action") == "added";
    const Table table = is_event ? TableOf(columns) : Table::kNone;
    // A row that went away, and the whole of a snapshot, tell of a state and not of an event.
    FillText(Field("event.kind"), table == Table::kNone ? "state" : "event", event);
    AddSystem(document, columns, event);
    AddTime(document, columns, event);

    FieldList fields(event.arena());
    for (const doc::Member& member : columns) fields.Add(member.key, member.value);
    switch (table) {
      case Table::kProcess:
        MapProcess(&fields, event);
        break;
      case Table::kSocket:
        MapSocket(&fields, event);
        break;
      case Table::kFile:
        MapFile(&fields, event);
        break;
      case Table::kUser:
        MapUser(&fields, event);
        break;
      case Table::kNone:
        break;
    }
    mapper_.Read(fields.Finish());
    if (table != Table::kNone) mapper_.AddRows(0, record.compat_elastic, event);
    mapper_.AddRest(event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static void Classify(std::string_view category, std::string_view type, std::string_view action,
                       EventBuilder& event) {
    FillText(Field("event.category"), category, event);
    FillText(Field("event.type"), type, event);
    FillText(Field("event.action"), action, event);
  }

  static void AddLoginId(FieldList* fields) {
    constexpr std::string_view kUnset = "4294967295";
    const std::string_view id = fields->Text("auid");
    if (id != kUnset && id != "-1") fields->Add("event.login_id", id);
  }

  static void MapProcess(FieldList* fields, EventBuilder& event) {
    const std::string_view what = fields->Text("event_type");
    Action action = kProcessActions[0];
    for (const Action& known : kProcessActions) {
      if (AsciiEqualsIgnoreCase(what, known.raw)) action = known;
    }
    Classify("process", action.type, action.action, event);
    // The kernel's text comes with its quotes.
    std::string_view directory = fields->Text("cwd");
    if (directory.size() > 1 && directory.starts_with('"') && directory.ends_with('"')) {
      directory = directory.substr(1, directory.size() - 2);
    }
    fields->Add("event.cwd", directory);
    AddLoginId(fields);
  }

  static void MapSocket(FieldList* fields, EventBuilder& event) {
    const std::string_view what = fields->Text("action");
    const std::string_view call = what.empty() ? fields->Text("syscall") : what;
    const bool in = call.starts_with("accept");
    if (in) {
      Classify("network", "start", "connection_accepted", event);
    } else if (call == "connect") {
      Classify("network", "start", "connection_attempted", event);
    } else {
      Classify("network", "info", call, event);
    }
    fields->Add(in ? "event.destination_ip" : "event.source_ip", fields->Text("local_address"));
    fields->Add(in ? "event.destination_port" : "event.source_port", fields->Text("local_port"));
    // Other calls have no other side.
    if (in || call == "connect") {
      fields->Add("event.direction", in ? "ingress" : "egress");
      fields->Add(in ? "event.source_ip" : "event.destination_ip", fields->Text("remote_address"));
      fields->Add(in ? "event.source_port" : "event.destination_port", fields->Text("remote_port"));
    }
    const std::string_view protocol = fields->Text("protocol");
    if (protocol == "6") fields->Add("event.transport", "tcp");
    if (protocol == "17") fields->Add("event.transport", "udp");
    const std::string_view success = fields->Text("success");
    if (!success.empty()) {
      FillText(Field("event.outcome"), success == "1" ? "success" : "failure", event);
    }
    AddLoginId(fields);
  }

  static void MapFile(FieldList* fields, EventBuilder& event) {
    const std::string_view what = fields->Text("action");
    Action action{"", "info", what};
    for (const Action& known : kFileActions) {
      if (what == known.raw) action = known;
    }
    Classify("file", action.type, action.action, event);
    fields->Add("event.file", fields->Text("target_path"));
  }

  static void MapUser(FieldList* fields, EventBuilder& event) {
    Classify("authentication", "info", {}, event);
    const std::string_view message = fields->Text("message");
    if (message.find("res=success") != std::string_view::npos) {
      FillText(Field("event.outcome"), "success", event);
    } else if (message.find("res=fail") != std::string_view::npos) {
      FillText(Field("event.outcome"), "failure", event);
    }
    fields->Add("event.source_ip", fields->Text("address"));
    AddLoginId(fields);
  }

  static void AddSystem(const doc::Node& document, const doc::Node& columns, EventBuilder& event) {
    const std::string_view platform = FieldText(document, "decorations.platform");
    const bool endpoint_security =
        columns.Find("signing_id") != nullptr || columns.Find("team_id") != nullptr;
    std::string_view system = "linux";
    if (platform == "darwin" || endpoint_security) system = "macos";
    if (platform == "windows") system = "windows";
    FillText(Field("host.os.type"), system, event);
  }

  // The event's own time; the line's is when the query ran.
  static void AddTime(const doc::Node& document, const doc::Node& columns, EventBuilder& event) {
    std::optional<Time> time = TimeOf(columns.Find("time"), event.arena());
    if (!time) time = TimeOf(document.Find("unixTime"), event.arena());
    if (!time) return;
    SetTimestamp(*time, event);
  }

  static std::optional<Time> TimeOf(const doc::Node* node, Arena& arena) {
    if (node == nullptr) return std::nullopt;
    return ParseEpoch(TextOf(*node, arena));
  }

  void AddHost(const doc::Node& document, EventBuilder& event) {
    std::string_view name = FieldText(document, "decorations.hostname");
    if (name.empty()) name = FieldText(document, "hostIdentifier");
    AddMachine(name, FieldText(document, "decorations.host_uuid"), machines_, event);
  }

  FlatMapper mapper_;
  Machines machines_;
  const std::vector<FieldId> other_fields_ =
      WithFrameFields({Field("host.id"), Field("host.name"), Field("host.os.type"),
                       Field("event.provider"), Field("event.outcome")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<OsquerySource>(); }

}  // namespace tocsin::osquery
