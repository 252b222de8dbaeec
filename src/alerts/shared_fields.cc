#include "alerts/shared_fields.h"

#include "base/check.h"

#include <algorithm>

namespace tocsin {
namespace {

bool Contains(std::span<const Value> list, const Value& value) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Value& other) { return SameValue(value, other); });
}

}  // namespace

SharedFields::SharedFields(std::span<const EventPtr> events) {
  TOCSIN_CHECK(!events.empty(), "a sequence has events");
  const Event& first = events.front()->event();
  for (const FieldEntry& entry : first.fields) {
    std::vector<Value> common;
    for (const Value& value : entry.list()) {
      const bool everywhere = std::all_of(events.begin() + 1, events.end(), [&](const EventPtr& e) {
        return Contains(e->event().Find(entry.field), value);
      });
      if (everywhere) common.push_back(value);
    }
    if (common.empty()) continue;
    lists_.push_back(std::move(common));
    fields_.push_back(
        {entry.field, static_cast<std::uint32_t>(lists_.back().size()), lists_.back().data()});
  }
  event_ = first;
  event_.fields = fields_;
  event_.extras = {};
}

}  // namespace tocsin
