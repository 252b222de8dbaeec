#include "telemetry/sources/windows_security/windows_security.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/field_conversion.h"
#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/task_names.h"
#include "telemetry/sources/windows/windows_record.h"
#include "telemetry/sources/windows_security/security_names.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::windows_security {
namespace {

constexpr std::string_view kNobody = "S-1-0-0";

// Message numbers of Direction in events of the filtering platform.
constexpr std::string_view kInbound = "%%14592";
constexpr std::string_view kOutbound = "%%14593";

constexpr FieldId kPrivileges = Field("winlog.event_data.PrivilegeList");
constexpr FieldId kEnabledPrivileges = Field("winlog.event_data.EnabledPrivilegeList");

// Where the kernel keeps what programs call hives.
struct Hive {
  std::string_view prefix;
  std::string_view name;
};
constexpr Hive kHives[] = {{R"(\REGISTRY\MACHINE\)", "HKLM"}, {R"(\REGISTRY\USER\)", "HKU"}};

class WindowsSecuritySource final : public Source {
 public:
  WindowsSecuritySource()
      : mapper_({.module = "system", .classes = EventClasses(), .rows = FieldRows()}) {}

  std::string_view name() const override { return "windows_security"; }
  std::string_view title() const override { return "Windows Security log"; }

  Confidence Recognize(const doc::Node& document) const override {
    return AsciiEqualsIgnoreCase(windows::ChannelOf(document), "Security") ? Confidence::kCertain
                                                                           : Confidence::kNo;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    const windows::WindowsRecord record = mapper_.Read(source, event);
    mapper_.Map(source, record, event);
    switch (record.code) {
      case 4656:
      case 4662:
      case 4663:
        AddAccessNames(record, event);
        break;
      case 4657:
        if (!source.compat_elastic) AddRegistryPath(record, event);
        break;
      case 4672:
      case 4673:
      case 4674:
        if (!source.compat_elastic) SplitWords("PrivilegeList", kPrivileges, record, event);
        break;
      case 4688:
        if (!source.compat_elastic) AddEffectiveUser(record, event);
        AddNewLogon(record, event);
        break;
      case 4703:
        if (!source.compat_elastic) {
          SplitWords("EnabledPrivilegeList", kEnabledPrivileges, record, event);
        }
        break;
      case 4719:
        AddAuditPolicy(record, event);
        break;
      case 4720:
      case 4738:
      case 4741:
      case 4742:
        AddAccountControl(record, event);
        break;
      case 4768:
      case 4769:
      case 4770:
      case 4771:
        AddTicketOptions(record, event);
        break;
      case 5145:
        AddSharedFile(record, event);
        break;
      case 5152:
      case 5156:
      case 5157:
      case 5158:
      case 5159:
        AddConnection(record, event);
        break;
      default:
        break;
    }
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  void AddNames(FieldId field, EventBuilder& event) {
    for (const std::string_view name : names_) event.AddText(field, name);
  }

  void AddAccessNames(const windows::WindowsRecord& record, EventBuilder& event) {
    constexpr FieldId kField = Field("winlog.event_data.AccessMaskDescription");
    const std::optional<std::uint64_t> mask = ParseUnsigned(record.Data("AccessMask"));
    if (!mask || event.Has(kField)) return;
    names_.clear();
    AppendAccessNames(*mask, record.Data("ObjectType"), &names_);
    AddNames(kField, event);
  }

  void AddAccountControl(const windows::WindowsRecord& record, EventBuilder& event) {
    const auto add = [&](std::string_view raw, FieldId field) {
      const std::optional<std::uint64_t> value = ParseUnsigned(record.Data(raw));
      if (!value || event.Has(field)) return;
      names_.clear();
      AppendAccountControlNames(*value, &names_);
      AddNames(field, event);
    };
    add("NewUacValue", Field("winlog.event_data.NewUACList"));
    add("OldUacValue", Field("winlog.event_data.OldUACList"));
  }

  // Rules look for one privilege; the record has all of them in one text.
  void SplitWords(std::string_view raw, FieldId field, const windows::WindowsRecord& record,
                  EventBuilder& event) {
    const std::string_view list = record.Data(raw);
    if (list.empty() || !event.Wants(field)) return;
    values_.clear();
    ConvertRaw(FieldConversion::kWords, list, event.arena(), &values_);
    for (const Value& value : values_) {
      &value == values_.data() ? event.Set(field, value) : event.Add(field, value);
    }
  }

  // A process that was started in another logon session than its creator's.
  static void AddNewLogon(const windows::WindowsRecord& record, EventBuilder& event) {
    constexpr FieldId kField = Field("process.Ext.authentication_id");
    const std::string_view logon = record.Data("TargetLogonId");
    if (logon.empty() || logon == "0x0" || !event.Wants(kField)) return;
    event.Set(kField, Value::String(logon));
  }

  void AddAuditPolicy(const windows::WindowsRecord& record, EventBuilder& event) {
    constexpr FieldId kChanges = Field("winlog.event_data.AuditPolicyChangesDescription");
    constexpr std::string_view kCode = "%%";
    if (!event.Has(kChanges)) {
      names_.clear();
      AppendAuditChangeNames(record.Data("AuditPolicyChanges"), &names_);
      AddNames(kChanges, event);
    }
    // A subcategory has the number of the task that its events have.
    std::string_view subcategory = record.Data("SubcategoryId");
    if (subcategory.starts_with(kCode)) subcategory.remove_prefix(kCode.size());
    if (const auto task = ParseUnsigned(subcategory)) {
      FillText(
          Field("winlog.event_data.SubCategory"),
          windows::TaskName(record.channel, record.provider, static_cast<std::uint32_t>(*task)),
          event);
    }
    const std::string_view category = AuditCategoryName(record.Data("CategoryId"));
    if (!category.empty() && record.Data("Category").empty()) {
      event.AddNamed("winlog.event_data.Category", Value::String(category));
    }
  }

  void AddTicketOptions(const windows::WindowsRecord& record, EventBuilder& event) {
    constexpr FieldId kField = Field("winlog.event_data.TicketOptionsDescription");
    const std::optional<std::uint64_t> options = ParseUnsigned(record.Data("TicketOptions"));
    if (!options || event.Has(kField)) return;
    names_.clear();
    AppendTicketOptionNames(*options, &names_);
    AddNames(kField, event);
  }

  // \REGISTRY\MACHINE\a -> hive HKLM, key a; the path ends with the value's name.
  void AddRegistryPath(const windows::WindowsRecord& record, EventBuilder& event) {
    const std::string_view key = record.Data("ObjectName");
    const std::string_view value = record.Data("ObjectValueName");
    if (key.empty()) return;
    path_.assign(key);
    if (!value.empty() && value != "-") path_.append("\\").append(value);
    FillText(Field("registry.path"), event.arena().Copy(path_), event);
    for (const auto& [prefix, hive] : kHives) {
      if (!AsciiStartsWithIgnoreCase(key, prefix)) continue;
      FillText(Field("registry.hive"), hive, event);
      FillText(Field("registry.key"), key.substr(prefix.size()), event);
    }
  }

  void AddEffectiveUser(const windows::WindowsRecord& record, EventBuilder& event) {
    const std::string_view sid = record.Data("TargetUserSid");
    if (sid != kNobody) FillText(Field("user.effective.id"), sid, event);
  }

  void AddSharedFile(const windows::WindowsRecord& record, EventBuilder& event) {
    std::string_view folder = record.Data("ShareLocalPath");
    std::string_view name = record.Data("RelativeTargetName");
    if (folder.starts_with("\\??\\")) folder.remove_prefix(4);
    while (folder.ends_with('\\')) folder.remove_suffix(1);
    while (name.starts_with('\\')) name.remove_prefix(1);
    if (folder.empty() || name.empty() || name == "-") return;
    path_.assign(folder).append("\\").append(name);
    const std::string_view path = event.arena().Copy(path_);
    const auto add = [&](FieldId field, FieldConversion conversion) {
      if (event.Has(field)) return;
      values_.clear();
      ConvertRaw(conversion, path, event.arena(), &values_);
      for (const Value& value : values_) event.Add(field, value);
    };
    add(Field("file.path"), FieldConversion::kText);
    add(Field("file.name"), FieldConversion::kPathName);
    add(Field("file.directory"), FieldConversion::kPathDirectory);
    add(Field("file.extension"), FieldConversion::kPathExtension);
  }

  void AddConnection(const windows::WindowsRecord& record, EventBuilder& event) {
    const std::string_view direction = record.Data("Direction");
    if (direction == kInbound) FillText(Field("network.direction"), "ingress", event);
    if (direction == kOutbound) FillText(Field("network.direction"), "egress", event);
    if (const auto protocol = ParseUnsigned(record.Data("Protocol"))) {
      FillText(Field("network.transport"), TransportName(*protocol), event);
    }
  }

  windows::WindowsMapper mapper_;
  const std::vector<FieldId> other_fields_ = windows::WithCommonFields(
      {Field("file.directory"), Field("file.extension"), Field("file.name"), Field("file.path"),
       Field("network.direction"), Field("network.transport"), Field("registry.hive"),
       Field("registry.key"), Field("registry.path"), Field("user.effective.id")});
  std::vector<std::string_view> names_;
  std::vector<Value> values_;
  std::string path_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<WindowsSecuritySource>(); }

}  // namespace tocsin::windows_security
