#include "telemetry/sources/windows/flat_reader.h"

#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/record_text.h"

#include <algorithm>
#include <iterator>

namespace tocsin::windows {
namespace {

// Collectors write the kind of record under the name that registry and pipe events use for data.
constexpr std::string_view kCollectorEventTypes[] = {
    "AUDIT_FAILURE", "AUDIT_SUCCESS", "CRITICAL", "DEBUG", "ERROR", "INFO", "VERBOSE", "WARNING",
};

bool IsCollectorEventType(const doc::Node& value) {
  return value.is_string() &&
         std::find(std::begin(kCollectorEventTypes), std::end(kCollectorEventTypes),
                   value.text()) != std::end(kCollectorEventTypes);
}

// Standard names of levels and of audit keywords, as shippers render them in English.
std::optional<std::uint32_t> LevelOfSeverity(std::string_view severity) {
  if (severity == "CRITICAL") return 1;
  if (severity == "ERROR") return 2;
  if (severity == "WARNING") return 3;
  if (severity == "INFO") return 4;
  if (severity == "VERBOSE" || severity == "DEBUG") return 5;
  return std::nullopt;
}

std::string_view GuidOf(std::string_view text, Arena& arena) {
  return CanonicalGuid(text, arena).value_or(text);
}

// The element EventData of a fragment: the root, or within an envelope.
const doc::Node* EventDataIn(const doc::Node& root) {
  if (const doc::Node* event_data = root.Find("EventData")) return event_data;
  for (const doc::Member& member : root) {
    if (const doc::Node* event_data = member.value.Find("EventData")) return event_data;
  }
  return nullptr;
}

}  // namespace

void FlatReader::Read(const doc::Node& document, DataItems& items, Arena& arena,
                      WindowsRecord* record) {
  const doc::Node* packed = nullptr;
  for (const doc::Member& member : document) {
    const FlatKey key = FlatKeyOf(member.key);
    const doc::Node& value = member.value;
    if (key == FlatKey::kData || (key == FlatKey::kEventType && !IsCollectorEventType(value))) {
      items.AddNamed(member.key, value);
    } else if (key == FlatKey::kEventData) {
      if (value.is_string() && !value.text().empty()) packed = &value;
    } else if (key != FlatKey::kCollector) {
      ReadMember(key, ElementText(&value, arena), arena, record);
    }
  }
  // The time that Windows noted; else what the shipper says; the collector's local time is the
  // last resort.
  for (const std::string_view key : {"TimeCreated", "@timestamp", "TimeGenerated", "EventTime"}) {
    if (record->time_created.empty()) {
      record->time_created = ElementText(document.Find(key), arena);
    }
  }
  if (packed != nullptr) {
    const std::size_t beside = items.size();
    // What stands beside packed data belongs to the table.
    if (AddPacked(packed->text(), items, arena)) items.DropFirst(beside);
  }
  record->data = items.Finish();
}

void FlatReader::ReadMember(FlatKey key, std::string_view text, Arena& arena,
                            WindowsRecord* record) {
  switch (key) {
    case FlatKey::kEventId:
      record->event_id = text;
      return;
    case FlatKey::kChannel:
      record->channel = text;
      return;
    case FlatKey::kProvider:
      if (record->provider.empty()) record->provider = text;
      return;
    case FlatKey::kProviderGuid:
      record->provider_guid = GuidOf(text, arena);
      return;
    case FlatKey::kComputer:
      if (record->computer.empty()) record->computer = text;
      return;
    case FlatKey::kRecordId:
      record->record_id = text;
      return;
    case FlatKey::kKeywords:
      record->keywords = ParseKeywords(text);
      return;
    case FlatKey::kLevel:
      record->level = ParseSmall(text);
      return;
    case FlatKey::kSeverity:
      if (!record->level) record->level = LevelOfSeverity(text);
      return;
    case FlatKey::kTask:
      record->task = ParseSmall(text);
      return;
    case FlatKey::kCategory:
      record->task_text = text;
      return;
    case FlatKey::kOpcode:
      record->opcode = ParseSmall(text);
      return;
    case FlatKey::kVersion:
      record->version = text;
      return;
    case FlatKey::kProcessId:
      record->process_id = text;
      return;
    case FlatKey::kThreadId:
      record->thread_id = text;
      return;
    case FlatKey::kUserId:
      record->user_id = text;
      return;
    case FlatKey::kActivityId:
      record->activity_id = GuidOf(text, arena);
      return;
    case FlatKey::kRelatedActivityId:
      record->related_activity_id = GuidOf(text, arena);
      return;
    case FlatKey::kMessage:
      record->message = text;
      return;
    case FlatKey::kData:
    case FlatKey::kCollector:
    case FlatKey::kEventData:
    case FlatKey::kEventType:
      return;
  }
}

bool FlatReader::AddPacked(std::string_view text, DataItems& items, Arena& arena) {
  doc::Node root;
  if (text.starts_with('{')) {
    if (!json_.Decode(text, arena, &root).ok()) return false;
    items.AddChildren(root, {});
    return true;
  }
  if (!text.starts_with('<') || !xml_.Decode(text, arena, &root).ok()) return false;
  const doc::Node* event_data = EventDataIn(root);
  if (event_data == nullptr) return false;
  items.AddEventData(*event_data);
  return true;
}

}  // namespace tocsin::windows
