// Fills one event after another into a batch, converting values to the types of the dictionary.
//
// Usage: Begin, any number of Add..., then Finish (stores the event) or Abandon. Adding to a field
// twice makes a list. AddText drops empty text, because a sensor that has nothing to say leaves its
// element empty (see docs/reference/sources); Add keeps it, because in a document that is ECS
// already the empty string is a value.
// Ownership: borrows schema and batch for its whole life, copies the demand; text given to Add must
// live as long as the batch (arena or raw bytes). Threads: one per worker.
// Cost: Has and an Add that nobody wants are a bit test, any other Add a push; Finish sorts the few
// fields of the event.
#pragma once

#include "base/bitset.h"
#include "event/batch.h"
#include "event/ecs/schema.h"
#include "event/field_demand.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tocsin {

class EventBuilder {
 public:
  EventBuilder(const Schema& schema, const FieldDemand& demand, EventBatch& batch);

  const Schema& schema() const { return schema_; }
  Arena& arena() { return batch_.arena(); }
  bool Wants(FieldId field) const { return demand_.Wants(field); }
  bool wants_extras() const { return demand_.wants_extras(); }

  // Starts an event. `raw` are the record's own bytes.
  void Begin(std::string_view source, const EventOrigin& origin, std::string_view raw);

  // Adds a value after conversion to the field's type: numbers from text for numeric fields, text
  // from numbers for keyword fields, canonical addresses, instants for dates (text as ParseTime
  // reads it; numbers and digits count milliseconds since 1970, as Elasticsearch dates do). A value
  // that does not convert is counted (conversion_faults) and, for addresses, dates and booleans,
  // dropped; in a numeric field it is kept as text, where comparisons with numbers are false.
  // Does nothing for null, and when nobody wants the field.
  void Add(FieldId field, const Value& value);
  void AddText(FieldId field, std::string_view text) {
    if (!text.empty()) Add(field, Value::String(text));
  }
  // By name: resolves through the schema, else adds to the extras.
  void AddNamed(std::string_view name, const Value& value);

  // Replaces what was added to the field so far.
  void Set(FieldId field, const Value& value);
  bool Has(FieldId field) const {
    return field.index() < present_.size() && present_.Test(field.index());
  }
  // First text added so far; empty when none.
  std::string_view Text(FieldId field) const;

  // Calls `visit(FieldId, const Value&)` for every value added so far, in the order of adding.
  template <class Visit>
  void ForEachAdded(const Visit& visit) const {
    for (const Added& entry : added_) visit(entry.field, entry.value);
  }

  // Properties of the event that are not fields. SetTime also fills @timestamp if nobody did.
  void SetTime(Time time) {
    event_.time = time;
    time_set_ = true;
  }
  void SetDataset(std::string_view dataset) { event_.dataset = dataset; }
  void SetChannelDataset(std::string_view dataset) { event_.channel_dataset = dataset; }
  void SetLane(std::string_view lane) { event_.lane = lane; }
  void SetChannel(std::string_view channel, std::uint64_t sequence) {
    event_.channel = channel;
    event_.sequence = sequence;
  }
  void SetContent(std::uint64_t content) { event_.content = content; }
  void AddFlag(EventFlags flag) {
    event_.flags =
        static_cast<EventFlags>(static_cast<unsigned>(event_.flags) | static_cast<unsigned>(flag));
  }

  // Completes the event: derives kinds and os from event.category and host.os.type, the lane from
  // the host fields if none was set (streaming contract R4.7), and stores it in the batch.
  // @timestamp, event.category, event.dataset, host.os.type and the fields that name a lane are
  // always kept, wanted or not. An event without any time gets the flag kTimeMissing.
  void Finish();
  void Abandon();

  std::uint64_t conversion_faults() const { return conversion_faults_; }

 private:
  struct Added {
    FieldId field;
    Value value;
  };
  struct AddedExtra {
    std::string_view name;
    Value value;
  };

  bool Convert(FieldType type, Value* value);
  void Push(FieldId field, const Value& value);
  void DeriveTime();
  void DeriveProperties();
  void AddAnyValues();
  std::string_view LaneOfFields();

  const Schema& schema_;
  FieldDemand demand_;                // with the fields that are always kept
  std::optional<FieldId> any_value_;  // event/any_value.h, if demanded
  EventBatch& batch_;
  Event event_;
  bool time_set_ = false;
  std::vector<Added> added_;
  std::vector<AddedExtra> extras_;
  Bitset present_;                    // the fields in added_
  std::vector<std::uint64_t> order_;  // scratch memory of Finish
  std::uint64_t conversion_faults_ = 0;
};

}  // namespace tocsin
