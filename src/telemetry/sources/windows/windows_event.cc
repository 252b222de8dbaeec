#include "telemetry/sources/windows/windows_event.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin::windows {
namespace {

// Service Control Manager: a service was installed, the sibling of 4697 in the Security log.
constexpr std::uint32_t kServiceInstalled = 7045;
constexpr std::string_view kServiceControlManager = "Service Control Manager";
// The event log service: a log other than Security was cleared, the sibling of 1102 there. Its
// action is the name of its task, "Log clear".
constexpr std::uint32_t kLogCleared = 104;
constexpr std::string_view kEventLog = "Microsoft-Windows-Eventlog";

class WindowsEventSource final : public Source {
 public:
  WindowsEventSource() : mapper_({}) {}

  std::string_view name() const override { return "windows_event"; }
  std::string_view title() const override { return "Windows event log, any other channel"; }

  Confidence Recognize(const doc::Node& document) const override {
    return ShapeOf(document) == Shape::kNone ? Confidence::kNo : Confidence::kFamily;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    const WindowsRecord record = mapper_.Read(source, event);
    mapper_.Map(source, record, event);
    FillText(Field("event.module"), ModuleOf(record.channel), event);
    if (record.code == kServiceInstalled &&
        AsciiEqualsIgnoreCase(record.provider, kServiceControlManager)) {
      Classify({"iam", "configuration"}, event);
      event.Set(Field("event.action"), Value::String("service-installed"));
      FillText(Field("service.name"), record.Data("ServiceName"), event);
    } else if (record.code == kLogCleared && AsciiEqualsIgnoreCase(record.provider, kEventLog)) {
      Classify({"iam"}, event);
      FillText(Field("user.name"), record.UserData("SubjectUserName"), event);
      FillText(Field("user.domain"), record.UserData("SubjectDomainName"), event);
      FillText(Field("user.id"), record.user_id, event);
    }
  }

  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static std::string_view ModuleOf(std::string_view channel) {
    if (AsciiEqualsIgnoreCase(channel, "System") || AsciiEqualsIgnoreCase(channel, "Application")) {
      return "system";
    }
    return "windows";
  }

  // Something that an administrator does.
  static void Classify(std::initializer_list<std::string_view> categories, EventBuilder& event) {
    constexpr FieldId kCategory = Field("event.category");
    constexpr FieldId kType = Field("event.type");
    if (!event.Has(kCategory)) {
      for (const std::string_view category : categories) event.AddText(kCategory, category);
    }
    if (!event.Has(kType)) {
      event.AddText(kType, "admin");
      event.AddText(kType, "change");
    }
  }

  WindowsMapper mapper_;
  const std::vector<FieldId> other_fields_ = WithCommonFields(
      {Field("service.name"), Field("user.domain"), Field("user.id"), Field("user.name")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<WindowsEventSource>(); }

}  // namespace tocsin::windows
