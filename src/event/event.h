// An event: one thing that happened, in ECS shape, as a sparse sorted list of fields.
//
// Field names are flat dotted paths; nesting of the original does not matter ({"a":{"b":1}} and
// {"a.b":1} are the same event). Each field has one or more values. Names that no dictionary and
// no rule knows stand under `extras`, so nothing that a sensor sent is out of reach.
//
// Ownership: an Event is a view into its EventBatch (or RetainedEvent) and dies with it.
// Threads: immutable after EventBuilder::Finish. Cost: Find is a binary search.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "event/dataset.h"
#include "event/ecs/field.h"
#include "event/value.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin {

struct FieldEntry {
  FieldId field;
  std::uint32_t count = 0;  // at least 1
  const Value* values = nullptr;

  std::span<const Value> list() const { return {values, count}; }
};

// A field outside the schema, by its own name.
struct ExtraField {
  std::string_view name;
  std::span<const Value> values;
};

// Also declared in telemetry/inputs/input.h; the same type.
using InputId = Id<struct InputIdTag>;

// Where the record stands: enough to find it again and to order the whole run.
struct EventOrigin {
  InputId input;
  std::uint64_t offset = 0;  // position of the record in the unpacked input, unique within it
  std::uint64_t number = 0;  // what a person would call it: line or record ordinal, EventRecordID
  std::uint32_t part = 0;    // for records that become several events
};

enum class EventFlags : std::uint8_t {
  kNone = 0,
  kTimeMissing = 1,    // no usable time in the record
  kUnknownSource = 2,  // no source recognised the record; its fields are taken as they are
};

constexpr bool HasFlag(EventFlags flags, EventFlags flag) {
  return (static_cast<unsigned>(flags) & static_cast<unsigned>(flag)) != 0;
}

inline constexpr std::uint64_t kNoSequence = UINT64_MAX;

struct Event {
  std::span<const FieldEntry> fields;  // ascending by field id
  std::span<const ExtraField> extras;
  Time time;
  std::string_view source;               // the sensor, as in telemetry/all_sources
  std::string_view dataset;              // event.dataset, which decides index membership
  std::string_view channel_dataset;      // of forwarded records: their first channel's (dataset.h)
  std::string_view lane;                 // key of the host (or account) that it belongs to
  std::string_view channel;              // within which `sequence` counts
  std::uint64_t sequence = kNoSequence;  // the source's own number (EventRecordID ...)
  KindSet kinds;                         // from event.category
  OsType os = OsType::kUnknown;          // from host.os.type
  EventFlags flags = EventFlags::kNone;
  EventOrigin origin;
  std::string_view raw;  // the record's own bytes
  // A hash of what the record says, where it may be written down in different bytes (two exports of
  // a Windows event log store one record differently); 0: what it says is `raw`.
  std::uint64_t content = 0;

  // The values of a field; empty when it is missing.
  std::span<const Value> Find(FieldId field) const;
  // The first value as text; empty when missing or not text.
  std::string_view FirstText(FieldId field) const;
};

// Order of a whole run within equal times: same channel by its own sequence number, else by
// position. See `SortRun` in engine/correlate.
bool StandsBefore(const EventOrigin& a, const EventOrigin& b);

}  // namespace tocsin
