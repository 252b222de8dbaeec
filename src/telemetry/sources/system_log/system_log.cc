#include "telemetry/sources/system_log/system_log.h"

#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/field_list.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/machine.h"
#include "telemetry/sources/system_log/auth_message.h"
#include "telemetry/sources/system_log/log_line.h"

#include <string_view>
#include <vector>

namespace tocsin::system_log {
namespace {

// Fields of the journal that have no place in ECS keep their names below this one.
constexpr std::string_view kJournalPrefix = "journald";

class SystemLogSource : public Source {
 public:
  explicit SystemLogSource(std::string_view dataset)
      : dataset_(dataset), mapper_({.rows = FieldRows(), .prefix = kJournalPrefix}) {}

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const LogLine line = ReadLogLine(record.document, event.arena());
    FieldList fields(event.arena());
    AddLine(line, &fields);
    AuthClass kind;
    if (IsAuthentication(line)) kind = ReadAuthMessage(line.program, line.message, &fields);
    if (!fields.Has("user")) fields.Add("program.user.id", line.user_id);

    FillText(Field("event.kind"), "event", event);
    AddDataset("system", dataset_, event);
    FillText(Field("host.os.type"), "linux", event);
    FillTexts(Field("event.category"), kind.categories, event);
    FillTexts(Field("event.type"), kind.types, event);
    FillText(Field("event.action"), kind.action, event);
    FillText(Field("event.outcome"), kind.outcome, event);
    if (line.time) {
      SetTimestamp(*line.time, event);
    }
    AddMachine(line.host, line.machine_id, machines_, event);
    AddJournalRest(record.document, &fields);
    mapper_.Read(fields.Finish());
    mapper_.AddRows(0, record.compat_elastic, event);
    mapper_.AddRest(event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 protected:
  static bool IsAuthEntry(const doc::Node& document) {
    Arena arena(1024);
    return IsAuthentication(ReadLogLine(document, arena));
  }

 private:
  static void AddLine(const LogLine& line, FieldList* fields) {
    fields->Add("message", line.message);
    fields->Add("host", line.host);
    fields->Add("program", line.program);
    fields->Add("pid", line.pid);
    fields->Add("executable", line.executable);
    fields->Add("command_line", line.command_line);
    fields->Add("message_id", line.message_id);
    if (line.facility) fields->Add("facility", doc::Node::UInt(*line.facility));
    if (line.severity) fields->Add("severity", doc::Node::UInt(*line.severity));
  }

  static void AddJournalRest(const doc::Node& document, FieldList* fields) {
    if (document.Find("__REALTIME_TIMESTAMP") == nullptr) return;
    for (const doc::Member& member : document) {
      if (!IsJournalField(member.key)) fields->Add(member.key, member.value);
    }
  }

  const std::string_view dataset_;
  FlatMapper mapper_;
  Machines machines_;
  const std::vector<FieldId> other_fields_ = WithFrameFields(
      {Field("host.id"), Field("host.name"), Field("host.os.type"), Field("event.outcome")});
};

class AuthSource final : public SystemLogSource {
 public:
  AuthSource() : SystemLogSource("system.auth") {}

  std::string_view name() const override { return "system_auth"; }
  std::string_view title() const override { return "logins and accounts in system logs"; }

  Confidence Recognize(const doc::Node& document) const override {
    return IsLogLine(document) && IsAuthEntry(document) ? Confidence::kCertain : Confidence::kNo;
  }
};

class SyslogSource final : public SystemLogSource {
 public:
  SyslogSource() : SystemLogSource("system.syslog") {}

  std::string_view name() const override { return "syslog"; }
  std::string_view title() const override { return "system logs and the systemd journal"; }

  Confidence Recognize(const doc::Node& document) const override {
    return IsLogLine(document) && !IsAuthEntry(document) ? Confidence::kCertain : Confidence::kNo;
  }
};

}  // namespace

std::unique_ptr<Source> MakeAuthSource() { return std::make_unique<AuthSource>(); }

std::unique_ptr<Source> MakeSyslogSource() { return std::make_unique<SyslogSource>(); }

}  // namespace tocsin::system_log
