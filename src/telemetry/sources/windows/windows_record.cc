#include "telemetry/sources/windows/windows_record.h"

#include "base/case_fold.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/flat_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace tocsin::windows {
namespace {

constexpr std::string_view kAttributes = "#attributes";
constexpr std::string_view kText = "#text";

// Collectors write the kind of record under the name that registry and pipe events use for data.
constexpr std::string_view kCollectorEventTypes[] = {
    "AUDIT_FAILURE", "AUDIT_SUCCESS", "CRITICAL", "DEBUG", "ERROR", "INFO", "VERBOSE", "WARNING",
};

bool IsCollectorEventType(const doc::Node& value) {
  return value.is_string() &&
         std::find(std::begin(kCollectorEventTypes), std::end(kCollectorEventTypes),
                   value.text()) != std::end(kCollectorEventTypes);
}

// An element's own text, whether or not it has attributes beside it.
const doc::Node* TextNode(const doc::Node* element) {
  if (element == nullptr || !element->is_object()) return element;
  return element->Find(kText);
}

// "winlog": {"channel": ...} or "winlog.channel": ...
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

// Standard names of levels and of audit keywords, as shippers render them in English.
std::optional<std::uint32_t> LevelOfSeverity(std::string_view severity) {
  if (severity == "CRITICAL") return 1;
  if (severity == "ERROR") return 2;
  if (severity == "WARNING") return 3;
  if (severity == "INFO") return 4;
  if (severity == "VERBOSE" || severity == "DEBUG") return 5;
  return std::nullopt;
}

std::optional<std::uint64_t> ParseKeywords(std::string_view text) {
  if (const auto mask = ParseUnsigned(text)) return mask;
  std::int64_t signed_mask = 0;  // collectors print the mask as a signed number
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), signed_mask);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(signed_mask);
}

