#include "telemetry/sources/windows/windows_mapper.h"

#include "base/time.h"
#include "event/dataset.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/task_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace tocsin::windows {
namespace {

// Look-up caches are emptied at this size: names come from records.
constexpr std::size_t kCacheMax = 16 * 1024;

constexpr std::string_view kForwardedDataset = "windows.forwarded";

constexpr FieldId kTimestamp = Field("@timestamp");
constexpr FieldId kEventAction = Field("event.action");
constexpr FieldId kEventCode = Field("event.code");
constexpr FieldId kEventDataset = Field("event.dataset");
constexpr FieldId kEventCreated = Field("event.created");
constexpr FieldId kHostId = Field("host.id");
constexpr FieldId kHostName = Field("host.name");
constexpr FieldId kKeywords = Field("winlog.keywords");
constexpr FieldId kMessage = Field("message");

template <class Map>
void BoundCache(Map& cache) {
  if (cache.size() >= kCacheMax) cache.clear();
}

constexpr FieldId kCommonFields[] = {
    kTimestamp,
    Field("data_stream.dataset"),
    Field("data_stream.namespace"),
    Field("data_stream.type"),
    kEventAction,
    Field("event.category"),
    kEventCode,
    kEventCreated,
    kEventDataset,
    Field("event.kind"),
    Field("event.module"),
    Field("event.outcome"),
    Field("event.provider"),
    Field("event.type"),
    kHostId,
    kHostName,
    Field("host.os.type"),
    Field("log.level"),
    kMessage,
    Field("tags"),
    Field("tocsin.derived"),
    Field("winlog.activity_id"),
    Field("winlog.channel"),
    Field("winlog.computer_name"),
    Field("winlog.event_id"),
    kKeywords,
    Field("winlog.opcode"),
    Field("winlog.process.pid"),
    Field("winlog.process.thread.id"),
    Field("winlog.provider_guid"),
    Field("winlog.provider_name"),
    Field("winlog.record_id"),
    Field("winlog.related_activity_id"),
    Field("winlog.task"),
    Field("winlog.user.identifier"),
    Field("winlog.version"),
};

}  // namespace

std::vector<FieldId> WithCommonFields(std::initializer_list<FieldId> own) {
  std::vector<FieldId> fields(std::begin(kCommonFields), std::end(kCommonFields));
  fields.insert(fields.end(), own);
  return fields;
}

WindowsMapper::WindowsMapper(const SourceTraits& traits) : traits_(traits), fields_(traits.rows) {}

void WindowsMapper::Map(const SourceRecord& source, const WindowsRecord& record,
                        EventBuilder& event) {
  if (record.shape == Shape::kWinlogbeat) {
    AddDocumentFields(source.document, event);
  } else {
    AddEventData(record, event);
  }
  AddRecordFields(record, event);
  AddDataset(source, record, event);
  AddHost(record, event);
  AddClass(record, event);
  AddRows(source, record, event);
  AddTime(record, event);
  AddMessage(record, event);
}

void WindowsMapper::AddEventData(const WindowsRecord& record, EventBuilder& event) {
  for (const DataItem& item : record.data) {
    if (traits_.dash_is_nothing && item.text == "-") continue;
    AddBelow(event_data_, item.name, item.text, event);
  }
  for (const DataItem& item : record.user_data) {
    AddBelow(user_data_, item.name, item.text, event);
  }
  if (!record.user_data_name.empty()) {
    AddBelow(user_data_, "xml_name", record.user_data_name, event);
  }
}

void WindowsMapper::AddBelow(Names& names, std::string_view name, std::string_view text,
                             EventBuilder& event) {
  auto found = names.ids.find(name);
  if (found == names.ids.end()) {
    BoundCache(names.ids);
    text_.assign(names.prefix).append(name);
    const std::optional<FieldId> field = event.schema().Find(text_);
    found = names.ids.emplace(std::string(name), field.value_or(FieldId::kNone)).first;
  }
  if (found->second) {
    event.Add(found->second, Value::String(text));
  } else if (event.wants_extras()) {
    text_.assign(names.prefix).append(name);
    event.AddNamed(event.arena().Copy(text_), Value::String(text));
  }
}

