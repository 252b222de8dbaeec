#include "telemetry/sources/datadog_log/datadog_log.h"

#include "base/time.h"
#include "event/ecs/datadog_names.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::datadog_log {
namespace {

// Keys of the two shapes that are no attributes.
constexpr std::string_view kIntakeKeys[] = {"date",    "ddsource", "ddtags", "hostname",
                                            "message", "service",  "status", "timestamp"};

bool IsIntake(const doc::Node& document) {
  return document.Find("ddsource") != nullptr || document.Find("ddtags") != nullptr;
}

void AddScalars(FieldId field, const doc::Node& node, EventBuilder& event) {
  if (!node.is_array()) return event.Add(field, ScalarOf(node));
  for (std::uint32_t i = 0; i < node.size(); ++i) event.Add(field, ScalarOf(node.element(i)));
}

std::optional<Time> TimeOf(const doc::Node* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind() == doc::NodeKind::kInt) return TimeFromEpoch(node->integer());
  if (!node->is_string()) return std::nullopt;
  if (const auto time = ParseTime(node->text())) return time;
  return ParseEpoch(node->text());
}

class DatadogLogSource final : public Source {
 public:
  std::string_view name() const override { return "datadog_log"; }
  std::string_view title() const override { return "logs as sent to or archived by Datadog"; }
  bool speaks_ecs() const override { return true; }

  Confidence Recognize(const doc::Node& document) const override {
    if (!document.is_object()) return Confidence::kNo;
    if (IsIntake(document)) return Confidence::kCertain;
    const doc::Node* attributes = document.Find("attributes");
    const bool archived = attributes != nullptr && attributes->is_object() &&
                          document.Find("service") != nullptr &&
                          document.Find("status") != nullptr && document.Find("date") != nullptr;
    return archived ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& document = record.document;
    if (!document.is_object()) return;
    const bool intake = IsIntake(document);
    const std::string_view source = StringOf(document.Find(intake ? "ddsource" : "source"));
    event.AddText(Field("event.module"), source);
    event.AddText(Field("host.name"), StringOf(document.Find(intake ? "hostname" : "host")));
    event.AddText(Field("event.provider"), StringOf(document.Find("service")));
    event.AddText(Field("log.level"), StringOf(document.Find("status")));
    event.AddText(Field("message"), StringOf(document.Find("message")));
    AddTags(document, intake, event);

    if (intake) {
      for (const doc::Member& member : document) {
        if (std::find(std::begin(kIntakeKeys), std::end(kIntakeKeys), member.key) !=
            std::end(kIntakeKeys)) {
          continue;
        }
        AddDocumentFields(doc::Node::Object(&member, 1), event);
      }
      AddStandardNames(document, source, event);
    } else if (const doc::Node* attributes = document.Find("attributes")) {
      AddDocumentFields(*attributes, event);
      AddStandardNames(*attributes, source, event);
    }
    AddTime(document, event);
  }

 private:
  static void AddTags(const doc::Node& document, bool intake, EventBuilder& event) {
    std::string name;
    const auto add = [&](std::string_view tag) {
      if (tag.empty()) return;
      event.AddText(Field("tags"), tag);
      const std::size_t colon = tag.find(':');
      if (colon == 0 || colon == std::string_view::npos) return;
      name.assign(datadog::kTagPrefix).append(tag.substr(0, colon));
      const Value value = Value::String(tag.substr(colon + 1));
      if (const std::optional<FieldId> field = event.schema().Find(name)) {
        event.Add(*field, value);
      } else if (event.wants_extras()) {
        event.AddNamed(event.arena().Copy(name), value);
      }
    };
    if (intake) {
      std::string_view rest = StringOf(document.Find("ddtags"));
      while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        std::string_view tag = rest.substr(0, comma);
        tag.remove_prefix(std::min(tag.find_first_not_of(' '), tag.size()));
        add(tag.substr(0, tag.find_last_not_of(' ') + 1));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      }
      return;
    }
    const doc::Node* tags = document.Find("tags");
    if (tags == nullptr || !tags->is_array()) return;
    for (std::uint32_t i = 0; i < tags->size(); ++i) {
      if (tags->element(i).is_string()) add(tags->element(i).text());
    }
  }

  // Attributes under the dictionary's names. The tree of a Windows event counts only in logs of
  // Windows events: others carry parts of it that mean something else.
  static void AddStandardNames(const doc::Node& attributes, std::string_view source,
                               EventBuilder& event) {
    const bool windows = source == datadog::kWindowsSource;
    for (const datadog::AttributeRow& row : datadog::AttributeRows()) {
      if (row.attribute.starts_with("Event.") && !windows) continue;
      if (row.field.starts_with("winlog.") && !windows) continue;
      const std::optional<FieldId> field = event.schema().Find(row.field);
      if (!field || !event.Wants(*field)) continue;
      if (const doc::Node* node = FindField(attributes, row.attribute)) {
        AddScalars(*field, *node, event);
      }
    }
    if (!windows) return;
    if (const doc::Node* data = FindField(attributes, "Event.EventData.Data")) {
      AddBelow("winlog.event_data.", *data, event);
    }
    if (const doc::Node* data = FindField(attributes, "Event.UserData")) {
      if (!data->is_object()) return;
      for (const doc::Member& element : *data) {
        AddBelow("winlog.user_data.", element.value, event);
      }
    }
  }

  static void AddBelow(std::string_view prefix, const doc::Node& data, EventBuilder& event) {
    if (!data.is_object()) return;
    std::string name;
    for (const doc::Member& member : data) {
      name.assign(prefix).append(member.key);
      if (const std::optional<FieldId> field = event.schema().Find(name)) {
        AddScalars(*field, member.value, event);
      } else if (event.wants_extras()) {
        event.AddNamed(event.arena().Copy(name), ScalarOf(member.value));
      }
    }
  }

  static void AddTime(const doc::Node& document, EventBuilder& event) {
    for (const std::string_view key : {"date", "timestamp"}) {
      const std::optional<Time> time = TimeOf(document.Find(key));
      if (!time) continue;
      SetTimestamp(*time, event);
      return;
    }
  }
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<DatadogLogSource>(); }

}  // namespace tocsin::datadog_log
