#include "engine/correlate/absence.h"

#include "engine/correlate/span_between.h"

#include <algorithm>

namespace tocsin::correlate {

Absence::Absence(const plan::SequencePlan& plan, std::int64_t maxspan_ns)
    : maxspan_ns_(maxspan_ns) {
  for (std::uint32_t i = 0; i < plan.stages.size(); ++i) {
    if (!plan.stages[i].missing) {
      ++positives_;
      continue;
    }
    stages_.emplace_back();
    stages_.back().position = i;
    stages_.back().positives_before = positives_;
  }
  for (const Stage& stage : stages_) {
    if (stage.positives_before == 0) has_leading_ = true;
    if (stage.positives_before == positives_) has_trailing_ = true;
  }
}

std::size_t Absence::live_keys() const {
  std::size_t keys = 0;
  for (const Stage& stage : stages_) keys += stage.forbidden.size();
  return keys;
}

std::uint64_t Absence::Note(std::uint32_t position, const KeyHash& key, Time time, LaneId lane,
                            Time needed_from) {
  const auto stage = std::find_if(stages_.begin(), stages_.end(),
                                  [&](const Stage& s) { return s.position == position; });
  Forbidden& forbidden = stage->forbidden.Touch(key);
  forbidden.lane = lane;
  std::vector<Time>& times = forbidden.times;
  const auto place = std::lower_bound(times.begin(), times.end(), time);
  if (place == times.end() || *place != time) times.insert(place, time);
  // Half of them at once, so that each is moved only a few times.
  const auto half = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  const auto is_useless = [&](Time t) { return t < needed_from; };
  const bool useless = half != times.begin() && is_useless(*std::prev(half));
  if (!useless && times.size() <= kTimesMax) return 0;
  const auto gone = std::count_if(times.begin(), half, [&](Time t) { return !is_useless(t); });
  times.erase(times.begin(), half);
  return static_cast<std::uint64_t>(gone);
}

Absence::Verdict Absence::DecideAtEnd(const KeyHash& key, std::span<const Time> times) const {
  Verdict verdict;
  const Time first = times.front();
  const Time last = times.back();
  for (const Stage& stage : stages_) {
    const Forbidden* of_key = stage.forbidden.Find(key);
    if (of_key == nullptr) continue;
    const std::vector<Time>* forbidden = &of_key->times;
    if (stage.positives_before == 0) {
      const auto after = std::lower_bound(forbidden->begin(), forbidden->end(), first);
      if (after == forbidden->begin()) continue;
      const Time latest = *std::prev(after);
      if (SpanBetween(latest, last) > maxspan_ns_) continue;
      if (!verdict.leading || *verdict.leading < latest) verdict.leading = latest;
    } else if (stage.positives_before < positives_) {
      const Time before = times[stage.positives_before - 1];
      const auto inside = std::upper_bound(forbidden->begin(), forbidden->end(), before);
      if (inside != forbidden->end() && *inside < times[stage.positives_before]) {
        verdict.rejected = true;
      }
    }
  }
  if (has_leading_ && !has_trailing_ && verdict.leading) verdict.rejected = true;
  return verdict;
}

bool Absence::TrailingRejects(const KeyHash& key, Time first, Time last,
                              std::optional<Time> leading) const {
  std::optional<Time> earliest;
  for (const Stage& stage : stages_) {
    if (stage.positives_before != positives_) continue;
    const Forbidden* of_key = stage.forbidden.Find(key);
    if (of_key == nullptr) continue;
    const std::vector<Time>* forbidden = &of_key->times;
    const auto after = std::upper_bound(forbidden->begin(), forbidden->end(), last);
    if (after == forbidden->end() || SpanBetween(first, *after) > maxspan_ns_) continue;
    if (!earliest || *after < *earliest) earliest = *after;
  }
  if (!earliest) return false;
  if (!has_leading_) return true;
  return leading && SpanBetween(*leading, *earliest) <= maxspan_ns_;
}

void Absence::Expire(const LaneTimes& lanes) {
  const auto is_dead = [&](const Forbidden& forbidden) {
    return SpanBetween(forbidden.times.back(), lanes.Of(forbidden.lane)) > maxspan_ns_;
  };
  for (Stage& stage : stages_) stage.forbidden.Expire(is_dead);
}

std::uint64_t Absence::Shed(std::uint64_t keys_max) {
  std::uint64_t dropped = 0;
  for (Stage& stage : stages_) {
    for (; stage.forbidden.size() > keys_max; ++dropped) stage.forbidden.EraseOldest();
  }
  return dropped;
}

}  // namespace tocsin::correlate