void WindowsMapper::AddRecordFields(const WindowsRecord& record, EventBuilder& event) {
  if (!record.event_id.empty()) {
    event.Set(kEventCode, Value::String(record.event_id));
    FillText(Field("winlog.event_id"), record.event_id, event);
  }
  FillText(Field("event.kind"), "event", event);
  FillText(Field("event.provider"), record.provider, event);
  FillText(Field("event.module"), traits_.module, event);
  FillText(Field("winlog.provider_name"), record.provider, event);
  FillText(Field("winlog.provider_guid"), record.provider_guid, event);
  FillText(Field("winlog.channel"), record.channel, event);
  FillText(Field("winlog.computer_name"), record.computer, event);
  FillText(Field("winlog.record_id"), record.record_id, event);
  FillText(Field("winlog.version"), record.version, event);
  FillText(Field("winlog.activity_id"), record.activity_id, event);
  FillText(Field("winlog.related_activity_id"), record.related_activity_id, event);
  FillText(Field("winlog.process.pid"), record.process_id, event);
  FillText(Field("winlog.process.thread.id"), record.thread_id, event);
  FillText(Field("winlog.user.identifier"), record.user_id, event);
  if (record.level) FillText(Field("log.level"), LevelName(*record.level), event);
  FillText(Field("log.level"), record.level_text, event);
  if (record.opcode) {
    const std::string_view name = OpcodeName(*record.opcode);
    if (name.empty() && event.Wants(Field("winlog.opcode"))) {
      event.Add(Field("winlog.opcode"), Value::UInt(*record.opcode));
    }
    FillText(Field("winlog.opcode"), name, event);
  }
  if (record.keywords) {
    if (event.Wants(kKeywords) && !event.Has(kKeywords)) {
      ForEachKeywordName(*record.keywords,
                         [&](std::string_view name) { event.AddText(kKeywords, name); });
    }
    const bool failure = (*record.keywords & kAuditFailure) != 0;
    const bool success = (*record.keywords & kAuditSuccess) != 0;
    if (failure || success) {
      FillText(Field("event.outcome"), failure ? "failure" : "success", event);
    }
  }
}

// A collector's log holds the records of many machines and channels: they behave as what they are
// and as what was read.
void WindowsMapper::AddDataset(const SourceRecord& source, const WindowsRecord& record,
                               EventBuilder& event) {
  const std::string_view of_channel = DatasetOf(record.channel, event.arena());
  const std::string_view said = event.Text(kEventDataset);
  const bool forwarded = source.forwarded || record.forwarded || said == kForwardedDataset;
  const std::string_view dataset = forwarded ? kForwardedDataset : of_channel;
  FillText(kEventDataset, dataset, event);
  FillText(Field("data_stream.type"), "logs", event);
  FillText(Field("data_stream.dataset"), dataset, event);
  FillText(Field("data_stream.namespace"), "default", event);
  if (forwarded) {
    event.SetChannelDataset(of_channel);
    const bool is_tagged = record.shape == Shape::kWinlogbeat && record.forwarded;
    if (!is_tagged) event.AddText(Field("tags"), "forwarded");
  }
}

std::string_view WindowsMapper::DatasetOf(std::string_view channel, Arena& arena) {
  if (channel.empty()) return {};
  auto found = datasets_.find(channel);
  if (found == datasets_.end()) {
    BoundCache(datasets_);
    found = datasets_.emplace(std::string(channel), DatasetOfWindowsChannel(channel)).first;
  }
  return arena.Copy(found->second);
}

