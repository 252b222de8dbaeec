// Absence: the missing stages (`![ ]`) of a sequence. Remembers when forbidden events happened and
// decides whether a candidate stands (docs/internals/semantics.md, missing events).
//
// Let F and L be the times of a candidate's first and last event. A forbidden event
//   between two positive stages rejects it if it is strictly between their events;
//   before them (leading) rejects it if before F and no more than maxspan before L;
//   after them (trailing) rejects it if after L and no more than maxspan after F.
// With leading and trailing stages both, only a pair that is at most maxspan apart rejects: else
// some span of that length around the candidate is free.
//
// Ownership: owns the times. Threads: one. Memory: for each key the distinct times of forbidden
// events of the last maxspan before its lane's time, at most kTimesMax of them; bounded in keys.
#pragma once

#include "base/time.h"
#include "engine/correlate/key_table.h"
#include "engine/correlate/lane_times.h"
#include "plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tocsin::correlate {

class Absence {
 public:
  // Of one key and stage; beyond it the oldest time goes, and is counted.
  static constexpr std::size_t kTimesMax = 100'000;

  // `maxspan_ns`: INT64_MAX for none.
  Absence(const plan::SequencePlan& plan, std::int64_t maxspan_ns);

  bool empty() const { return stages_.empty(); }
  bool has_trailing() const { return has_trailing_; }
  std::size_t live_keys() const;

  // A forbidden event of missing stage `stage` (position in the plan). No candidate will ask for
  // times before `needed_from`. Returns how many times had to go that could still matter.
  std::uint64_t Note(std::uint32_t stage, const KeyHash& key, Time time, LaneId lane,
                     Time needed_from);

  // What is known when the last positive event has come.
  struct Verdict {
    bool rejected = false;
    std::optional<Time> leading;  // latest forbidden event before the candidate
  };
  // `times`: of the positive stages, in order.
  Verdict DecideAtEnd(const KeyHash& key, std::span<const Time> times) const;
  // To be asked once the lane has passed first + maxspan.
  bool TrailingRejects(const KeyHash& key, Time first, Time last,
                       std::optional<Time> leading) const;

  // Forgets what can no longer matter: what is more than maxspan before its lane's time.
  void Expire(const LaneTimes& lanes);
  // Drops the oldest keys beyond `keys_max` for each stage; returns how many.
  std::uint64_t Shed(std::uint64_t keys_max);

 private:
  struct Forbidden {
    std::vector<Time> times;  // ascending, distinct
    LaneId lane;
  };
  struct Stage {
    std::uint32_t position = 0;        // in the plan
    std::size_t positives_before = 0;  // 0: leading; all of them: trailing
    KeyTable<Forbidden> forbidden;
  };

  std::vector<Stage> stages_;
  std::size_t positives_ = 0;
  bool has_leading_ = false;
  bool has_trailing_ = false;
  std::int64_t maxspan_ns_;
};

}  // namespace tocsin::correlate
