#include "engine/correlate/absence.h"

#include "engine/correlate/span_between.h"

#include <algorithm>

namespace tocsin::correlate {

Absence::Absence(const plan::SequencePlan& plan)
    : maxspan_ns_(plan.maxspan_ns.value_or(INT64_MAX)) {
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
  for (const Stage& stage : stages_) keys += stage.times.size();
  return keys;
}

void Absence::Note(std::uint32_t position, std::string_view key, Time time) {
  const auto stage = std::find_if(stages_.begin(), stages_.end(),
                                  [&](const Stage& s) { return s.position == position; });
  std::vector<Time>& times = stage->times.Touch(key);
  const auto place = std::lower_bound(times.begin(), times.end(), time);
  if (place == times.end() || *place != time) times.insert(place, time);
  const auto useless = [&](Time t) { return SpanBetween(t, frontier_) > maxspan_ns_; };
  if (times.size() > 1 && useless(times.front())) std::erase_if(times, useless);
}

Absence::Verdict Absence::DecideAtEnd(std::string_view key, std::span<const Time> times) const {
  Verdict verdict;
  const Time first = times.front();
  const Time last = times.back();
  for (const Stage& stage : stages_) {
    const std::vector<Time>* forbidden = stage.times.Find(key);
    if (forbidden == nullptr) continue;
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

bool Absence::TrailingRejects(std::string_view key, Time first, Time last,
                              std::optional<Time> leading) const {
  std::optional<Time> earliest;
  for (const Stage& stage : stages_) {
    if (stage.positives_before != positives_) continue;
    const std::vector<Time>* forbidden = stage.times.Find(key);
    if (forbidden == nullptr) continue;
    const auto after = std::upper_bound(forbidden->begin(), forbidden->end(), last);
    if (after == forbidden->end() || SpanBetween(first, *after) > maxspan_ns_) continue;
    if (!earliest || *after < *earliest) earliest = *after;
  }
  if (!earliest) return false;
  if (!has_leading_) return true;
  return leading && SpanBetween(*leading, *earliest) <= maxspan_ns_;
}

void Absence::Expire(Time frontier) {
  frontier_ = std::max(frontier_, frontier);
  for (Stage& stage : stages_) {
    while (!stage.times.empty() &&
           SpanBetween(stage.times.oldest().state.back(), frontier_) > maxspan_ns_) {
      stage.times.EraseOldest();
    }
  }
}

std::uint64_t Absence::Shed(std::uint64_t keys_max) {
  std::uint64_t dropped = 0;
  for (Stage& stage : stages_) {
    for (; stage.times.size() > keys_max; ++dropped) stage.times.EraseOldest();
  }
  return dropped;
}

}  // namespace tocsin::correlate
