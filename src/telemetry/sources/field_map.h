// The mapping table of a source: one line per field, checked by the compiler.
//
//   constexpr FieldRow kRows[] = {
//       {"Image", Field("process.executable")},
//       {"Image", Field("process.name"), kPathName},
//       {"Hashes", Field("file.hash.md5"), kMd5, {6, 7, 15}},
//   };
//
// A row says: where the record has `raw`, the field gets its converted value, unless an earlier
// row or the record itself filled it. Rows are read forwards by the sources, backwards by Invert.
//
// Threads: tables are constant; a FieldMap belongs to one worker (it remembers which rows apply to
// which kind of event).
#pragma once

#include "event/ecs/field.h"
#include "event/value.h"
#include "telemetry/sources/field_conversion.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin {

// The sensor's event numbers that a row is for: all, these, or all but these.
class EventSet {
 public:
  static constexpr std::size_t kMax = 30;

  constexpr EventSet() = default;
  constexpr EventSet(std::initializer_list<std::uint16_t> codes) : all_but_(false) {
    for (const std::uint16_t code : codes) codes_[size_++] = code;
  }
  static constexpr EventSet AllBut(std::initializer_list<std::uint16_t> codes) {
    EventSet set(codes);
    set.all_but_ = true;
    return set;
  }

  constexpr bool Contains(std::uint32_t code) const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (codes_[i] == code) return !all_but_;
    }
    return all_but_;
  }
  constexpr bool all() const { return all_but_ && size_ == 0; }
  constexpr bool all_but() const { return all_but_; }
  std::span<const std::uint16_t> codes() const { return {codes_.data(), size_}; }

 private:
  std::array<std::uint16_t, kMax> codes_{};
  std::uint8_t size_ = 0;
  bool all_but_ = true;
};

enum class Provenance : std::uint8_t {
  kNative,   // stands in the record, perhaps in another spelling
  kDerived,  // known only from earlier events of the host; `raw` is empty, the engine fills it
};

// Where two mappings exist: ours, and the published one that --compat elastic reproduces.
enum class MapMode : std::uint8_t { kAlways, kOwn, kElastic };

struct FieldRow {
  std::string_view raw;
  FieldId field;
  FieldConversion conversion = FieldConversion::kText;
  EventSet events = {};
  MapMode mode = MapMode::kAlways;
  Provenance provenance = Provenance::kNative;
};

// A raw text from which `row` makes `values`; see field_conversion.h.
std::optional<std::string> Invert(const FieldRow& row, std::span<const Value> values);

// A table with the rows of each event number at hand.
class FieldMap {
 public:
  // `rows` must outlive the map.
  explicit FieldMap(std::span<const FieldRow> rows) : rows_(rows) {}

  std::span<const FieldRow> rows() const { return rows_; }

  // The native rows for this event number and mapping, in table order.
  std::span<const FieldRow* const> RowsFor(std::uint32_t code, bool compat_elastic);

 private:
  std::span<const FieldRow> rows_;
  std::unordered_map<std::uint64_t, std::vector<const FieldRow*>> by_event_;
};

}  // namespace tocsin
