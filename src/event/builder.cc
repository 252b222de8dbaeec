#include "event/builder.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "event/any_value.h"
#include "event/conversion.h"
#include "event/ecs/dictionary.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace tocsin {
namespace {

constexpr FieldId kTimestamp = Field("@timestamp");
constexpr FieldId kCategory = Field("event.category");
constexpr FieldId kDataset = Field("event.dataset");
constexpr FieldId kOsType = Field("host.os.type");
constexpr FieldId kHostName = Field("host.name");

// What names the lane of an event, best first (streaming contract, R4.7).
constexpr std::array kLaneFields = {
    Field("host.id"),       Field("agent.id"),         kHostName, Field("winlog.computer_name"),
    Field("observer.name"), Field("cloud.account.id"),
};

}  // namespace

EventBuilder::EventBuilder(const Schema& schema, const FieldDemand& demand, EventBatch& batch)
    : schema_(schema), demand_(demand), batch_(batch), present_(schema.size()) {
  for (const FieldId field : {kTimestamp, kCategory, kDataset, kOsType}) demand_.Add(field);
  for (const FieldId field : kLaneFields) demand_.Add(field);
  const std::optional<FieldId> any = schema.Find(kAnyValueField);
  if (any && demand.Wants(*any) && !demand.wants_extras()) {
    any_value_ = any;
    demand_ = FieldDemand::All();
  }
}

void EventBuilder::Begin(std::string_view source, const EventOrigin& origin, std::string_view raw) {
  Abandon();
  event_.source = source;
  event_.origin = origin;
  event_.raw = raw;
}

void EventBuilder::Abandon() {
  event_ = Event();
  time_set_ = false;
  for (const Added& added : added_) present_.Clear(added.field.index());
  added_.clear();
  extras_.clear();
}

void EventBuilder::Push(FieldId field, const Value& value) {
  // The schema may have grown since.
  if (field.index() >= present_.size()) present_.Resize(schema_.size());
  present_.Set(field.index());
  added_.push_back({field, value});
}

void EventBuilder::Add(FieldId field, const Value& value) {
  if (value.is_null() || !demand_.Wants(field)) return;
  Value converted = value;
  if (Convert(schema_.type(field), &converted)) Push(field, converted);
}

void EventBuilder::AddNamed(std::string_view name, const Value& value) {
  // What Tocsin says of an event no record may say in its place.
  constexpr std::string_view kOurs = "tocsin.";
  if (name.starts_with(kOurs)) name = arena().Copy(std::string("record.").append(name));
  if (const std::optional<FieldId> field = schema_.Find(name)) {
    Add(*field, value);
  } else if (wants_extras() && !value.is_null()) {
    extras_.push_back({name, value});
  }
}

void EventBuilder::Set(FieldId field, const Value& value) {
  if (Has(field)) {
    std::erase_if(added_, [field](const Added& added) { return added.field == field; });
    present_.Clear(field.index());
  }
  Add(field, value);
}

std::string_view EventBuilder::Text(FieldId field) const {
  if (!Has(field)) return {};
  for (const Added& added : added_) {
    if (added.field == field && added.value.is_string()) return added.value.text();
  }
  return {};
}

bool EventBuilder::Convert(FieldType type, Value* value) {
  switch (ConvertValue(type, batch_.arena(), value)) {
    case Conversion::kDone:
      return true;
    case Conversion::kKept:
      ++conversion_faults_;
      return true;
    case Conversion::kEmpty:
      return false;
    case Conversion::kFault:
      ++conversion_faults_;
      return false;
  }
  TOCSIN_UNREACHABLE();
}

void EventBuilder::DeriveTime() {
  const auto stamp = std::find_if(added_.begin(), added_.end(), [](const Added& added) {
    return added.field == kTimestamp && added.value.kind() == ValueKind::kTime;
  });
  if (stamp == added_.end()) {
    if (time_set_) {
      Add(kTimestamp, Value::Time(event_.time.ns));
    } else {
      AddFlag(EventFlags::kTimeMissing);
    }
  } else if (!time_set_) {
    event_.time = Time{stamp->value.time_ns()};
  }
}

std::string_view EventBuilder::LaneOfFields() {
  for (const FieldId field : kLaneFields) {
    const std::string_view text = Text(field);
    if (text.empty()) continue;
    if (field != kHostName) return text;
    std::span<char> lower = batch_.arena().AllocateArray<char>(text.size());
    std::transform(text.begin(), text.end(), lower.begin(), AsciiLower);
    return {lower.data(), lower.size()};
  }
  return event_.source;
}

void EventBuilder::DeriveProperties() {
  for (const Added& added : added_) {
    if (!added.value.is_string()) continue;
    if (added.field == kCategory) event_.kinds |= KindOfCategory(added.value.text());
    if (added.field == kOsType && event_.os == OsType::kUnknown) {
      event_.os = OsTypeOf(added.value.text());
    }
  }
  if (event_.dataset.empty()) event_.dataset = Text(kDataset);
  if (event_.lane.empty()) event_.lane = LaneOfFields();
}

void EventBuilder::AddAnyValues() {
  Arena& arena = batch_.arena();
  const auto add = [&](std::string_view field, const Value& value) {
    if (!CountsAsAnyValue(field)) return;
    const std::string_view text = TextOfValue(value, arena);
    if (!text.empty()) Push(*any_value_, Value::String(text));
  };
  const std::size_t own = added_.size();
  for (std::size_t i = 0; i < own; ++i) add(schema_.name(added_[i].field), added_[i].value);
  for (const AddedExtra& extra : extras_) add(extra.name, extra.value);
}

void EventBuilder::Finish() {
  DeriveTime();
  DeriveProperties();
  if (any_value_) AddAnyValues();
  Arena& arena = batch_.arena();

  // By field, then in the order of adding: one number says both.
  order_.clear();
  for (std::size_t i = 0; i < added_.size(); ++i) {
    order_.push_back(std::uint64_t{added_[i].field.value()} << 32 | i);
  }
  std::sort(order_.begin(), order_.end());
  const std::span<Value> values = arena.AllocateArray<Value>(added_.size());
  ArenaBuilder<FieldEntry> entries(arena, added_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const Added& added = added_[static_cast<std::uint32_t>(order_[i])];
    values[i] = added.value;
    if (entries.empty() || entries.back().field != added.field) {
      entries.Add({.field = added.field, .count = 0, .values = &values[i]});
    }
    ++entries.back().count;
  }
  event_.fields = entries.Finish();

  if (extras_.size() > 1) {  // a stable sort asks for memory
    std::stable_sort(extras_.begin(), extras_.end(),
                     [](const AddedExtra& a, const AddedExtra& b) { return a.name < b.name; });
  }
  const std::span<Value> extra_values = arena.AllocateArray<Value>(extras_.size());
  ArenaBuilder<ExtraField> extras(arena, extras_.size());
  for (std::size_t i = 0; i < extras_.size(); ++i) {
    extra_values[i] = extras_[i].value;
    if (extras.empty() || extras.back().name != extras_[i].name) {
      extras.Add({.name = extras_[i].name, .values = {}});
    }
    ExtraField& extra = extras.back();
    const std::size_t count = extra.values.size() + 1;
    extra.values = extra_values.subspan(i + 1 - count, count);
  }
  event_.extras = extras.Finish();

  batch_.Append(event_);
  Abandon();
}

}  // namespace tocsin
