// A copy of an event that outlives its batch: evidence of an alert, member of a pending sequence.
//
// Ownership: owns everything it shows; shared as shared_ptr<const RetainedEvent>.
// Threads: immutable. Cost: one block of memory, of exactly the size of the event's values, names
// and raw bytes.
#pragma once

#include "event/event.h"

#include <cstddef>
#include <memory>

namespace tocsin {

class RetainedEvent {
 public:
  // Copies fields, extras, raw bytes and names.
  static std::shared_ptr<const RetainedEvent> RetainCopy(const Event& event);

  const Event& event() const { return event_; }
  // Memory that the copy takes, for budgets.
  std::size_t bytes() const { return sizeof(RetainedEvent) + bytes_; }

 private:
  RetainedEvent() = default;

  std::unique_ptr<char[]> memory_;
  std::size_t bytes_ = 0;
  Event event_;
};

using EventPtr = std::shared_ptr<const RetainedEvent>;

}  // namespace tocsin
