#include "pipeline/gap_ledger.h"

#include "base/check.h"

#include <algorithm>
#include <utility>

namespace tocsin {

std::string_view GapCauseName(GapCause cause) {
  switch (cause) {
    case GapCause::kLate:
      return "late";
    case GapCause::kShed:
      return "shed";
  }
  TOCSIN_UNREACHABLE();
}

void GapLedger::Add(Gap gap) {
  // What was shed is one record for each minute of the log.
  const std::int64_t minute = gap.cause == GapCause::kShed ? gap.from.ns / (60 * kNsPerSecond) : 0;
  const Key key{gap.cause, gap.rule, gap.lane, minute};
  const auto it = gaps_.find(key);
  if (it != gaps_.end()) {
    it->second.from = std::min(it->second.from, gap.from);
    it->second.to = std::max(it->second.to, gap.to);
    it->second.count += gap.count;
  } else if (gaps_.size() < gaps_max_) {
    gaps_.emplace(key, std::move(gap));
  } else {
    ++beyond_;
  }
}

std::vector<Gap> GapLedger::gaps() const {
  std::vector<Gap> gaps;
  for (const auto& [key, gap] : gaps_) gaps.push_back(gap);
  return gaps;
}

}  // namespace tocsin
