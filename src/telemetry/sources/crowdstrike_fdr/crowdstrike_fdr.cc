#include "telemetry/sources/crowdstrike_fdr/crowdstrike_fdr.h"

#include "base/case_fold.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/event_kinds.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/raw_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::crowdstrike_fdr {
namespace {

constexpr std::string_view kDataset = "crowdstrike.fdr";
constexpr std::string_view kNothing[] = {"none", "-"};

// Of a finding: "Event_EppDetectionSummaryEvent".
constexpr std::string_view kFinding = "Event_";

// What stands between the commands of a console.
constexpr std::string_view kPilcrow = "\xC2\xB6";

constexpr FieldId kCommandLine = Field("process.command_line");
constexpr FieldId kHostId = Field("host.id");
constexpr FieldId kProcessName = Field("process.name");

std::vector<FieldRow> AllRows() {
  std::vector<FieldRow> rows;
  for (const auto table : {SensorRows(), ProcessRows(), FileRows(), RegistryRows(), NetworkRows(),
                           AccountRows(), DetectionRows()}) {
    rows.insert(rows.end(), table.begin(), table.end());
  }
  return rows;
}

// The member of this name in any case; the sensor's own spelling first.
const doc::Node* FindText(const doc::Node& document, std::string_view key) {
  const doc::Node* node = document.Find(key);
  if (node == nullptr && document.is_object()) {
    for (const doc::Member& member : document) {
      if (member.key.size() != key.size()) continue;
      if (AsciiEqualsIgnoreCase(member.key, key)) node = &member.value;
    }
  }
  return node != nullptr && node->is_string() ? node : nullptr;
}

class CrowdstrikeFdrSource final : public Source {
 public:
  CrowdstrikeFdrSource()
      : rows_(AllRows()), mapper_({.rows = rows_, .nothing = kNothing, .prefix = "crowdstrike"}) {}

  std::string_view name() const override { return "crowdstrike_fdr"; }
  std::string_view title() const override { return "CrowdStrike Falcon Data Replicator"; }

  Confidence Recognize(const doc::Node& document) const override {
    if (!document.is_object()) return Confidence::kNo;
    const bool sensor = FindText(document, "aid") != nullptr;
    const bool customer = FindText(document, "cid") != nullptr;
    bool known = FindText(document, "UserSid_readable") != nullptr;
    if (sensor || customer) known = known || FindText(document, "event_simpleName") != nullptr;
    if (sensor) known = known || FindText(document, "ComputerName") != nullptr;
    if (!known) {
      const doc::Node* type = FindText(document, "ExternalApiType");
      known = type != nullptr && type->text().starts_with(kFinding);
    }
    return known ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    mapper_.Read(record.document);
    std::string_view action = Text("event_simpleName", event);
    const EventKind& kind = KindOfRecord(action);
    if (kind.family == kDetection) {
      action = Text("ExternalApiType", event);
      if (action.starts_with(kFinding)) action.remove_prefix(kFinding.size());
    }

    AddRegistryPath(event);
    const bool inbound = kind.family == kConnection && Text("ConnectionDirection", event) == "1";
    mapper_.AddRows(inbound ? kInbound : kind.family, record.compat_elastic, event);
    mapper_.AddRest(event);

    FillText(Field("event.action"), action, event);
    FillText(Field("event.kind"), kind.kind, event);
    FillText(Field("event.outcome"), kind.outcome, event);
    FillTexts(Field("event.category"), kind.categories, event);
    FillTexts(Field("event.type"), kind.types, event);
    AddEventId(event);
    AddOrigin(event);
    AddTime(event);
    AddProcess(action, event);
    AddFileType(kind.family, event);
    if (kind.family == kDns) {
      FillText(Field("dns.type"), "query", event);
      FillText(Field("network.protocol"), "dns", event);
    }
  }

  std::span<const FieldRow> field_rows() const override { return rows_; }
  std::span<const FieldId> other_fields() const override { return other_fields_; }
  std::span<const EventKindName> event_kinds() const override { return FamilyNames(); }

 private:
  std::string_view Text(std::string_view key, EventBuilder& event) const {
    return mapper_.Text(key, event.arena());
  }

