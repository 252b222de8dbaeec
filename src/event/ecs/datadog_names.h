// What the dictionary calls the names of Datadog logs: reserved names (`host`), attributes
// (`@evt.id`) and tags (`env`). Searches, group keys and message templates share this table.
//
// An attribute is looked for under every field listed for it and under its own name, since records
// that no source recognises keep the names that they came with. A group key needs one field: the
// first. Names are case-sensitive.
//
// Facts: Datadog documentation, log attributes and standard attributes; tests of the Datadog Agent
// for Windows events (shape of `Event`); ECS. The choice of fields is ours: docs/reference/datadog.
// Pure. Cost: a scan of a small table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::datadog {

// Reserved names, each with the field that keys are made of.
inline constexpr std::string_view kHostField = "host.name";
inline constexpr std::string_view kHostAsWritten = "winlog.computer_name";
inline constexpr std::string_view kServiceField = "event.provider";
inline constexpr std::string_view kSourceField = "event.module";
inline constexpr std::string_view kStatusField = "log.level";
inline constexpr std::string_view kMessageField = "message";
inline constexpr std::string_view kTraceField = "trace.id";
inline constexpr std::string_view kTagsField = "tags";
// A tag key:value stands under this prefix and the key.
inline constexpr std::string_view kTagPrefix = "labels.";

// Every Windows event has this field, whatever it was shipped with; and `source` of all of them is
// one constant.
inline constexpr std::string_view kWindowsField = "winlog.channel";
inline constexpr std::string_view kWindowsSource = "windows.events";

// Numbers and masks that the dictionary keeps as words.
inline constexpr std::string_view kSystemLevel = "Event.System.Level";
inline constexpr std::string_view kSystemKeywords = "Event.System.Keywords";
inline constexpr std::string_view kKeywordsField = "winlog.keywords";

// The field that a key without `@` means. Empty for names that are not reserved: those are tags.
std::string_view FieldOfReserved(std::string_view name);

// Attributes that have fields of their own, in the order of their names; of several rows for one
// attribute the first is the field of keys.
struct AttributeRow {
  std::string_view attribute;
  std::string_view field;
};
std::span<const AttributeRow> AttributeRows();

// The fields of an attribute, written without `@`; the last is the name itself.
std::vector<std::string> FieldsOfAttribute(std::string_view attribute);

// The one field of a group key, a distinct field or a metric: "@usr.id", "host", "env".
std::string FieldOfKey(std::string_view key);

// "information" -> "info": the words that log.level uses for Windows levels and their Datadog
// status. Empty for other words.
struct LevelStatus {
  std::string_view level;
  std::string_view status;
};
std::vector<LevelStatus> LevelStatuses();

// The keywords of a mask written as Windows prints it; only success and failure of an audit.
std::string_view KeywordOfMask(std::string_view mask);
// The word of log.level for a level number of Windows; empty for others.
std::string_view LevelOfNumber(std::string_view number);

}  // namespace tocsin::datadog
