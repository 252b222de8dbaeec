#include "engine/match/number_set.h"

#include <algorithm>

namespace tocsin::match {

void NumberSet::AddPoint(const Value& number, AtomId atom) { points_.emplace_back(number, atom); }

void NumberSet::AddRange(const Bound& low, const Bound& high, AtomId atom) {
  ranges_.push_back({low, high, atom});
}

void NumberSet::Build() {
  std::sort(points_.begin(), points_.end(), [](const auto& a, const auto& b) {
    const int order = CompareValues(a.first, b.first);
    return order != 0 ? order < 0 : a.second < b.second;
  });
}

void NumberSet::Find(const Value& value, std::vector<AtomId>* out) const {
  const auto first = std::lower_bound(
      points_.begin(), points_.end(), value,
      [](const auto& point, const Value& v) { return CompareValues(point.first, v) < 0; });
  for (auto it = first; it != points_.end() && CompareValues(it->first, value) == 0; ++it) {
    out->push_back(it->second);
  }
  for (const Range& range : ranges_) {
    if (!range.low.value.is_null()) {
      const int order = CompareValues(value, range.low.value);
      if (order < 0 || (order == 0 && !range.low.inclusive)) continue;
    }
    if (!range.high.value.is_null()) {
      const int order = CompareValues(value, range.high.value);
      if (order > 0 || (order == 0 && !range.high.inclusive)) continue;
    }
    out->push_back(range.atom);
  }
}

}  // namespace tocsin::match
