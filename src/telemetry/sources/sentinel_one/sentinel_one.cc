#include "telemetry/sources/sentinel_one/sentinel_one.h"

#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/sentinel_one/event_class.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tocsin::sentinel_one {
namespace {

constexpr std::string_view kModule = "sentinel_one_cloud_funnel";
// The published mapping files names apart from all other events.
constexpr std::string_view kEventDataset = "sentinel_one_cloud_funnel.event";
constexpr std::string_view kDnsDataset = "sentinel_one_cloud_funnel.dns";

std::vector<FieldRow> AllRows() {
  std::vector<FieldRow> rows;
  for (const auto table :
       {EndpointRows(), ProcessRows(), AccountRows(), ObjectRows(), NetworkRows()}) {
    rows.insert(rows.end(), table.begin(), table.end());
  }
  return rows;
}

class SentinelOneSource final : public Source {
 public:
  SentinelOneSource() : rows_(AllRows()), mapper_({.rows = rows_, .prefix = kEventDataset}) {}

  std::string_view name() const override { return "sentinel_one"; }
  std::string_view title() const override { return "SentinelOne Cloud Funnel 2.0"; }

  Confidence Recognize(const doc::Node& document) const override {
    const bool known =
        document.Find("event.category") != nullptr && document.Find("event.type") != nullptr &&
        (document.Find("agent.uuid") != nullptr || document.Find("src.process.uid") != nullptr ||
         document.Find("tgt.process.uid") != nullptr);
    return known ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    mapper_.Read(record.document);
    const std::string_view type = Text("event.type", event);
    const EventClass event_class = ClassOfEvent(Text("event.category", event), type);
    // An end is told of the process itself when it has no target.
    const Family family =
        event_class.family == kProcess && !HasTarget() ? kOther : event_class.family;

    mapper_.AddRows(family, record.compat_elastic, event);
    mapper_.AddRest(event);

    FillText(Field("event.kind"), "event", event);
    FillTexts(Field("event.category"), event_class.categories, event);
    FillTexts(Field("event.type"), event_class.types, event);
    if (family == kListen && mapper_.Has("src.ip.address") && mapper_.Has("dst.ip.address")) {
      event.Set(Field("event.type"), Value::String("connection"));
    }
    FillText(Field("event.action"), event_class.action, event);
    if (family == kOther || family == kIndicator || family == kUrl) {
      FillText(Field("event.action"), type, event);
    }
    AddDataset(kModule, family == kDns ? kDnsDataset : kEventDataset, event);
    AddTime(event);
  }

  std::span<const FieldRow> field_rows() const override { return rows_; }
  std::span<const FieldId> other_fields() const override { return other_fields_; }
  std::span<const EventKindName> event_kinds() const override { return FamilyNames(); }

 private:
  std::string_view Text(std::string_view key, EventBuilder& event) const {
    return mapper_.Text(key, event.arena());
  }

  bool HasTarget() const {
    for (const std::string_view key :
         {"tgt.process.uid", "tgt.process.pid", "tgt.process.name", "tgt.process.image.path"}) {
      if (mapper_.Has(key)) return true;
    }
    return false;
  }

  // `timestamp` is a whole time or only the time of day.
  void AddTime(EventBuilder& event) {
    std::optional<Time> time = ParseEpoch(Text("event.time", event));
    if (!time) time = ParseTime(Text("event.time", event));
    if (!time) time = ParseTime(Text("timestamp", event));
    if (!time) return;  // Finish flags the event
    SetTimestamp(*time, event);
  }

  std::vector<FieldRow> rows_;
  FlatMapper mapper_;
  const std::vector<FieldId> other_fields_ = WithFrameFields({});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<SentinelOneSource>(); }

}  // namespace tocsin::sentinel_one
