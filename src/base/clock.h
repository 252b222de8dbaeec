// Clock: the only way to ask what time it is, so that tests and simulations can answer.
#pragma once

#include "base/time.h"

namespace tocsin {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

// The machine's UTC clock. Thread safe.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
};

// Stands still until it is told otherwise. Not thread safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start = {}) : now_(start) {}

  Time Now() const override { return now_; }
  void Set(Time now) { now_ = now; }
  void Advance(Duration step) { now_ = now_ + step; }

 private:
  Time now_;
};

}  // namespace tocsin