void WindowsMapper::AddHost(const WindowsRecord& record, EventBuilder& event) {
  FillText(Field("host.os.type"), "windows", event);
  Arena& arena = event.arena();
  if (record.computer.empty()) return;
  // The machine that the record is about, also where a collector wrote its own name.
  const Machine& machine = machines_.Of(record.computer);
  event.Set(kHostName, Value::String(arena.Copy(machine.name)));
  if (!event.Has(kHostId)) event.AddText(kHostId, arena.Copy(machine.id));
  event.SetLane(event.Text(kHostId));

  if (const auto number = ParseUnsigned(record.record_id)) {
    text_.assign(machine.name).append("/").append(record.channel);
    event.SetChannel(arena.Copy(text_), *number);
  }
}

const EventClass* WindowsMapper::ClassOf(std::uint32_t code) const {
  const auto found = std::lower_bound(
      traits_.classes.begin(), traits_.classes.end(), code,
      [](const EventClass& entry, std::uint32_t wanted) { return entry.code < wanted; });
  return found != traits_.classes.end() && found->code == code ? &*found : nullptr;
}

void WindowsMapper::AddClass(const WindowsRecord& record, EventBuilder& event) {
  const std::string_view task =
      record.task ? TaskName(record.channel, record.provider, *record.task) : std::string_view();
  if (task.empty() && record.task && record.task_text.empty() &&
      event.Wants(Field("winlog.task")) && !event.Has(Field("winlog.task"))) {
    event.Add(Field("winlog.task"), Value::UInt(*record.task));
  }
  FillText(Field("winlog.task"), task.empty() ? record.task_text : task, event);

  const EventClass* known = ClassOf(record.code);
  if (known != nullptr) {
    if (!event.Has(Field("event.category"))) {
      for (const std::string_view name : known->categories) {
        event.AddText(Field("event.category"), name);
      }
    }
    if (!event.Has(Field("event.type"))) {
      for (const std::string_view name : known->types) event.AddText(Field("event.type"), name);
    }
  }
  // Shippers put the task's name into event.action; what happened has a better name.
  if (known != nullptr && !known->action.empty()) {
    event.Set(kEventAction, Value::String(known->action));
  }
  FillText(kEventAction, task.empty() ? record.task_text : task, event);
}

void WindowsMapper::AddRows(const SourceRecord& source, const WindowsRecord& record,
                            EventBuilder& event) {
  for (const FieldRow* row : fields_.RowsFor(record.code, source.compat_elastic)) {
    if (!event.Wants(row->field)) continue;
    std::string_view raw = record.Data(row->raw);
    if (raw.empty()) raw = record.UserData(row->raw);
    if (IsNothing(raw) || event.Has(row->field)) continue;
    values_.clear();
    Convert(*row, raw, event.arena(), &values_);
    for (const Value& value : values_) event.Add(row->field, value);
  }
}

void WindowsMapper::AddTime(const WindowsRecord& record, EventBuilder& event) {
  const std::optional<Time> created = ParseTime(record.time_created);
  if (created && !event.Has(kEventCreated)) {
    event.Add(kEventCreated, Value::Time(created->ns));
  }
  std::optional<Time> time;
  if (!traits_.time_item.empty()) time = ParseTime(record.Data(traits_.time_item));
  if (!time) time = created;
  if (!time) return;  // Finish flags the event
  SetTimestamp(*time, event);
}

void WindowsMapper::AddMessage(const WindowsRecord& record, EventBuilder& event) {
  if (!event.Wants(kMessage) || event.Has(kMessage)) return;
  if (!record.message.empty()) {
    event.AddText(kMessage, record.message);
    return;
  }
  // The text is rendered by a program that we do not have. Searches for words in it still find
  // the record's values.
  text_.clear();
  for (const DataItem& item : record.data) {
    if (!text_.empty()) text_ += ' ';
    text_ += item.text;
  }
  if (text_.empty()) return;
  event.AddText(kMessage, event.arena().Copy(text_));
  event.AddText(Field("tocsin.derived"), "message");
}

}  // namespace tocsin::windows
