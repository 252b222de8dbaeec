#include "event/ecs/datadog_names.h"

#include <algorithm>
#include <array>

namespace tocsin::datadog {
namespace {

struct Row {
  std::string_view name;
  std::string_view field;
};

constexpr Row kReserved[] = {
    {"host", kHostField},      {"message", kMessageField}, {"service", kServiceField},
    {"source", kSourceField},  {"status", kStatusField},   {"tags", kTagsField},
    {"trace_id", kTraceField},
};

constexpr AttributeRow kAttributes[] = {
    {"Event.System.Channel", "winlog.channel"},
    {"Event.System.Computer", "winlog.computer_name"},
    {"Event.System.Correlation.ActivityID", "winlog.activity_id"},
    {"Event.System.Correlation.RelatedActivityID", "winlog.related_activity_id"},
    {"Event.System.EventID", "winlog.event_id"},
    {"Event.System.EventRecordID", "winlog.record_id"},
    {"Event.System.Execution.ProcessID", "winlog.process.pid"},
    {"Event.System.Execution.ThreadID", "winlog.process.thread.id"},
    {"Event.System.Opcode", "winlog.opcode"},
    {"Event.System.Provider.Guid", "winlog.provider_guid"},
    {"Event.System.Provider.Name", "winlog.provider_name"},
    {"Event.System.Security.UserID", "winlog.user.identifier"},
    {"Event.System.Task", "winlog.task"},
    {"Event.System.Version", "winlog.version"},
    {"evt.id", "event.code"},
    {"evt.id", "winlog.event_id"},
    {"evt.name", "event.action"},
    {"evt.outcome", "event.outcome"},
    {"level", "log.level"},
    {"network.client.ip", "source.ip"},
    {"network.client.port", "source.port"},
    {"network.destination.ip", "destination.ip"},
    {"network.destination.port", "destination.port"},
    {"usr.email", "user.email"},
    {"usr.id", "user.id"},
    {"usr.name", "user.name"},
};

constexpr std::string_view kEventData = "Event.EventData.Data";
constexpr std::string_view kEventDataBinary = "Event.EventData.Binary";
constexpr std::string_view kUserData = "Event.UserData.";

// Unnamed items of event data are numbered; templates of Windows seldom have more.
constexpr int kUnnamedItemsMax = 24;

constexpr LevelStatus kLevels[] = {
    {"critical", "critical"}, {"error", "error"},      {"warning", "warning"},
    {"warning", "warn"},      {"information", "info"}, {"verbose", "debug"},
};

constexpr std::array<std::string_view, 6> kLevelNumbers = {"information", "critical",    "error",
                                                           "warning",     "information", "verbose"};

void AddEventData(std::string_view rest, std::vector<std::string>* fields) {
  if (rest.empty()) {
    for (int i = 1; i <= kUnnamedItemsMax; ++i) {
      fields->push_back("winlog.event_data.param" + std::to_string(i));
    }
  } else if (rest.front() == '.' && rest.size() > 1) {
    fields->push_back("winlog.event_data" + std::string(rest));
  }
}

// Event.UserData.<element>.<name>
void AddUserData(std::string_view rest, std::vector<std::string>* fields) {
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos || dot + 1 == rest.size()) return;
  fields->push_back("winlog.user_data" + std::string(rest.substr(dot)));
}

}  // namespace

std::string_view FieldOfReserved(std::string_view name) {
  const auto* row = std::find_if(std::begin(kReserved), std::end(kReserved),
                                 [name](const Row& known) { return known.name == name; });
  return row == std::end(kReserved) ? std::string_view() : row->field;
}

std::span<const AttributeRow> AttributeRows() { return kAttributes; }

std::vector<std::string> FieldsOfAttribute(std::string_view attribute) {
  std::vector<std::string> fields;
  for (const AttributeRow& row : kAttributes) {
    if (row.attribute == attribute) fields.emplace_back(row.field);
  }
  if (attribute.starts_with(kEventData)) AddEventData(attribute.substr(kEventData.size()), &fields);
  if (attribute == kEventDataBinary) fields.emplace_back("winlog.event_data.Binary");
  if (attribute.starts_with(kUserData)) AddUserData(attribute.substr(kUserData.size()), &fields);
  if (std::find(fields.begin(), fields.end(), attribute) == fields.end()) {
    fields.emplace_back(attribute);
  }
  return fields;
}

std::string FieldOfKey(std::string_view key) {
  if (key.starts_with('@')) return FieldsOfAttribute(key.substr(1)).front();
  const std::string_view reserved = FieldOfReserved(key);
  if (!reserved.empty()) return std::string(reserved);
  return std::string(kTagPrefix) + std::string(key);
}

std::vector<LevelStatus> LevelStatuses() { return {std::begin(kLevels), std::end(kLevels)}; }

std::string_view KeywordOfMask(std::string_view mask) {
  if (mask == "0x8020000000000000") return "Audit Success";
  if (mask == "0x8010000000000000") return "Audit Failure";
  return {};
}

std::string_view LevelOfNumber(std::string_view number) {
  if (number.size() != 1 || number[0] < '0' || number[0] > '5') return {};
  return kLevelNumbers[static_cast<std::size_t>(number[0] - '0')];
}

}  // namespace tocsin::datadog
