#include "telemetry/sources/windows/windows_record.h"

#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/flat_key.h"
#include "telemetry/sources/windows/flat_reader.h"
#include "telemetry/sources/windows/record_text.h"
#include "telemetry/sources/windows/winlogbeat_reader.h"

namespace tocsin::windows {
namespace {

std::string_view DataOf(std::span<const DataItem> items, std::string_view name) {
  for (const DataItem& item : items) {
    if (item.name == name) return item.text;
  }
  return {};
}

constexpr std::string_view kDottedChannel = "winlog.channel";

// The members without which no record has any of the shapes.
struct Marks {
  const doc::Node* event = nullptr;
  const doc::Node* winlog = nullptr;
  bool event_id = false;
  bool dotted_channel = false;
};

// Looks once at each member: records of every sensor come through here, several times each.
Marks MarksOf(const doc::Node& document) {
  Marks marks;
  for (const doc::Member& member : document) {
    const std::string_view key = member.key;
    switch (key.size()) {
      case std::string_view("Event").size():
        if (marks.event == nullptr && key == "Event") marks.event = &member.value;
        break;
      case std::string_view("winlog").size():
        if (marks.winlog == nullptr && key == "winlog") marks.winlog = &member.value;
        break;
      case std::string_view("EventID").size():
        marks.event_id = marks.event_id || key == "EventID";
        break;
      case kDottedChannel.size():
        marks.dotted_channel = marks.dotted_channel || key == kDottedChannel;
        break;
      default:
        break;
    }
  }
  return marks;
}

}  // namespace

std::string_view WindowsRecord::Data(std::string_view name) const { return DataOf(data, name); }

std::string_view WindowsRecord::UserData(std::string_view name) const {
  return DataOf(user_data, name);
}

Shape ShapeOf(const doc::Node& document) {
  const Marks marks = MarksOf(document);
  if (marks.event != nullptr) {
    if (const doc::Node* system = marks.event->Find("System")) {
      return system->is_object() ? Shape::kEvent : Shape::kNone;
    }
  }
  if (marks.winlog != nullptr && marks.winlog->is_object()) return Shape::kWinlogbeat;
  if (!marks.event_id) return marks.dotted_channel ? Shape::kWinlogbeat : Shape::kNone;
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
        if (member.key == kDottedChannel) return Shape::kWinlogbeat;
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
  return StringOf(channel);
}

namespace {

// An event tree.
class TreeReading {
 public:
  TreeReading(const ItemForm& form, DataItems& items, Arena& arena, WindowsRecord& record)
      : form_(form), items_(items), arena_(arena), record_(record) {}

  void ReadEvent(const doc::Node& event) {
    for (const doc::Member& member : event) {
      if (member.key == "System") {
        ReadSystem(member.value);
      } else if (member.key == "EventData") {
        items_.Start(form_, arena_);
        items_.AddEventData(member.value);
        record_.data = items_.Finish();
      } else if (member.key == "UserData") {
        ReadUserData(member.value);
      } else if (member.key == "RenderingInfo") {
        record_.forwarded = true;
        record_.message = Text(member.value.Find("Message"));
        record_.level_text = Text(member.value.Find("Level"));
        record_.task_text = Text(member.value.Find("Task"));
      }
    }
  }

 private:
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

  void ReadUserData(const doc::Node& node) {
    items_.Start(form_, arena_);
    for (const doc::Member& member : node) {
      if (member.key == kAttributesKey) continue;
      if (record_.user_data_name.empty()) record_.user_data_name = member.key;
      items_.AddChildren(member.value, {});
    }
    record_.user_data = items_.Finish();
  }

  std::string_view Text(const doc::Node* element) { return ElementText(element, arena_); }
  std::string_view Attribute(const doc::Node& element, std::string_view name) {
    return AttributeText(element, name, arena_);
  }
  std::string_view Guid(std::string_view text) {
    return CanonicalGuid(text, arena_).value_or(text);
  }

  const ItemForm form_;
  DataItems& items_;
  Arena& arena_;
  WindowsRecord& record_;
};

}  // namespace

struct WindowsReader::Scratch {
  DataItems items;
  FlatReader flat;
};

WindowsReader::WindowsReader() : scratch_(std::make_unique<Scratch>()) {}
WindowsReader::~WindowsReader() = default;

WindowsRecord WindowsReader::Read(const doc::Node& document, WireForm form, Arena& arena) {
  WindowsRecord record;
  record.shape = ShapeOf(document);
  ItemForm items{.binary_xml = form == WireForm::kEvtx};
  switch (record.shape) {
    case Shape::kNone:
      break;
    case Shape::kEvent:
      items.bare_guids = true;
      TreeReading(items, scratch_->items, arena, record).ReadEvent(*document.Find("Event"));
      break;
    case Shape::kFlat:
      scratch_->items.Start(items, arena);
      scratch_->flat.Read(document, scratch_->items, arena, &record);
      break;
    case Shape::kWinlogbeat:
      ReadWinlogbeat(document, items, scratch_->items, arena, &record);
      break;
  }
  record.code = ParseSmall(record.event_id).value_or(0);
  return record;
}

}  // namespace tocsin::windows
