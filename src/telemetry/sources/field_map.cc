#include "telemetry/sources/field_map.h"

namespace tocsin {

std::optional<std::string> Invert(const FieldRow& row, std::span<const Value> values) {
  if (row.provenance == Provenance::kDerived) return std::nullopt;
  return InvertToRaw(row.conversion, values);
}

std::span<const FieldRow* const> FieldMap::RowsFor(std::uint32_t code, bool compat_elastic) {
  const std::uint64_t key = std::uint64_t{code} * 2 + (compat_elastic ? 1 : 0);
  const auto [entry, is_new] = by_event_.try_emplace(key);
  if (is_new) {
    const MapMode other = compat_elastic ? MapMode::kOwn : MapMode::kElastic;
    for (const FieldRow& row : rows_) {
      if (row.provenance == Provenance::kNative && row.mode != other && row.events.Contains(code)) {
        entry->second.push_back(&row);
      }
    }
  }
  return entry->second;
}

}  // namespace tocsin
