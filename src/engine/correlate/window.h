// Window: the events of one query and group within a sliding span of event time, and their
// aggregate, kept up to date as events enter and leave.
//
// Ownership: owns its entries. Threads: one. Cost: O(1) for counts and sums, O(log n) for maxima
// and distinct tuples. Memory: bounded by kEntriesMax, beyond which the oldest entries go, and by
// kTuplesMax, beyond which new tuples are not counted; a few entries carry the event as a sample,
// the others only what the aggregate needs.
#pragma once

#include "engine/correlate/correlator.h"
#include "plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::correlate {

class Window {
 public:
  static constexpr std::size_t kEntriesMax = 100'000;
  static constexpr std::size_t kTuplesMax = 100'000;  // different ones

  struct Entry {
    Time time;
    std::uint64_t ordinal = 0;
    SourceMatch match = SourceMatch::kNamed;
    EventPtr sample;                    // may be none
    std::vector<double> numbers;        // kSum, kMax: of the metric
    std::vector<std::string> distinct;  // kCardinality: tuples
    bool counted = false;               // in the signal that is open now
    // The queries whose windows the event is in, by bit; the first of them leads. Of queries from
    // the 64th on nothing is known.
    std::uint64_t queries = 1;
    bool leads = true;
  };
  using Place = std::pair<Time, std::uint64_t>;  // time, ordinal

  explicit Window(plan::Aggregation aggregation = plan::Aggregation::kCount)
      : aggregation_(aggregation) {}

  // In order of time, then of arrival. Drops the sample if `samples_max` entries have one. Returns
  // how many of the oldest entries and of the new tuples had to go.
  std::uint64_t Add(Entry entry, std::size_t samples_max);
  // Drops entries before `first`.
  void Evict(Time first);
  void Clear();

  // 0 for an empty window.
  double Value() const;
  bool empty() const { return entries_.empty(); }
  std::optional<Time> newest() const;

  const std::deque<Entry>& entries() const { return entries_; }
  bool has_equivalent() const { return equivalents_ > 0; }
  const std::map<Place, EventPtr>& samples() const { return samples_; }
  // Number of the entries that lead, by their queries.
  const std::map<std::uint64_t, std::uint64_t>& led() const { return led_; }
  // Calls visit(Entry&) for entries that are not counted, from the newest, and marks them.
  template <class Visit>
  void TakeUncounted(const Visit& visit) {
    for (auto it = entries_.rbegin(); it != entries_.rend() && uncounted_ > 0; ++it) {
      if (it->counted) continue;
      it->counted = true;
      --uncounted_;
      visit(*it);
    }
  }
  // A new signal begins: nothing is counted.
  void ForgetCounted();

 private:
  void Leave(const Entry& entry);
  void PopOldest();

  plan::Aggregation aggregation_;
  std::deque<Entry> entries_;
  std::map<Place, EventPtr> samples_;
  std::map<std::uint64_t, std::uint64_t> led_;
  std::size_t equivalents_ = 0;
  std::size_t uncounted_ = 0;
  long double sum_ = 0;                            // whole numbers stay exact up to 2^64
  std::multiset<double> numbers_;                  // kMax
  std::map<std::string, std::uint64_t> distinct_;  // times present
};

}  // namespace tocsin::correlate