  const EventKind& KindOfRecord(std::string_view simple_name) const {
    if (!simple_name.empty()) return KindOfEvent(simple_name);
    if (mapper_.Has("ExternalApiType")) return kDetectionKind;
    if (mapper_.Has("UserSid_readable")) return kUserTableKind;
    if (mapper_.Has("ComputerName")) return kHostTableKind;
    return KindOfEvent({});
  }

  // Names the record as the published mapping does.
  void AddEventId(EventBuilder& event) {
    constexpr FieldId kEventId = Field("event.id");
    if (!event.Wants(kEventId)) return;
    if (!mapper_.Has("id") && !mapper_.Has("aid") && !mapper_.Has("cid")) return;
    text_.assign(Text("id", event)).append("|");
    text_.append(Text("aid", event)).append("|").append(Text("cid", event));
    event.AddText(kEventId, event.arena().Copy(text_));
  }

  static void AddOrigin(EventBuilder& event) {
    AddDataset("crowdstrike", kDataset, event);
    FillText(Field("observer.vendor"), "crowdstrike", event);
    FillText(Field("observer.type"), "agent", event);
  }

  // The event's time is the cloud's, in milliseconds; the sensor's orders events of one time.
  void AddTime(EventBuilder& event) {
    for (const std::string_view key :
         {"UTCTimestamp", "timestamp", "CreationTimeStamp", "Time", "_time"}) {
      const std::string_view text = Text(key, event);
      std::optional<Time> time = ParseEpoch(text);
      if (!time) time = ParseTime(text);
      if (!time) continue;
      SetTimestamp(*time, event);
      break;
    }
    const std::optional<Time> seen = ParseEpoch(Text("ContextTimeStamp", event));
    const std::string_view sensor = event.Text(kHostId);
    if (seen && seen->ns >= 0 && !sensor.empty()) {
      event.SetChannel(sensor, static_cast<std::uint64_t>(seen->ns));
    }
  }

  void AddRegistryPath(EventBuilder& event) {
    constexpr FieldId kPath = Field("registry.path");
    if (!event.Wants(kPath)) return;
    const std::string_view key = Text("RegObjectName", event);
    const std::string_view value = Text("RegValueName", event);
    if (key.empty() || value.empty()) return;
    text_.assign(key).append("\\").append(value);
    event.AddText(kPath, event.arena().Copy(text_));
  }

  void AddProcess(std::string_view action, EventBuilder& event) {
    if (action == "CommandHistory") AddConsoleCommands(event);
    // A container's runtime starts itself from memory and shows the root directory as its image.
    if (Text("ImageFileName", event) == "/" && event.Wants(kProcessName)) {
      AddNameOfCommand(event);
    }
  }

  void AddConsoleCommands(EventBuilder& event) {
    if (event.Has(kCommandLine)) return;
    std::string_view rest = Text("CommandHistory", event);
    while (!rest.empty()) {
      const std::size_t end = rest.find(kPilcrow);
      event.AddText(kCommandLine, Trim(rest.substr(0, end)));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + kPilcrow.size());
    }
  }

  void AddNameOfCommand(EventBuilder& event) {
    values_.clear();
    ConvertRaw(FieldConversion::kFilledArgs, Text("CommandLine", event), event.arena(), &values_);
    if (!values_.empty()) FillText(kProcessName, PathName(values_.front().text()), event);
  }

  void AddFileType(Family family, EventBuilder& event) {
    const std::string_view path = Text("TargetFileName", event).empty()
                                      ? Text("SourceFileName", event)
                                      : Text("TargetFileName", event);
    const bool directory = family == kDirectory || path.ends_with('\\') || path.ends_with('/');
    if (path.empty() && !mapper_.Has("TargetDirectoryName")) return;
    FillText(Field("file.type"), directory ? "dir" : "file", event);
  }

  std::vector<FieldRow> rows_;
  FlatMapper mapper_;
  std::string text_;
  std::vector<Value> values_;
  const std::vector<FieldId> other_fields_ =
      WithFrameFields({Field("event.outcome"), Field("event.id"), Field("observer.vendor"),
                       Field("observer.type"), Field("registry.path"), kCommandLine, kProcessName,
                       Field("file.type"), Field("dns.type"), Field("network.protocol")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<CrowdstrikeFdrSource>(); }

}  // namespace tocsin::crowdstrike_fdr
