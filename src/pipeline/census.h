// What was seen of each kind of telemetry: how many events, and in how many each field had a value.
// Answers "can this rule fire on this data?". Fields that nobody demanded are not counted.
//
// Kept per worker and merged; the sum does not depend on how events were spread.
// Cost: a probe per event and a counter per field.
#pragma once

#include "event/event.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tocsin {

class Census {
 public:
  struct Key {
    std::string source;
    std::string dataset;
    std::string channel_dataset;
    KindSet kinds;
    OsType os = OsType::kUnknown;
  };
  struct Cell {
    Key key;
    std::uint64_t events = 0;
    std::vector<std::uint64_t> filled;  // by FieldId: events in which it had a value

    std::uint64_t Filled(FieldId field) const {
      return field.index() < filled.size() ? filled[field.index()] : 0;
    }
    bool Saw(FieldId field) const { return Filled(field) != 0; }
  };

  void Count(const Event& event);
  void Merge(const Census& other);

  // In a fixed order (datasets, kinds, system).
  std::vector<const Cell*> cells() const;

 private:
  Cell& CellOf(std::string_view source, std::string_view dataset, std::string_view channel_dataset,
               KindSet kinds, OsType os);

  // Few kinds of telemetry in one run: a handful to some hundred.
  std::map<std::string, Cell, std::less<>> cells_;
  std::string probe_;  // reused for building keys
};

}  // namespace tocsin
