// What was seen of each kind of telemetry: how many events, and which fields ever had a value.
// Answers "can this rule fire on this data?".
//
// Kept per worker and merged; the sum does not depend on how events were spread.
// Cost: a hash probe per event and a bit per field.
#pragma once

#include "base/bitset.h"
#include "event/event.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tocsin {

class Census {
 public:
  struct Key {
    std::string dataset;
    std::string channel_dataset;
    KindSet kinds;
    OsType os = OsType::kUnknown;
  };
  struct Cell {
    Key key;
    std::uint64_t events = 0;
    Bitset seen;  // by FieldId

    bool Saw(FieldId field) const {
      return field.index() < seen.size() && seen.Test(field.index());
    }
  };

  void Count(const Event& event);
  void Merge(const Census& other);

  // In a fixed order (datasets, kinds, system).
  std::vector<const Cell*> cells() const;

 private:
  Cell& CellOf(std::string_view dataset, std::string_view channel_dataset, KindSet kinds,
               OsType os);

  // Few kinds of telemetry in one run: a handful to some hundred.
  std::map<std::string, Cell, std::less<>> cells_;
  std::string probe_;  // reused for building keys
};

}  // namespace tocsin
