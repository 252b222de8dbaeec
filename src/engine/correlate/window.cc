#include "engine/correlate/window.h"

#include "base/check.h"

#include <utility>

namespace tocsin::correlate {

using plan::Aggregation;

std::uint64_t Window::Add(Entry entry, std::size_t samples_max) {
  std::uint64_t dropped = 0;
  if (entry.sample != nullptr && samples_.size() >= samples_max) entry.sample = nullptr;
  if (entry.sample != nullptr) samples_.emplace(Place{entry.time, entry.ordinal}, entry.sample);
  if (entry.match == SourceMatch::kEquivalent) ++equivalents_;
  if (entry.leads) ++led_[entry.queries];
  ++uncounted_;
  switch (aggregation_) {
    case Aggregation::kCount:
      break;
    case Aggregation::kCardinality:
      dropped += std::erase_if(entry.distinct, [this](const std::string& tuple) {
        if (distinct_.size() >= kTuplesMax && !distinct_.contains(tuple)) return true;
        ++distinct_[tuple];
        return false;
      });
      break;
    case Aggregation::kSum:
      for (const double number : entry.numbers) sum_ += number;
      break;
    case Aggregation::kMax:
      numbers_.insert(entry.numbers.begin(), entry.numbers.end());
      break;
  }
  auto place = entries_.end();
  while (place != entries_.begin() && entry.time < std::prev(place)->time) --place;
  entries_.insert(place, std::move(entry));
  for (; entries_.size() > kEntriesMax; ++dropped) PopOldest();
  return dropped;
}

void Window::Evict(Time first) {
  while (!entries_.empty() && entries_.front().time < first) PopOldest();
}

void Window::Clear() {
  while (!entries_.empty()) PopOldest();
}

void Window::PopOldest() {
  Leave(entries_.front());
  entries_.pop_front();
  if (entries_.empty()) sum_ = 0;  // no residue of rounding
}

void Window::Leave(const Entry& entry) {
  if (entry.sample != nullptr) samples_.erase({entry.time, entry.ordinal});
  if (entry.match == SourceMatch::kEquivalent) --equivalents_;
  if (entry.leads) {
    const auto it = led_.find(entry.queries);
    if (--it->second == 0) led_.erase(it);
  }
  if (!entry.counted) --uncounted_;
  switch (aggregation_) {
    case Aggregation::kCount:
      break;
    case Aggregation::kCardinality:
      for (const std::string& tuple : entry.distinct) {
        const auto it = distinct_.find(tuple);
        if (--it->second == 0) distinct_.erase(it);
      }
      break;
    case Aggregation::kSum:
      for (const double number : entry.numbers) sum_ -= number;
      break;
    case Aggregation::kMax:
      for (const double number : entry.numbers) numbers_.erase(numbers_.find(number));
      break;
  }
}

double Window::Value() const {
  switch (aggregation_) {
    case Aggregation::kCount:
      return static_cast<double>(entries_.size());
    case Aggregation::kCardinality:
      return static_cast<double>(distinct_.size());
    case Aggregation::kSum:
      return static_cast<double>(sum_);
    case Aggregation::kMax:
      return numbers_.empty() ? 0 : *numbers_.rbegin();
  }
  TOCSIN_UNREACHABLE();
}

std::optional<Time> Window::newest() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.back().time;
}

void Window::ForgetCounted() {
  for (Entry& entry : entries_) entry.counted = false;
  uncounted_ = entries_.size();
}

}  // namespace tocsin::correlate
