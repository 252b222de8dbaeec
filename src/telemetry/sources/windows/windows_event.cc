#include "telemetry/sources/windows/windows_event.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <string_view>

namespace tocsin::windows {
namespace {

// Service Control Manager: a service was installed, the sibling of 4697 in the Security log.
constexpr std::uint32_t kServiceInstalled = 7045;
constexpr std::string_view kServiceControlManager = "Service Control Manager";

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
      AddServiceInstalled(event);
    }
  }

 private:
  static std::string_view ModuleOf(std::string_view channel) {
    if (AsciiEqualsIgnoreCase(channel, "System") || AsciiEqualsIgnoreCase(channel, "Application")) {
      return "system";
    }
    return "windows";
  }

  static void AddServiceInstalled(EventBuilder& event) {
    constexpr FieldId kCategory = Field("event.category");
    constexpr FieldId kType = Field("event.type");
    if (!event.Has(kCategory)) {
      event.AddText(kCategory, "iam");
      event.AddText(kCategory, "configuration");
    }
    if (!event.Has(kType)) {
      event.AddText(kType, "admin");
      event.AddText(kType, "change");
    }
    event.Set(Field("event.action"), Value::String("service-installed"));
  }

  WindowsMapper mapper_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<WindowsEventSource>(); }

}  // namespace tocsin::windows
