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

#include "base/arena.h"
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
  static constexpr std::size_t kMax = 32;

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

// What one number of an EventSet means, for people; sensors without numbers of their own have them.
struct EventKindName {
  std::uint16_t code;
  std::string_view name;
};

enum class Provenance : std::uint8_t {
  kNative,   // stands in the record, perhaps in another spelling
  kDerived,  // known only from earlier events of the host; `raw` is empty, the engine fills it
};

// Where two mappings exist: ours, and the published one that --compat elastic reproduces.
enum class MapMode : std::uint8_t { kAlways, kOwn, kElastic };

// What a sensor's code stands for: {"6", "tcp"}. An empty `raw` at the end is every other text.
struct RawName {
  std::string_view raw;
  std::string_view value;
};

struct FieldRow {
  std::string_view raw;
  FieldId field;
  FieldConversion conversion = FieldConversion::kText;
  EventSet events = {};
  MapMode mode = MapMode::kAlways;
  Provenance provenance = Provenance::kNative;
  std::span<const RawName> names = {};  // if any, they are the conversion
};

// A row for a sensor's own codes. `names` must be constant.
constexpr FieldRow Named(std::string_view raw, FieldId field, std::span<const RawName> names,
                         EventSet events = {}, MapMode mode = MapMode::kAlways) {
  return {raw, field, FieldConversion::kText, events, mode, Provenance::kNative, names};
}

// A row for a field that only process state fills.
constexpr FieldRow Derived(FieldId field) {
  return {{}, field, FieldConversion::kText, {}, MapMode::kAlways, Provenance::kDerived};
}

// The conversion of a row and back, with the law of field_conversion.h: ConvertRaw and InvertToRaw,
// or a look at the row's names. Codes are told apart without regard to ASCII case.
void Convert(const FieldRow& row, std::string_view raw, Arena& arena, std::vector<Value>* values);
std::optional<std::string> Invert(const FieldRow& row, std::span<const Value> values);
std::string_view ConversionName(const FieldRow& row);
Inversion InversionOf(const FieldRow& row);

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
