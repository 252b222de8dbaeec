#include "telemetry/sources/powershell/powershell.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/powershell/host_text.h"
#include "telemetry/sources/powershell/script_statistics.h"
#include "telemetry/sources/windows/windows_record.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin::powershell {
namespace {

constexpr std::string_view kClassicChannel = "Windows PowerShell";

constexpr std::uint32_t kEngineAvailable = 400;
constexpr std::uint32_t kEngineStopped = 403;
constexpr std::uint32_t kProvider = 600;
constexpr std::uint32_t kPipelineDetails = 800;
constexpr std::uint32_t kModuleLogging = 4103;
constexpr std::uint32_t kScriptBlock = 4104;

class PowershellSource final : public Source {
 public:
  PowershellSource()
      : mapper_({.module = "powershell", .classes = EventClasses(), .rows = FieldRows()}) {}

  std::string_view name() const override { return "powershell"; }
  std::string_view title() const override { return "PowerShell script and module logging"; }

  Confidence Recognize(const doc::Node& document) const override {
    const std::string_view channel = windows::ChannelOf(document);
    return AsciiStartsWithIgnoreCase(channel, "Microsoft-Windows-PowerShell/") ||
                   AsciiStartsWithIgnoreCase(channel, "PowerShellCore/") ||
                   AsciiEqualsIgnoreCase(channel, kClassicChannel)
               ? Confidence::kCertain
               : Confidence::kNo;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    windows::WindowsRecord record = mapper_.Read(source, event);
    AddHostText(record, event);
    mapper_.Map(source, record, event);
    FillText(Field("user.id"), record.user_id, event);
    // The classic channel's records are written without a process.
    if (!AsciiEqualsIgnoreCase(record.channel, kClassicChannel)) {
      FillText(Field("process.pid"), record.process_id, event);
    }
    if (record.code == kScriptBlock) AddStatistics(record.Data("ScriptBlockText"), event);
    if (record.code == kModuleLogging) AddInvocations(record.Data("Payload"), event);
    if (record.code == kPipelineDetails) AddInvocations(record.Data("param3"), event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  // The values in the host's text become data items of their own.
  void AddHostText(windows::WindowsRecord& record, EventBuilder& event) {
    items_.assign(record.data.begin(), record.data.end());
    switch (record.code) {
      case kModuleLogging:
        AppendContextInfo(record.Data("ContextInfo"), &items_);
        break;
      case kEngineAvailable:
      case kEngineStopped:
      case kProvider:
        AppendClassicText(record.Data("param3"), &items_);
        break;
      case kPipelineDetails:
        AppendClassicText(record.Data("param2"), &items_);
        break;
      default:
        return;
    }
    record.data = event.arena().CopyArray(std::span<const windows::DataItem>(items_));
  }

  static void AddStatistics(std::string_view script, EventBuilder& event) {
    constexpr FieldId kLength = Field("powershell.file.script_block_length");
    constexpr FieldId kSymbols = Field("powershell.file.script_block_unique_symbols");
    constexpr FieldId kEntropy = Field("powershell.file.script_block_entropy_bits");
    constexpr FieldId kDeviation = Field("powershell.file.script_block_surprisal_stdev");
    const bool wanted = event.Wants(kLength) || event.Wants(kSymbols) || event.Wants(kEntropy) ||
                        event.Wants(kDeviation);
    if (script.empty() || !wanted) return;
    const ScriptStatistics statistics = StatisticsOf(script);
    const auto fill = [&](FieldId field, const Value& value) {
      if (!event.Has(field)) event.Add(field, value);
    };
    fill(kLength, Value::UInt(statistics.length));
    fill(kSymbols, Value::UInt(statistics.unique_symbols));
    fill(kEntropy, Value::Double(statistics.entropy_bits));
    fill(kDeviation, Value::Double(statistics.surprisal_stdev));
  }

  static void AddInvocations(std::string_view payload, EventBuilder& event) {
    constexpr FieldId kType = Field("powershell.command.invocation_details.type");
    if (event.Has(kType)) return;
    for (Invocation line; TakeInvocation(&payload, &line);) {
      event.AddText(kType, line.type);
      event.AddText(Field("powershell.command.invocation_details.related_command"), line.command);
      event.AddText(Field("powershell.command.invocation_details.name"), line.name);
      event.AddText(Field("powershell.command.invocation_details.value"), line.value);
    }
  }

  windows::WindowsMapper mapper_;
  const std::vector<FieldId> other_fields_ =
      windows::WithCommonFields({Field("powershell.command.invocation_details.name"),
                                 Field("powershell.command.invocation_details.related_command"),
                                 Field("powershell.command.invocation_details.type"),
                                 Field("powershell.command.invocation_details.value"),
                                 Field("powershell.file.script_block_entropy_bits"),
                                 Field("powershell.file.script_block_length"),
                                 Field("powershell.file.script_block_surprisal_stdev"),
                                 Field("powershell.file.script_block_unique_symbols"),
                                 Field("process.pid"), Field("user.id")});
  std::vector<windows::DataItem> items_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<PowershellSource>(); }

}  // namespace tocsin::powershell
