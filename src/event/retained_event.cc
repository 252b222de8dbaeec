#include "event/retained_event.h"

#include "base/check.h"

#include <array>
#include <cstring>
#include <span>

namespace tocsin {
namespace {

// The texts of an event beside its fields.
template <class EventT>
auto Views(EventT& event) {
  return std::array{&event.source, &event.dataset, &event.channel_dataset,
                    &event.lane,   &event.channel, &event.raw};
}

// Bytes of everything that an event shows, then the copying of it into one block of that size.
// Both walk the event in the same way; arrays come first so that text needs no alignment.
class Copier {
 public:
  explicit Copier(const Event& event) {
    arrays_ = event.fields.size_bytes() + event.extras.size_bytes();
    for (const FieldEntry& entry : event.fields) Measure(entry.list());
    for (const ExtraField& extra : event.extras) {
      Measure(extra.values);
      text_ += extra.name.size();
    }
    for (const std::string_view* view : Views(event)) text_ += view->size();
  }

  std::size_t bytes() const { return arrays_ + text_; }

  // `memory` has bytes() bytes, aligned for arrays.
  void CopyTo(char* memory, const Event& from, Event* to) {
    next_array_ = memory;
    next_text_ = memory + arrays_;
    *to = from;
    to->fields = Copy(from.fields);
    const std::span<ExtraField> extras = Place(from.extras);
    for (ExtraField& extra : extras) {
      extra.name = Copy(extra.name);
      extra.values = Copy(extra.values);
    }
    to->extras = extras;
    for (std::string_view* view : Views(*to)) *view = Copy(*view);
    TOCSIN_DCHECK(next_array_ == memory + arrays_ && next_text_ == memory + bytes());
  }

 private:
  void Measure(std::span<const Value> values) {
    arrays_ += values.size_bytes();
    for (const Value& value : values) {
      if (value.is_string()) text_ += value.text().size();
      if (value.kind() != ValueKind::kObject) continue;
      arrays_ += value.object_size() * sizeof(FieldEntry);
      for (const FieldEntry& member : Members(value)) Measure(member.list());
    }
  }

  static std::span<const FieldEntry> Members(const Value& object) {
    return {object.object_fields(), object.object_size()};
  }

  template <class T>
  std::span<T> Place(std::span<const T> values) {
    if (values.empty()) return {};
    auto* const place = reinterpret_cast<T*>(next_array_);
    std::memcpy(static_cast<void*>(place), values.data(), values.size_bytes());
    next_array_ += values.size_bytes();
    return {place, values.size()};
  }

  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* const place = next_text_;
    std::memcpy(place, text.data(), text.size());
    next_text_ += text.size();
    return {place, text.size()};
  }

  std::span<const FieldEntry> Copy(std::span<const FieldEntry> entries) {
    const std::span<FieldEntry> copy = Place(entries);
    for (FieldEntry& entry : copy) entry.values = Copy(entry.list()).data();
    return copy;
  }

  std::span<const Value> Copy(std::span<const Value> values) {
    const std::span<Value> copy = Place(values);
    for (Value& value : copy) {
      if (value.is_string()) value = Value::String(Copy(value.text()));
      if (value.kind() == ValueKind::kObject) {
        value = Value::Object(Copy(Members(value)).data(), value.object_size());
      }
    }
    return copy;
  }

  std::size_t arrays_ = 0;
  std::size_t text_ = 0;
  char* next_array_ = nullptr;
  char* next_text_ = nullptr;
};

static_assert(alignof(Value) == 8 && sizeof(Value) % 8 == 0 && sizeof(FieldEntry) % 8 == 0 &&
                  sizeof(ExtraField) % 8 == 0,
              "arrays follow each other without padding");

}  // namespace

std::shared_ptr<const RetainedEvent> RetainedEvent::RetainCopy(const Event& event) {
  Copier copier(event);
  const std::shared_ptr<RetainedEvent> retained(new RetainedEvent());
  retained->bytes_ = copier.bytes();
  retained->memory_ = std::unique_ptr<char[]>(new char[copier.bytes()]);
  copier.CopyTo(retained->memory_.get(), event, &retained->event_);
  return retained;
}

}  // namespace tocsin
