#include "telemetry/sources/m365_defender/m365_defender.h"

#include "base/case_fold.h"
#include "base/ip.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "event/entity_id.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/m365_defender/hunting_row.h"
#include "telemetry/sources/m365_defender/hunting_table.h"
#include "telemetry/sources/raw_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::m365_defender {
namespace {

constexpr std::string_view kDataset = "m365_defender.event";
// Columns that are no field of ECS keep their names below this one.
constexpr std::string_view kColumnsPrefix = "m365_defender.properties";

constexpr FieldId kOutcome = Field("event.outcome");
constexpr FieldId kOsType = Field("host.os.type");

// What Map fills beside the rows.
constexpr FieldId kOtherFields[] = {
    Field("Target.process.entity_id"),
    Field("data_stream.dataset"),
    Field("data_stream.namespace"),
    Field("data_stream.type"),
    Field("dns.answers.data"),
    Field("dns.header_flags"),
    Field("dns.resolved_ip"),
    Field("event.action"),
    Field("event.category"),
    Field("event.dataset"),
    Field("event.kind"),
    Field("event.module"),
    Field("event.outcome"),
    Field("event.type"),
    Field("host.mac"),
    Field("process.Ext.api.name"),
    Field("process.Ext.authentication_id"),
    Field("process.entity_id"),
    Field("process.parent.Ext.authentication_id"),
    Field("process.parent.entity_id"),
    Field("registry.path"),
    Field("related.user"),
};

bool IsWindowsPath(std::string_view path) {
  return path.find('\\') != std::string_view::npos || (path.size() > 1 && path[1] == ':');
}

// Whether a row is about what a process did on a device that it names.
bool IsOfDevice(RowKind kind) { return kind >= kProcess && kind <= kDriver; }

bool IsAboutProcess(RowKind kind) { return kind == kProcess || kind == kProcessReport; }

// The columns of one row, by name; a column without a value is empty text.
class Columns {
 public:
  Columns(const FlatMapper& mapper, const doc::Node& row, Arena& arena)
      : mapper_(mapper), row_(row), arena_(arena) {}

  std::string_view Text(std::string_view name) const { return mapper_.Text(name, arena_); }
  const doc::Node* Find(std::string_view name) const { return row_.Find(name); }

 private:
  const FlatMapper& mapper_;
  const doc::Node& row_;
  Arena& arena_;
};

class M365DefenderSource final : public Source {
 public:
  M365DefenderSource() : mapper_({.rows = FieldRows(), .prefix = kColumnsPrefix}) {}

  std::string_view name() const override { return "m365_defender"; }
  std::string_view title() const override { return "Microsoft Defender XDR, advanced hunting"; }

  Confidence Recognize(const doc::Node& document) const override {
    const doc::Node* columns = document.Find("properties");
    const bool row = columns != nullptr && columns->is_object() &&
                     !TableOf(StringOf(document.Find("category"))).empty();
    return row ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    if (!record.document.is_object()) return;
    const doc::Node columns = reader_.Read(record, event.arena());
    mapper_.Read(columns);
    const Columns row(mapper_, columns, event.arena());
    const RowFacts facts{
        .table = TableOf(StringOf(record.document.Find("category"))),
        .action = row.Text("ActionType"),
        .direction = row.Text("AdditionalFields.direction"),
        .has_process = !row.Text("ProcessId").empty() || !row.Text("ProcessCommandLine").empty(),
        .compat_elastic = record.compat_elastic,
    };
    const RowClass row_class = Classify(facts);
    AddClass(facts, row_class, event);
    AddNetwork(facts, row_class, row, event);
    if (record.compat_elastic) AddPublishedKey(record.document, row, event);
    mapper_.AddRows(row_class.kind, record.compat_elastic, event);
    AddRegistry(row, event);
    AddOutcome(facts, row_class, row, event);
    AddProcess(facts, row_class, row, event);
    AddHost(facts, row_class, row, event);
    mapper_.AddRest(event);
    if (const auto report = ParseUnsigned(row.Text("ReportId"))) {
      if (const std::string_view device = row.Text("DeviceId"); !device.empty()) {
        event.SetChannel(device, *report);
      }
    }
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return kOtherFields; }
  std::span<const EventKindName> event_kinds() const override { return RowKindNames(); }

