// What all Windows sources have in common: from a WindowsRecord to the fields that every Windows
// event gets, its class, and the field map of the source.
//
// Ownership: borrows the tables. Threads: one per worker; keeps look-up caches only.
#pragma once

#include "base/hash.h"
#include "event/builder.h"
#include "telemetry/sources/field_map.h"
#include "telemetry/sources/machine.h"
#include "telemetry/sources/source.h"
#include "telemetry/sources/windows/windows_record.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::windows {

// event.category, event.type and event.action of one kind of record; empty texts end a list.
struct EventClass {
  std::uint16_t code;
  std::array<std::string_view, 2> categories = {};
  std::array<std::string_view, 3> types = {};
  std::string_view action = {};
};

// How one source uses the mapper.
struct SourceTraits {
  std::string_view module;                   // event.module
  std::span<const EventClass> classes = {};  // ascending by code
  std::span<const FieldRow> rows = {};
  std::string_view time_item = {};  // event data with a better time than TimeCreated
  bool dash_is_nothing = false;     // also in winlog.event_data
};

class WindowsMapper {
 public:
  explicit WindowsMapper(const SourceTraits& traits);

  WindowsRecord Read(const SourceRecord& record, EventBuilder& event) {
    return reader_.Read(record.document, record.form, event.arena());
  }
  // All of it. Fields that a shipped document has already are kept.
  void Map(const SourceRecord& source, const WindowsRecord& record, EventBuilder& event);

 private:
  void AddEventData(const WindowsRecord& record, EventBuilder& event);
  void AddRecordFields(const WindowsRecord& record, EventBuilder& event);
  void AddDataset(const SourceRecord& source, const WindowsRecord& record, EventBuilder& event);
  void AddHost(const WindowsRecord& record, EventBuilder& event);
  void AddClass(const WindowsRecord& record, EventBuilder& event);
  void AddRows(const SourceRecord& source, const WindowsRecord& record, EventBuilder& event);
  void AddTime(const WindowsRecord& record, EventBuilder& event);
  void AddMessage(const WindowsRecord& record, EventBuilder& event);

  const EventClass* ClassOf(std::uint32_t code) const;
  std::string_view DatasetOf(std::string_view channel, Arena& arena);
  // Fields below one object, by the rest of their names.
  struct Names {
    std::string_view prefix;
    std::unordered_map<std::string, FieldId, TextHash, TextEqual> ids;  // kNone: not in the schema
  };
  void AddBelow(Names& names, std::string_view name, std::string_view text, EventBuilder& event);

  SourceTraits traits_;
  WindowsReader reader_;
  FieldMap fields_;
  Machines machines_;
  std::unordered_map<std::string, std::string, TextHash, TextEqual> datasets_;
  Names event_data_{"winlog.event_data.", {}};
  Names user_data_{"winlog.user_data.", {}};
  std::string text_;
  std::vector<Value> values_;
};

// What the mapper fills of every Windows event without a row for it, and `own`: the other_fields of
// a source. Below winlog.event_data and winlog.user_data stand the record's own names besides.
std::vector<FieldId> WithCommonFields(std::initializer_list<FieldId> own);

}  // namespace tocsin::windows
