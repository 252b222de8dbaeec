#include "telemetry/sources/event_frame.h"

#include "event/ecs/dictionary.h"

#include <iterator>

namespace tocsin {
namespace {

constexpr FieldId kTimestamp = Field("@timestamp");
constexpr FieldId kHostId = Field("host.id");

constexpr FieldId kFrameFields[] = {
    kTimestamp,
    Field("event.kind"),
    Field("event.module"),
    Field("event.dataset"),
    Field("data_stream.type"),
    Field("data_stream.dataset"),
    Field("data_stream.namespace"),
    Field("event.category"),
    Field("event.type"),
    Field("event.action"),
};

}  // namespace

void FillText(FieldId field, std::string_view text, EventBuilder& event) {
  if (!text.empty() && event.Wants(field) && !event.Has(field)) event.AddText(field, text);
}

void FillTexts(FieldId field, std::span<const std::string_view> texts, EventBuilder& event) {
  if (event.Has(field)) return;
  for (const std::string_view text : texts) event.AddText(field, text);
}

void AddDataStream(std::string_view dataset, std::string_view name_space, EventBuilder& event) {
  if (dataset.empty()) return;
  FillText(Field("event.dataset"), dataset, event);
  FillText(Field("data_stream.type"), "logs", event);
  FillText(Field("data_stream.dataset"), dataset, event);
  FillText(Field("data_stream.namespace"), name_space.empty() ? "default" : name_space, event);
  event.SetDataset(dataset);
}

void AddDataset(std::string_view module, std::string_view dataset, EventBuilder& event) {
  FillText(Field("event.module"), module, event);
  AddDataStream(dataset, {}, event);
}

void SetTimestamp(Time time, EventBuilder& event) {
  event.Set(kTimestamp, Value::Time(time.ns));
  event.SetTime(time);
}

void AddMachine(std::string_view name, std::string_view id, Machines& machines,
                EventBuilder& event) {
  const Machine& machine = machines.Of(name);
  if (!name.empty()) event.AddText(Field("host.name"), event.arena().Copy(machine.name));
  FillText(kHostId, id, event);
  if (!event.Has(kHostId)) event.AddText(kHostId, event.arena().Copy(machine.id));
  event.SetLane(event.Text(kHostId));
}

std::vector<FieldId> WithFrameFields(std::initializer_list<FieldId> own) {
  std::vector<FieldId> fields(std::begin(kFrameFields), std::end(kFrameFields));
  fields.insert(fields.end(), own);
  return fields;
}

}  // namespace tocsin
