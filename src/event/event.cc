#include "event/event.h"

#include <algorithm>
#include <tuple>

namespace tocsin {

std::span<const Value> Event::Find(FieldId field) const {
  const auto found =
      std::lower_bound(fields.begin(), fields.end(), field,
                       [](const FieldEntry& entry, FieldId id) { return entry.field < id; });
  if (found == fields.end() || found->field != field) return {};
  return found->list();
}

std::string_view Event::FirstText(FieldId field) const {
  const std::span<const Value> values = Find(field);
  return !values.empty() && values.front().is_string() ? values.front().text() : std::string_view();
}

bool StandsBefore(const EventOrigin& a, const EventOrigin& b) {
  return std::tie(a.input, a.offset, a.part) < std::tie(b.input, b.offset, b.part);
}

}  // namespace tocsin
