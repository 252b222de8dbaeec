// Gap records: where detections may be missing, and why (streaming contract, section 9).
//
// Gaps of the same cause, rule and lane are joined: one record covers their whole range. Beyond
// `gaps_max` records a new one is only counted.
//
// Ownership: plain values. Threads: one. Cost: O(log gaps).
#pragma once

#include "base/time.h"
#include "plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tocsin {

enum class GapCause : std::uint8_t {
  kLate,  // events arrived when their lane had gone on without them
  kShed,  // a rule had to forget keys for want of room
};
std::string_view GapCauseName(GapCause cause);

struct Gap {
  GapCause cause = GapCause::kLate;
  RuleId rule;
  std::string lane;  // kLate
  // kLate: of event time, with the rule's reach to both sides. kShed: of log time.
  Time from = kMaxTime;
  Time to = kMinTime;
  std::uint64_t count = 0;  // late events, or keys
};

class GapLedger {
 public:
  explicit GapLedger(std::size_t gaps_max) : gaps_max_(gaps_max) {}

  void Add(Gap gap);

  std::vector<Gap> gaps() const;  // ascending by cause, rule, lane, from
  // Gaps for which there was no room.
  std::uint64_t beyond() const { return beyond_; }

 private:
  using Key = std::tuple<GapCause, RuleId, std::string, std::int64_t>;

  std::size_t gaps_max_;
  std::map<Key, Gap> gaps_;
  std::uint64_t beyond_ = 0;
};

}  // namespace tocsin
