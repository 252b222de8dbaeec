#include "telemetry/sources/windows/winlogbeat_reader.h"

#include "base/case_fold.h"
#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/record_text.h"

namespace tocsin::windows {
namespace {

constexpr std::string_view kForwardedTag = "forwarded";

// Calls `use` with the text of a scalar, or with that of each element of an array.
template <class Use>
void ForEachText(const doc::Node& node, Arena& arena, Use use) {
  if (!node.is_array()) {
    use(ElementText(&node, arena));
    return;
  }
  for (std::uint32_t i = 0; i < node.size(); ++i) use(ElementText(&node.element(i), arena));
}

void AddBelow(const doc::Node& document, std::string_view name, std::string_view dotted,
              DataItems& items) {
  if (const doc::Node* node = FindBelow(document, "winlog", name)) items.AddChildren(*node, {});
  for (const doc::Member& member : document) {
    if (member.key.starts_with(dotted)) {
      items.AddNamed(member.key.substr(dotted.size()), member.value);
    }
  }
}

// The bits of keywords that shippers render by name, in English.
std::optional<std::uint64_t> MaskOf(const doc::Node& keywords, Arena& arena) {
  std::uint64_t mask = 0;
  ForEachText(keywords, arena, [&](std::string_view name) {
    if (AsciiEqualsIgnoreCase(name, "Audit Success")) mask |= kAuditSuccess;
    if (AsciiEqualsIgnoreCase(name, "Audit Failure")) mask |= kAuditFailure;
  });
  return mask == 0 ? std::nullopt : std::optional(mask);
}

}  // namespace

const doc::Node* FindBelow(const doc::Node& document, std::string_view parent,
                           std::string_view name) {
  if (const doc::Node* object = document.Find(parent)) {
    if (const doc::Node* child = object->Find(name)) return child;
  }
  for (const doc::Member& member : document) {
    if (member.key.size() == parent.size() + 1 + name.size() && member.key.starts_with(parent) &&
        member.key[parent.size()] == '.' && member.key.ends_with(name)) {
      return &member.value;
    }
  }
  return nullptr;
}

void ReadWinlogbeat(const doc::Node& document, const ItemForm& form, DataItems& items, Arena& arena,
                    WindowsRecord* record) {
  const auto text = [&](std::string_view parent, std::string_view name) {
    return ElementText(FindBelow(document, parent, name), arena);
  };
  const auto guid = [&](std::string_view name) {
    const std::string_view spelled = text("winlog", name);
    return CanonicalGuid(spelled, arena).value_or(spelled);
  };
  record->provider = text("winlog", "provider_name");
  record->provider_guid = guid("provider_guid");
  record->channel = text("winlog", "channel");
  record->computer = text("winlog", "computer_name");
  record->event_id = text("winlog", "event_id");
  if (record->event_id.empty()) record->event_id = text("event", "code");
  record->version = text("winlog", "version");
  record->record_id = text("winlog", "record_id");
  record->activity_id = guid("activity_id");
  record->related_activity_id = guid("related_activity_id");
  record->time_created = text("winlog", "time_created");
  if (record->time_created.empty()) {
    record->time_created = ElementText(document.Find("@timestamp"), arena);
  }
  record->task_text = text("winlog", "task");
  record->message = ElementText(document.Find("message"), arena);
  record->level_text = text("log", "level");
  record->process_id = text("winlog", "process.pid");
  record->thread_id = text("winlog", "process.thread.id");
  record->user_id = text("winlog", "user.identifier");
  if (const doc::Node* winlog = document.Find("winlog")) {
    const auto nested = [&](const doc::Node* node, std::string_view* out) {
      if (out->empty()) *out = ElementText(node, arena);
    };
    nested(winlog->FindPath("process", "pid"), &record->process_id);
    nested(winlog->FindPath("process", "thread", "id"), &record->thread_id);
    nested(winlog->FindPath("user", "identifier"), &record->user_id);
  }
  if (const doc::Node* keywords = FindBelow(document, "winlog", "keywords")) {
    record->keywords = MaskOf(*keywords, arena);
  }
  if (const doc::Node* tags = document.Find("tags")) {
    ForEachText(*tags, arena, [&](std::string_view tag) {
      record->forwarded = record->forwarded || tag == kForwardedTag;
    });
  }
  items.Start(form, arena);
  AddBelow(document, "event_data", "winlog.event_data.", items);
  record->data = items.Finish();
  items.Start(form, arena);
  AddBelow(document, "user_data", "winlog.user_data.", items);
  record->user_data = items.Finish();
  record->user_data_name = record->UserData("xml_name");
}

}  // namespace tocsin::windows