 private:
  static void AddClass(const RowFacts& facts, const RowClass& row_class, EventBuilder& event) {
    event.AddText(Field("event.kind"), row_class.kind == kAlert ? "alert" : "event");
    AddDataset("m365_defender", kDataset, event);
    event.AddText(Field("event.category"), row_class.category);
    event.AddText(Field("event.type"), row_class.type);
    if (!row_class.action.empty()) {
      event.AddText(Field("event.action"), row_class.action);
    } else if (event.Wants(Field("event.action"))) {
      std::string action = AsciiLowerCopy(facts.action);
      std::replace(action.begin(), action.end(), ' ', '-');
      event.AddText(Field("event.action"), event.arena().Copy(action));
    }
  }

  static void AddNetwork(const RowFacts& facts, const RowClass& row_class, const Columns& row,
                         EventBuilder& event) {
    if (AsciiFindIgnoreCase(facts.action, "dns") != std::string_view::npos) {
      event.AddText(Field("network.protocol"), "dns");
    }
    if (row_class.kind != kNetwork && row_class.kind != kInbound) return;
    if (facts.direction.empty()) {
      if (facts.compat_elastic) {
        event.AddText(Field("network.direction"), "unknown");
      } else if (row_class.kind == kInbound) {
        event.AddText(Field("network.direction"), "inbound");
      }
    }
    if (AsciiEqualsIgnoreCase(facts.action, "DnsConnectionInspected")) AddDns(row, event);
  }

  static void AddDns(const Columns& row, EventBuilder& event) {
    for (const std::string_view flag : {"AA", "TC", "RD", "RA", "AD", "CD", "DO"}) {
      const std::string column = "AdditionalFields." + std::string(flag);
      if (row.Text(column) == "true") event.AddText(Field("dns.header_flags"), flag);
    }
    const doc::Node* answers = row.Find("AdditionalFields.answers");
    if (answers == nullptr || !answers->is_array()) return;
    for (std::uint32_t i = 0; i < answers->size(); ++i) {
      const std::string_view answer = doc::TextOf(answers->element(i), event.arena());
      event.AddText(Field("dns.answers.data"), answer);
      if (IpAddress::Parse(answer)) event.AddText(Field("dns.resolved_ip"), answer);
    }
  }

  // The published mapping takes the head off keys of two hives only.
  static void AddPublishedKey(const doc::Node& document, const Columns& row, EventBuilder& event) {
    const std::string_view key = row.Text("RegistryKey");
    if (key.empty() || key.starts_with("HKLM\\") || key.starts_with("HKCU\\")) return;
    std::string_view whole = StringOf(document.FindPath("properties", "RegistryKey"));
    if (whole.empty()) whole = StringOf(document.FindPath("properties", "PreviousRegistryKey"));
    event.AddText(Field("registry.key"), whole);
  }

  static void AddRegistry(const Columns& row, EventBuilder& event) {
    const std::string_view previous = row.Text("PreviousRegistryValueData");
    if (!previous.empty() && previous != row.Text("RegistryValueData")) {
      event.AddText(Field("registry.data.strings"), previous);
    }
    const std::string_view key = row.Text("RegistryKey");
    const std::string_view value = row.Text("RegistryValueName");
    if (key.empty() || value.empty() || !event.Wants(Field("registry.path"))) return;
    event.AddText(Field("registry.path"), event.arena().Copy(fmt::format("{}\\{}", key, value)));
  }

  static void AddOutcome(const RowFacts& facts, const RowClass& row_class, const Columns& row,
                         EventBuilder& event) {
    const bool has_reason = !row.Text("FailureReason").empty();
    if (facts.compat_elastic) {
      if (row_class.kind == kLogon) event.AddText(kOutcome, has_reason ? "failure" : "success");
      return;
    }
    if (has_reason || AsciiEndsWithIgnoreCase(facts.action, "Failed")) {
      event.AddText(kOutcome, "failure");
    } else if (AsciiEndsWithIgnoreCase(facts.action, "Success")) {
      event.AddText(kOutcome, "success");
    } else if (row_class.kind == kLogon) {
      event.AddText(kOutcome, "unknown");
    }
  }

