// Which fields anybody will read: the sources convert only these. Built once for a ruleset.
//
// Threads: immutable after building, shared. Cost: one bit test.
#pragma once

#include "base/bitset.h"
#include "event/ecs/field.h"

namespace tocsin {

class FieldDemand {
 public:
  // Everything, known or not: for display, alerts and evidence.
  static FieldDemand All() {
    FieldDemand demand;
    demand.all_ = true;
    return demand;
  }

  void Add(FieldId field) {
    if (field.value() >= wanted_.size()) wanted_.Resize(field.value() + 1);
    wanted_.Set(field.value());
  }
  bool Wants(FieldId field) const {
    return all_ || (field.value() < wanted_.size() && wanted_.Test(field.value()));
  }
  // Whether fields outside the schema are to be kept too.
  bool wants_extras() const { return all_; }

 private:
  Bitset wanted_;
  bool all_ = false;
};

}  // namespace tocsin
