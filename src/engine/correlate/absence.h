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
// Ownership: owns the times. Threads: one. Memory: one time for each forbidden event of the last
// maxspan before the frontier, bounded in keys.
#pragma once

#include "base/time.h"
#include "engine/correlate/key_table.h"
#include "plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::correlate {

class Absence {
 public:
  explicit Absence(const plan::SequencePlan& plan);

  bool empty() const { return stages_.empty(); }
  bool has_trailing() const { return has_trailing_; }
  std::size_t live_keys() const;

  // A forbidden event of missing stage `stage` (position in the plan).
  void Note(std::uint32_t stage, std::string_view key, Time time);

  // What is known when the last positive event has come.
  struct Verdict {
    bool rejected = false;
    std::optional<Time> leading;  // latest forbidden event before the candidate
  };
  // `times`: of the positive stages, in order.
  Verdict DecideAtEnd(std::string_view key, std::span<const Time> times) const;
  // To be asked once the frontier has passed first + maxspan.
  bool TrailingRejects(std::string_view key, Time first, Time last,
                       std::optional<Time> leading) const;

  // Forgets what can no longer matter: what is more than maxspan before the frontier.
  void Expire(Time frontier);
  // Drops the oldest keys beyond `keys_max` for each stage; returns how many.
  std::uint64_t Shed(std::uint64_t keys_max);

 private:
  struct Stage {
    std::uint32_t position = 0;         // in the plan
    std::size_t positives_before = 0;   // 0: leading; all of them: trailing
    KeyTable<std::vector<Time>> times;  // ascending, distinct
  };

  std::vector<Stage> stages_;
  std::size_t positives_ = 0;
  bool has_leading_ = false;
  bool has_trailing_ = false;
  std::int64_t maxspan_ns_ = INT64_MAX;
  Time frontier_ = kMinTime;
};

}  // namespace tocsin::correlate