  // Identities of processes and sessions, which the tables have in other forms.
  static void AddProcess(const RowFacts& facts, const RowClass& row_class, const Columns& row,
                         EventBuilder& event) {
    if (!IsOfDevice(row_class.kind)) return;
    if (IsAboutProcess(row_class.kind)) {
      AddEntity(row, "ProcessId", "ProcessCreationTime", Field("process.entity_id"), event);
      AddEntity(row, "InitiatingProcessId", "InitiatingProcessCreationTime",
                Field("process.parent.entity_id"), event);
      AddSession(row, "LogonId", Field("process.Ext.authentication_id"), event);
      AddSession(row, "InitiatingProcessLogonId", Field("process.parent.Ext.authentication_id"),
                 event);
      return;
    }
    AddEntity(row, "InitiatingProcessId", "InitiatingProcessCreationTime",
              Field("process.entity_id"), event);
    AddEntity(row, "InitiatingProcessParentId", "InitiatingProcessParentCreationTime",
              Field("process.parent.entity_id"), event);
    AddSession(row, "InitiatingProcessLogonId", Field("process.Ext.authentication_id"), event);
    if (row_class.kind == kApiCall || row_class.kind == kActOnProcess) {
      AddEntity(row, "ProcessId", "ProcessCreationTime", Field("Target.process.entity_id"), event);
    }
    if (row_class.kind == kApiCall) {
      constexpr std::string_view kEnding = "ApiCall";
      event.AddText(Field("process.Ext.api.name"),
                    facts.action.substr(0, facts.action.size() - kEnding.size()));
    }
  }

  static void AddEntity(const Columns& row, std::string_view id, std::string_view start,
                        FieldId field, EventBuilder& event) {
    if (!event.Wants(field)) return;
    const std::string_view device = row.Text("DeviceId");
    const std::optional<std::uint64_t> pid = ParseUnsigned(row.Text(id));
    const std::optional<Time> time = ParseTime(row.Text(start));
    if (device.empty() || !pid || !time) return;
    event.AddText(
        field, SynthesizedEntityId(device, static_cast<std::int64_t>(*pid), *time, event.arena()));
  }

  // Windows prints session numbers in hexadecimal.
  static void AddSession(const Columns& row, std::string_view column, FieldId field,
                         EventBuilder& event) {
    const std::optional<std::uint64_t> id = ParseUnsigned(row.Text(column));
    if (!id || *id == 0 || !event.Wants(field)) return;
    event.AddText(field, event.arena().Copy(fmt::format("{:#x}", *id)));
  }

  static void AddHost(const RowFacts& facts, const RowClass& row_class, const Columns& row,
                      EventBuilder& event) {
    if (!event.Has(kOsType) && IsWindows(facts, row_class, row)) {
      event.AddText(kOsType, "windows");
    }
    AddLoggedOn(row, event);
    if (row_class.kind == kNetworkInfo) {
      AddAddresses(row, event);
      AddHardwareAddress(row.Text("MacAddress"), event);
    }
  }

  // Device rows do not name the system. What exists on Windows alone does.
  static bool IsWindows(const RowFacts& facts, const RowClass& row_class, const Columns& row) {
    if (AsciiStartsWithIgnoreCase(row.Text("OSPlatform"), "Windows")) return true;
    if (!IsOfDevice(row_class.kind)) return false;
    switch (row_class.kind) {
      case kRegistry:
      case kImageLoad:
      case kApiCall:
      case kDriver:
        return true;
      default:
        break;
    }
    for (const std::string_view column :
         {"AccountSid", "InitiatingProcessAccountSid", "RequestAccountSid"}) {
      if (!row.Text(column).empty()) return true;
    }
    if (facts.compat_elastic) return false;
    return IsWindowsPath(row.Text("InitiatingProcessFolderPath")) ||
           IsWindowsPath(row.Text("FolderPath"));
  }

  // LoggedOnUsers: a list of {"UserName": ...}.
  static void AddLoggedOn(const Columns& row, EventBuilder& event) {
    const doc::Node* list = row.Find("LoggedOnUsers");
    if (list == nullptr || !list->is_array()) return;
    for (std::uint32_t i = 0; i < list->size(); ++i) {
      event.AddText(Field("related.user"), StringOf(list->element(i).Find("UserName")));
    }
  }

  // IPAddresses: a list of {"IPAddress": ...}.
  static void AddAddresses(const Columns& row, EventBuilder& event) {
    const doc::Node* list = row.Find("IPAddresses");
    if (list == nullptr || !list->is_array()) return;
    for (std::uint32_t i = 0; i < list->size(); ++i) {
      event.AddText(Field("host.ip"), StringOf(list->element(i).Find("IPAddress")));
    }
  }

  // "00:0d:3a" and "000D3A" as ECS writes them: 00-0D-3A.
  static void AddHardwareAddress(std::string_view text, EventBuilder& event) {
    std::string digits;
    for (const char c : text) {
      if (c == ':' || c == '-' || c == '.') continue;
      if (!digits.empty() && digits.size() % 3 == 2) digits += '-';
      digits += AsciiUpper(c);
    }
    event.AddText(Field("host.mac"), event.arena().Copy(digits));
  }

  HuntingRowReader reader_;
  FlatMapper mapper_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<M365DefenderSource>(); }

}  // namespace tocsin::m365_defender
