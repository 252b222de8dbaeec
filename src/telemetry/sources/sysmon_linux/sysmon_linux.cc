#include "telemetry/sources/sysmon_linux/sysmon_linux.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/windows/windows_mapper.h"
#include "telemetry/sources/windows/windows_record.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin::sysmon_linux {
namespace {

constexpr std::string_view kChannel = "Linux-Sysmon/Operational";
constexpr std::string_view kDataset = "sysmon_linux.log";

constexpr windows::EventClass kClasses[] = {
    {1, {"process"}, {"start"}, "Process creation"},
    {3, {"network"}, {"start", "connection", "protocol"}, "Network connection"},
    {4, {"process"}, {"change"}, "Sysmon service state changed"},
    {5, {"process"}, {"end"}, "Process terminated"},
    {9, {"process"}, {"access"}, "RawAccessRead"},
    {11, {"file"}, {"creation"}, "FileCreate"},
    {16, {"configuration"}, {"change"}, "ServiceConfigurationChange"},
    {23, {"file"}, {"deletion"}, "FileDelete (File Delete archived)"},
    {26, {"file"}, {"deletion"}, "FileDeleteDetected (File Delete logged)"},
    {255, {"process"}, {"error"}, "Error"},
};

// What a start may say about the parent.
struct ParentItem {
  std::string_view raw;
  FieldId field;
  FieldConversion conversion;
};
constexpr ParentItem kParentItems[] = {
    {"ParentProcessGuid", Field("process.parent.entity_id"), FieldConversion::kGuid},
    {"ParentImage", Field("process.parent.executable"), FieldConversion::kText},
    {"ParentImage", Field("process.parent.name"), FieldConversion::kPathName},
    {"ParentCommandLine", Field("process.parent.command_line"), FieldConversion::kText},
    {"ParentCommandLine", Field("process.parent.args"), FieldConversion::kPosixArgs},
};

class SysmonLinuxSource final : public Source {
 public:
  SysmonLinuxSource()
      : mapper_({
            .module = "sysmon_linux",
            .classes = kClasses,
            .rows = FieldRows(),
            .time_item = "UtcTime",
            .dash_is_nothing = true,
        }) {}

  std::string_view name() const override { return "sysmon_linux"; }
  std::string_view title() const override { return "Sysmon for Linux"; }

  Confidence Recognize(const doc::Node& document) const override {
    return AsciiEqualsIgnoreCase(windows::ChannelOf(document), kChannel) ? Confidence::kCertain
                                                                         : Confidence::kNo;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    event.AddText(Field("host.os.type"), "linux");
    event.AddText(Field("event.dataset"), kDataset);
    event.AddText(Field("data_stream.dataset"), kDataset);
    windows::WindowsRecord record = mapper_.Read(source, event);
    record.data = WithValues(record.data, event.arena());
    mapper_.Map(source, record, event);
    AddParent(record, event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  // "(null)" is what the sensor prints for a text that it does not have.
  static std::span<const windows::DataItem> WithValues(std::span<const windows::DataItem> items,
                                                       Arena& arena) {
    ArenaBuilder<windows::DataItem> kept(arena, items.size());
    for (const windows::DataItem& item : items) {
      if (item.text != "(null)") kept.Add(item);
    }
    return kept.Finish();
  }

  void AddParent(const windows::WindowsRecord& record, EventBuilder& event) {
    for (const ParentItem& item : kParentItems) {
      const std::string_view raw = record.Data(item.raw);
      if (IsNothing(raw) || !event.Wants(item.field) || event.Has(item.field)) continue;
      values_.clear();
      ConvertRaw(item.conversion, raw, event.arena(), &values_);
      for (const Value& value : values_) event.Add(item.field, value);
    }
  }

  windows::WindowsMapper mapper_;
  std::vector<Value> values_;
  const std::vector<FieldId> other_fields_ = windows::WithCommonFields({});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<SysmonLinuxSource>(); }

}  // namespace tocsin::sysmon_linux
