#include "telemetry/sources/sysmon/sysmon.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/windows/windows_record.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin::sysmon {
namespace {

constexpr std::string_view kChannel = "Microsoft-Windows-Sysmon/Operational";

class SysmonSource final : public Source {
 public:
  SysmonSource()
      : mapper_({
            .module = "sysmon",
            .classes = EventClasses(),
            .rows = FieldRows(),
            .time_item = "UtcTime",
            .dash_is_nothing = true,
        }) {}

  std::string_view name() const override { return "sysmon"; }
  std::string_view title() const override { return "Sysmon for Windows"; }

  Confidence Recognize(const doc::Node& document) const override {
    return AsciiEqualsIgnoreCase(windows::ChannelOf(document), kChannel) ? Confidence::kCertain
                                                                         : Confidence::kNo;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    const windows::WindowsRecord record = mapper_.Read(source, event);
    mapper_.Map(source, record, event);
    if (record.code == kDnsQuery) FillText(kNetworkProtocol, "dns", event);
    // The account of the Sysmon service wrote the record; the published mapping takes it for the
    // user of the process. Ours stands in winlog.user.identifier only.
    if (source.compat_elastic) FillText(kUserId, record.user_id, event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static constexpr std::uint32_t kDnsQuery = 22;
  static constexpr FieldId kUserId = Field("user.id");
  static constexpr FieldId kNetworkProtocol = Field("network.protocol");

  windows::WindowsMapper mapper_;
  const std::vector<FieldId> other_fields_ = windows::WithCommonFields({});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<SysmonSource>(); }

}  // namespace tocsin::sysmon