std::optional<std::uint32_t> ParseSmall(std::string_view text) {
  const auto number = ParseUnsigned(text);
  if (!number || *number > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

bool IsUpperCaseGuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Whether `name` is `base` and the number that exporters append to repeated names.
bool IsRepeatOf(std::string_view base, std::string_view name) {
  if (name.size() < base.size() + 2 || !name.starts_with(base) || name[base.size()] != '_') {
    return false;
  }
  const std::string_view number = name.substr(base.size() + 1);
  return std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view DataOf(std::span<const DataItem> items, std::string_view name) {
  for (const DataItem& item : items) {
    if (item.name == name) return item.text;
  }
  return {};
}

}  // namespace

std::string_view WindowsRecord::Data(std::string_view name) const { return DataOf(data, name); }

std::string_view WindowsRecord::UserData(std::string_view name) const {
  return DataOf(user_data, name);
}

Shape ShapeOf(const doc::Node& document) {
  if (!document.is_object()) return Shape::kNone;
  if (const doc::Node* system = document.FindPath("Event", "System")) {
    return system->is_object() ? Shape::kEvent : Shape::kNone;
  }
  if (const doc::Node* winlog = document.Find("winlog")) {
    if (winlog->is_object()) return Shape::kWinlogbeat;
  }
  bool event_id = false;
  bool provider = false;
  bool host = false;
  for (const doc::Member& member : document) {
    switch (FlatKeyOf(member.key)) {
      case FlatKey::kEventId:
        event_id = true;
        break;
      case FlatKey::kChannel:
        provider = host = true;
        break;
      case FlatKey::kProvider:
        provider = true;
        break;
      case FlatKey::kComputer:
        host = true;
        break;
      case FlatKey::kData:
        if (member.key == "winlog.channel") return Shape::kWinlogbeat;
        break;
      default:
        break;
    }
    if (event_id && provider && host) return Shape::kFlat;
  }
  return Shape::kNone;
}

std::string_view ChannelOf(const doc::Node& document) {
  const doc::Node* channel = nullptr;
  switch (ShapeOf(document)) {
    case Shape::kNone:
      break;
    case Shape::kEvent:
      channel = TextNode(document.FindPath("Event", "System", "Channel"));
      break;
    case Shape::kFlat:
      channel = document.Find("Channel");
      break;
    case Shape::kWinlogbeat:
      channel = FindBelow(document, "winlog", "channel");
      break;
  }
  return channel != nullptr && channel->is_string() ? channel->text() : std::string_view();
}

struct WindowsReader::Scratch {
  JsonDecoder json;
  std::vector<DataItem> items;
  std::string name;
};

// One call of Read.
class WindowsReader::Reading {
 public:
  Reading(const doc::Node& document, WireForm form, Arena& arena, Scratch& scratch)
      : document_(document), form_(form), arena_(arena), scratch_(scratch) {}

  WindowsRecord Read() {
    record_.shape = ShapeOf(document_);
    switch (record_.shape) {
      case Shape::kNone:
        break;
      case Shape::kEvent:
        ReadEvent(*document_.Find("Event"));
        break;
      case Shape::kFlat:
        ReadFlat();
        break;
      case Shape::kWinlogbeat:
        ReadWinlogbeat();
        break;
    }
    record_.code = ParseSmall(record_.event_id).value_or(0);
    return record_;
  }

 private:
  // ---- Event trees ----------------------------------------------------------------------------
  void ReadEvent(const doc::Node& event) {
    for (const doc::Member& member : event) {
      if (member.key == "System") {
        ReadSystem(member.value);
      } else if (member.key == "EventData") {
        record_.data = ReadEventData(member.value);
      } else if (member.key == "UserData") {
        ReadUserData(member.value);
      } else if (member.key == "RenderingInfo") {
        record_.message = Text(member.value.Find("Message"));
        record_.level_text = Text(member.value.Find("Level"));
        record_.task_text = Text(member.value.Find("Task"));
      }
    }
  }

  void ReadSystem(const doc::Node& system) {
    for (const doc::Member& member : system) {
      const std::string_view key = member.key;
      const doc::Node& value = member.value;
      if (key == "Provider") {
        record_.provider = Attribute(value, "Name");
        if (record_.provider.empty()) record_.provider = Attribute(value, "EventSourceName");
        record_.provider_guid = Guid(Attribute(value, "Guid"));
      } else if (key == "EventID") {
        record_.event_id = Text(&value);
        record_.qualifiers = Attribute(value, "Qualifiers");
      } else if (key == "Version") {
        record_.version = Text(&value);
      } else if (key == "Level") {
        record_.level = ParseSmall(Text(&value));
      } else if (key == "Task") {
        record_.task = ParseSmall(Text(&value));
      } else if (key == "Opcode") {
        record_.opcode = ParseSmall(Text(&value));
      } else if (key == "Keywords") {
        record_.keywords = ParseKeywords(Text(&value));
      } else if (key == "TimeCreated") {
        record_.time_created = Attribute(value, "SystemTime");
      } else if (key == "EventRecordID") {
        record_.record_id = Text(&value);
      } else if (key == "Correlation") {
        record_.activity_id = Guid(Attribute(value, "ActivityID"));
        record_.related_activity_id = Guid(Attribute(value, "RelatedActivityID"));
      } else if (key == "Execution") {
        record_.process_id = Attribute(value, "ProcessID");
        record_.thread_id = Attribute(value, "ThreadID");
      } else if (key == "Channel") {
        record_.channel = Text(&value);
      } else if (key == "Computer") {
        record_.computer = Text(&value);
      } else if (key == "Security") {
        record_.user_id = Attribute(value, "UserID");
      }
    }
  }

  std::span<const DataItem> ReadEventData(const doc::Node& node) {
    scratch_.items.clear();
    if (node.is_scalar()) {
      AddUnnamed(node);
    } else {
      for (const doc::Member& member : node) {
        if (member.key == "Data") {
          AddUnnamed(member.value);
        } else if (member.key != kAttributes) {
          AddNamed(member.key, member.value);
        }
      }
    }
    return FinishItems();
  }

  void ReadUserData(const doc::Node& node) {
    scratch_.items.clear();
    for (const doc::Member& member : node) {
      if (member.key == kAttributes) continue;
      if (record_.user_data_name.empty()) record_.user_data_name = member.key;
      AddChildren(member.value, {});
    }
    record_.user_data = FinishItems();
  }

  // ---- Flat exports ---------------------------------------------------------------------------
  void ReadFlat() {
    const doc::Node* packed = nullptr;
    scratch_.items.clear();
    for (const doc::Member& member : document_) {
      const FlatKey key = FlatKeyOf(member.key);
      const doc::Node& value = member.value;
      if (key == FlatKey::kData || (key == FlatKey::kEventType && !IsCollectorEventType(value))) {
        AddNamed(member.key, value);
      } else if (key == FlatKey::kEventData) {
        if (value.is_string() && !value.text().empty()) packed = &value;
      } else if (key != FlatKey::kCollector) {
        ReadFlatMember(key, Text(&value));
      }
    }
    // The time that Windows noted; else what the shipper says; the collector's local time is the
    // last resort.
    for (const std::string_view key : {"TimeCreated", "@timestamp", "TimeGenerated", "EventTime"}) {
      if (record_.time_created.empty()) record_.time_created = Text(document_.Find(key));
    }
    if (packed != nullptr) {
      const std::size_t beside = scratch_.items.size();
      if (AddPacked(packed->text())) {
        // What stands beside packed data belongs to the table.
        scratch_.items.erase(scratch_.items.begin(),
                             scratch_.items.begin() + static_cast<std::ptrdiff_t>(beside));
      }
    }
    record_.data = FinishItems();
  }

  void ReadFlatMember(FlatKey key, std::string_view text) {
    switch (key) {
      case FlatKey::kEventId:
        record_.event_id = text;
        return;
      case FlatKey::kChannel:
        record_.channel = text;
        return;
      case FlatKey::kProvider:
        if (record_.provider.empty()) record_.provider = text;
        return;
      case FlatKey::kProviderGuid:
        record_.provider_guid = Guid(text);
        return;
      case FlatKey::kComputer:
        if (record_.computer.empty()) record_.computer = text;
        return;
      case FlatKey::kRecordId:
        record_.record_id = text;
        return;
      case FlatKey::kKeywords:
        record_.keywords = ParseKeywords(text);
        return;
      case FlatKey::kLevel:
        record_.level = ParseSmall(text);
        return;
      case FlatKey::kSeverity:
        if (!record_.level) record_.level = LevelOfSeverity(text);
        return;
      case FlatKey::kTask:
        record_.task = ParseSmall(text);
        return;
      case FlatKey::kCategory:
        record_.task_text = text;
        return;
      case FlatKey::kOpcode:
        record_.opcode = ParseSmall(text);
        return;
      case FlatKey::kVersion:
        record_.version = text;
        return;
      case FlatKey::kProcessId:
        record_.process_id = text;
        return;
      case FlatKey::kThreadId:
        record_.thread_id = text;
        return;
      case FlatKey::kUserId:
        record_.user_id = text;
        return;
      case FlatKey::kActivityId:
        record_.activity_id = Guid(text);
        return;
      case FlatKey::kRelatedActivityId:
        record_.related_activity_id = Guid(text);
        return;
      case FlatKey::kMessage:
        record_.message = text;
        return;
      case FlatKey::kData:
      case FlatKey::kCollector:
      case FlatKey::kEventData:
      case FlatKey::kEventType:
        return;
    }
  }

  // Event data that a cloud table holds as JSON text.
  bool AddPacked(std::string_view text) {
    if (text.empty() || text.front() != '{') return false;
    doc::Node object;
    if (!scratch_.json.Decode(text, arena_, &object).ok()) return false;
    for (const doc::Member& member : object) AddNamed(member.key, member.value);
    return true;
  }

  // ---- Winlogbeat -----------------------------------------------------------------------------
  void ReadWinlogbeat() {
    const auto text = [&](std::string_view name) {
      return Text(FindBelow(document_, "winlog", name));
    };
    record_.provider = text("provider_name");
    record_.provider_guid = Guid(text("provider_guid"));
    record_.channel = text("channel");
    record_.computer = text("computer_name");
    record_.event_id = text("event_id");
    if (record_.event_id.empty()) record_.event_id = Text(FindBelow(document_, "event", "code"));
    record_.version = text("version");
    record_.record_id = text("record_id");
    record_.activity_id = Guid(text("activity_id"));
    record_.related_activity_id = Guid(text("related_activity_id"));
    record_.time_created = text("time_created");
    if (record_.time_created.empty()) record_.time_created = Text(document_.Find("@timestamp"));
    record_.task_text = text("task");
    record_.message = Text(document_.Find("message"));
    record_.level_text = Text(FindBelow(document_, "log", "level"));
    if (const doc::Node* winlog = document_.Find("winlog")) {
      record_.process_id = Text(winlog->FindPath("process", "pid"));
      record_.thread_id = Text(winlog->FindPath("process", "thread", "id"));
      record_.user_id = Text(winlog->FindPath("user", "identifier"));
    }
    if (const doc::Node* keywords = FindBelow(document_, "winlog", "keywords")) {
      ReadKeywordNames(*keywords);
    }
    scratch_.items.clear();
    AddBelow("event_data", "winlog.event_data.");
    record_.data = FinishItems();
    scratch_.items.clear();
    AddBelow("user_data", "winlog.user_data.");
    record_.user_data = FinishItems();
    record_.user_data_name = record_.UserData("xml_name");
  }

  void AddBelow(std::string_view name, std::string_view dotted) {
    if (const doc::Node* node = FindBelow(document_, "winlog", name)) AddChildren(*node, {});
    for (const doc::Member& member : document_) {
      if (member.key.starts_with(dotted)) AddNamed(member.key.substr(dotted.size()), member.value);
    }
  }

  void ReadKeywordNames(const doc::Node& keywords) {
    std::uint64_t mask = 0;
    const auto add = [&](std::string_view name) {
      if (AsciiEqualsIgnoreCase(name, "Audit Success")) mask |= kAuditSuccess;
      if (AsciiEqualsIgnoreCase(name, "Audit Failure")) mask |= kAuditFailure;
    };
    if (keywords.is_array()) {
      for (std::uint32_t i = 0; i < keywords.size(); ++i) add(Text(&keywords.element(i)));
    } else {
      add(Text(&keywords));
    }
    if (mask != 0) record_.keywords = mask;
  }

  // ---- Values ---------------------------------------------------------------------------------
  std::string_view Text(const doc::Node* node) {
    const doc::Node* text = TextNode(node);
    return text == nullptr ? std::string_view() : doc::TextOf(*text, arena_);
  }

  std::string_view Attribute(const doc::Node& element, std::string_view name) {
    const doc::Node* attribute = element.FindPath(kAttributes, name);
    return attribute == nullptr ? std::string_view() : doc::TextOf(*attribute, arena_);
  }

  std::string_view Guid(std::string_view text) {
    return CanonicalGuid(text, arena_).value_or(text);
  }

  std::string_view CanonicalText(std::string_view text) {
    if (const auto hex = CanonicalHex(text, arena_)) return *hex;
    if (text.size() == 38 && text[0] == '{') return Guid(text);
    // Exporters of event trees leave the braces out and write capitals.
    if (record_.shape == Shape::kEvent && IsUpperCaseGuid(text)) return Guid(text);
    if (form_ == WireForm::kEvtx) return WithLineFeeds(text);
    return text;
  }

  std::string_view WithLineFeeds(std::string_view text) {
    if (text.find('\r') == std::string_view::npos) return text;
    const std::span<char> out = arena_.AllocateArray<char>(text.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
      out[size++] = text[i] == '\r' ? '\n' : text[i];
    }
    return {out.data(), size};
  }

  void AddText(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    if (!name.empty() && name.back() >= '0' && name.back() <= '9') {
      for (const DataItem& item : scratch_.items) {
        if (IsRepeatOf(item.name, name)) {
          name = item.name;
          break;
        }
      }
    }
    scratch_.items.push_back({name, CanonicalText(text)});
  }

  // <Data> elements without a name count as param1, param2 ..., empty ones included.
  void AddUnnamed(const doc::Node& node) {
    const doc::Node* value = TextNode(&node);
    if (value == nullptr) return;
    const std::uint32_t count = value->is_array() ? value->size() : 1;
    for (std::uint32_t i = 0; i < count; ++i) {
      const doc::Node& item = value->is_array() ? value->element(i) : *value;
      const std::string_view text = Text(&item);
      scratch_.name = fmt::format("param{}", i + 1);
      if (!text.empty()) AddText(arena_.Copy(scratch_.name), text);
    }
  }

  void AddNamed(std::string_view name, const doc::Node& node) {
    const doc::Node* value = TextNode(&node);
    if (value == nullptr) {
      AddChildren(node, name);
    } else if (value->is_array()) {
      for (std::uint32_t i = 0; i < value->size(); ++i) AddNamed(name, value->element(i));
    } else {
      AddText(name, doc::TextOf(*value, arena_));
    }
  }

  // Elements within a value, under dotted names.
  void AddChildren(const doc::Node& node, std::string_view parent) {
    for (const doc::Member& member : node) {
      if (member.key == kAttributes) continue;
      if (parent.empty()) {
        AddNamed(member.key, member.value);
      } else {
        scratch_.name.assign(parent).append(".").append(member.key);
        AddNamed(arena_.Copy(scratch_.name), member.value);
      }
    }
  }

  std::span<const DataItem> FinishItems() {
    return arena_.CopyArray(std::span<const DataItem>(scratch_.items));
  }

  const doc::Node& document_;
  const WireForm form_;
  Arena& arena_;
  Scratch& scratch_;
  WindowsRecord record_;
};

WindowsReader::WindowsReader() : scratch_(std::make_unique<Scratch>()) {}
WindowsReader::~WindowsReader() = default;

WindowsRecord WindowsReader::Read(const doc::Node& document, WireForm form, Arena& arena) {
  return Reading(document, form, arena, *scratch_).Read();
}

}  // namespace tocsin::windows
