#include "telemetry/sources/unknown/unknown.h"

#include "base/time.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"

#include <optional>
#include <string_view>

namespace tocsin::unknown {
namespace {

// Where records keep their time, most telling first.
constexpr std::string_view kTimeKeys[] = {
    "@timestamp", "timestamp", "Timestamp",   "time",          "Time",       "event_time",
    "eventTime",  "EventTime", "event.time",  "datetime",      "date",       "ts",
    "_time",      "UtcTime",   "TimeCreated", "TimeGenerated", "created_at", "createdAt",
};

std::optional<Time> TimeOf(const doc::Node& node) {
  switch (node.kind()) {
    case doc::NodeKind::kString:
      if (const auto time = ParseTime(node.text())) return time;
      return ParseEpoch(node.text());
    case doc::NodeKind::kInt:
      return TimeFromEpoch(node.integer());
    case doc::NodeKind::kDouble: {
      const double seconds = node.real();
      if (!(seconds > 0 && seconds < 9e9)) return std::nullopt;
      return Time{static_cast<std::int64_t>(seconds * 1e6) * 1000};
    }
    default:
      return std::nullopt;
  }
}

class UnknownSource final : public Source {
 public:
  std::string_view name() const override { return "unknown"; }
  std::string_view title() const override { return "anything else, fields under their own names"; }
  bool speaks_ecs() const override { return true; }

  Confidence Recognize(const doc::Node&) const override { return Confidence::kFallback; }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    event.AddFlag(EventFlags::kUnknownSource);
    AddDocumentFields(record.document, event);
    for (const std::string_view key : kTimeKeys) {
      const doc::Node* node = FindField(record.document, key);
      const std::optional<Time> time = node == nullptr ? std::nullopt : TimeOf(*node);
      if (!time) continue;
      SetTimestamp(*time, event);
      return;
    }
  }
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<UnknownSource>(); }

}  // namespace tocsin::unknown
