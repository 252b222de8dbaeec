#include "telemetry/sources/auditd/auditd.h"

#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/auditd/audit_class.h"
#include "telemetry/sources/auditd/audit_event.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/machine.h"
#include "telemetry/sources/raw_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::auditd {
namespace {

constexpr std::string_view kDataset = "auditd_manager.auditd";
constexpr std::string_view kDataPrefix = "auditd.data";

// The first of the blank-separated names that has a value.
std::string_view FirstText(const doc::Node& object, std::string_view names) {
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    const std::string_view text = StringOf(object.Find(name));
    if (!text.empty()) return text;
    names.remove_prefix(std::min(name.size() + 1, names.size()));
  }
  return {};
}

class AuditdSource final : public Source {
 public:
  AuditdSource() : mapper_({.rows = FieldRows(), .prefix = kDataPrefix}) {}

  std::string_view name() const override { return "auditd"; }
  std::string_view title() const override { return "Linux audit system"; }

  Confidence Recognize(const doc::Node& document) const override {
    return document.FindPath("auditd", "records") != nullptr ? Confidence::kCertain
                                                             : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const AuditEvent audit =
        FlattenAuditEvent(record.document, classifier_, record.compat_elastic, event.arena());
    FillText(Field("event.kind"), "event", event);
    AddDataset("auditd", kDataset, event);
    FillText(Field("host.os.type"), "linux", event);
    AddTime(audit, event);
    AddHost(audit, record.place, event);
    AddClass(audit, record.compat_elastic, event);
    mapper_.Read(audit.fields);
    mapper_.AddRows(0, record.compat_elastic, event);
    FillText(Field("auditd.result"), "unknown", event);
    FillText(Field("auditd.message_type"), LowerCopy(audit.type, event.arena()), event);
    AddSummary(audit, event);
    mapper_.AddRest(event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static void AddTime(const AuditEvent& audit, EventBuilder& event) {
    if (const std::optional<Time> time = ParseEpoch(audit.time)) {
      SetTimestamp(*time, event);
    }
  }

  // A log without node names is one machine's; which one, it does not say. All logs of one folder
  // are of one machine.
  void AddHost(const AuditEvent& audit, std::string_view place, EventBuilder& event) {
    std::string_view id;
    if (audit.node.empty() && !place.empty()) {
      id = event.arena().Copy(machines_.Of(std::string("log of ").append(place)).id);
    }
    AddMachine(audit.node, id, machines_, event);
    event.AddText(Field("host.hostname"), audit.node);
    if (audit.node.empty()) event.AddText(Field("tocsin.derived"), "host.id");

    std::uint64_t serial = 0;
    const char* const last = audit.serial.data() + audit.serial.size();
    const auto [end, error] = std::from_chars(audit.serial.data(), last, serial);
    if (error != std::errc() || audit.serial.empty()) return;
    event.Add(Field("event.sequence"), Value::UInt(serial));
    event.Add(Field("auditd.sequence"), Value::UInt(serial));
  }

  static void AddClass(const AuditEvent& audit, bool elastic, EventBuilder& event) {
    const auto add = [&](const AuditClass& kind) {
      for (const std::string_view name : kind.categories) {
        event.AddText(Field("event.category"), name);
      }
      // The published types would make the one who kills, or starts a service, end or start.
      if (kind.of_another && !elastic) return event.AddText(Field("event.type"), "info");
      for (const std::string_view name : kind.types) event.AddText(Field("event.type"), name);
    };
    if (audit.kind != nullptr) {
      add(*audit.kind);
      event.AddText(Field("event.action"), audit.kind->action);
    }
    // A record that a system call caused tells of both.
    if (audit.call != nullptr && audit.call != audit.kind) add(*audit.call);
  }

  static void AddSummary(const AuditEvent& audit, EventBuilder& event) {
    const doc::Node& fields = audit.fields;
    FillText(Field("auditd.summary.actor.primary"), StringOf(fields.Find("auid")), event);
    FillText(Field("auditd.summary.actor.secondary"), FirstText(fields, "acct uid"), event);
    FillText(Field("auditd.summary.how"), FirstText(fields, "exe comm"), event);
    if (audit.kind == nullptr) return;
    FillText(Field("auditd.summary.object.type"), audit.kind->object, event);
    FillText(Field("auditd.summary.object.primary"), FirstText(fields, audit.kind->primary), event);
    FillText(Field("auditd.summary.object.secondary"), FirstText(fields, audit.kind->secondary),
             event);
    if (audit.kind->object == "file" || audit.kind->object == "filesystem") {
      FillText(Field("auditd.summary.object.primary"), StringOf(fields.Find("object.path")), event);
    } else if (audit.kind->object == "socket") {
      FillText(Field("auditd.summary.object.primary"), FirstText(fields, "socket.addr socket.path"),
               event);
      FillText(Field("auditd.summary.object.secondary"), StringOf(fields.Find("socket.port")),
               event);
    }
  }

  AuditClassifier classifier_;
  FlatMapper mapper_;
  Machines machines_;
  const std::vector<FieldId> other_fields_ =
      WithFrameFields({Field("host.id"),
                       Field("host.name"),
                       Field("host.os.type"),
                       Field("host.hostname"),
                       Field("event.sequence"),
                       Field("auditd.sequence"),
                       Field("auditd.message_type"),
                       Field("auditd.result"),
                       Field("tocsin.derived"),
                       Field("auditd.summary.actor.primary"),
                       Field("auditd.summary.actor.secondary"),
                       Field("auditd.summary.how"),
                       Field("auditd.summary.object.primary"),
                       Field("auditd.summary.object.secondary"),
                       Field("auditd.summary.object.type"),
                       Field("auditd.data.a0"),
                       Field("auditd.data.a1"),
                       Field("auditd.data.a2"),
                       Field("auditd.data.a3"),
                       Field("auditd.data.acct"),
                       Field("auditd.data.arch"),
                       Field("auditd.data.class"),
                       Field("auditd.data.exit"),
                       Field("auditd.data.family"),
                       Field("auditd.data.grantors"),
                       Field("auditd.data.hostname"),
                       Field("auditd.data.op"),
                       Field("auditd.data.socket.addr"),
                       Field("auditd.data.socket.family"),
                       Field("auditd.data.socket.path"),
                       Field("auditd.data.socket.saddr"),
                       Field("auditd.data.syscall"),
                       Field("auditd.data.terminal"),
                       Field("auditd.data.tty")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<AuditdSource>(); }

}  // namespace tocsin::auditd
