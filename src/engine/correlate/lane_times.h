// Lanes as correlators see them: each event belongs to one, and each has come so far in time.
//
// A run over sorted files is one lane. In a stream a lane is a host, or, for rules whose events
// need not come from one host, a key of the rule (docs/internals/streaming.md).
#pragma once

#include "base/id.h"
#include "base/time.h"

namespace tocsin {

using LaneId = Id<struct LaneIdTag>;

class LaneTimes {
 public:
  virtual ~LaneTimes() = default;
  // What ended before this time may be decided and forgotten: no event of the lane before it is
  // expected any more. kMaxTime for a lane that is not known any more.
  virtual Time Of(LaneId lane) const = 0;
};

// The one lane of a run.
class RunTime final : public LaneTimes {
 public:
  Time Of(LaneId /*lane*/) const override { return time_; }
  void Set(Time time) { time_ = time; }

 private:
  Time time_ = kMinTime;
};

}  // namespace tocsin
