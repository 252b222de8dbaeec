#include "telemetry/sources/field_map.h"

#include "base/case_fold.h"

namespace tocsin {
namespace {

// What codes stand for is text, also where the field's type makes a boolean of it.
std::string_view TextOf(const Value& value) {
  if (value.is_string()) return value.text();
  if (value.kind() == ValueKind::kBool) return value.boolean() ? "true" : "false";
  return {};
}

}  // namespace

void Convert(const FieldRow& row, std::string_view raw, Arena& arena, std::vector<Value>* values) {
  if (row.names.empty()) return ConvertRaw(row.conversion, raw, arena, values);
  for (const RawName& name : row.names) {
    if (!name.raw.empty() && !AsciiEqualsIgnoreCase(name.raw, raw)) continue;
    values->push_back(Value::String(name.value));
    return;
  }
}

std::optional<std::string> Invert(const FieldRow& row, std::span<const Value> values) {
  if (row.provenance == Provenance::kDerived) return std::nullopt;
  if (row.names.empty()) return InvertToRaw(row.conversion, values);
  if (values.size() != 1) return std::nullopt;
  for (const RawName& name : row.names) {
    if (!name.raw.empty() && name.value == TextOf(values[0])) return std::string(name.raw);
  }
  return std::nullopt;
}

std::string_view ConversionName(const FieldRow& row) {
  return row.names.empty() ? ConversionName(row.conversion) : "name of the code";
}

Inversion InversionOf(const FieldRow& row) {
  return row.names.empty() ? InversionOf(row.conversion) : Inversion::kRepresentative;
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
