// The fields that all events of a sequence share: the body of its shell alert.
//
// Facts: elastic detection engine, sequence shells: a field must be present in all events; equal
// values stay; lists keep their common elements in the order of the first; everything else goes.
// Missing stages have no event and do not count.
#pragma once

#include "event/retained_event.h"

#include <span>
#include <vector>

namespace tocsin {

class SharedFields {
 public:
  // Borrows the values of the events, which must outlive it. At least one event.
  explicit SharedFields(std::span<const EventPtr> events);
  SharedFields(const SharedFields&) = delete;
  SharedFields& operator=(const SharedFields&) = delete;

  // An event with those fields only; time, lane and source are those of the first event.
  const Event& event() const { return event_; }

 private:
  std::vector<std::vector<Value>> lists_;
  std::vector<FieldEntry> fields_;
  Event event_;
};

}  // namespace tocsin
