#include "telemetry/native_fields.h"

#include "telemetry/all_sources.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

// What every event has whatever its sensor is: where and when it happened, what kind it is, and
// whatever the sensor calls its own.
constexpr std::string_view kGivenByAll[] = {
    "@timestamp", "agent.",  "data_stream.", "ecs.",     "error.", "event.",  "host.",   "labels",
    "log.",       "message", "observer.",    "related.", "tags",   "tocsin.", "winlog.",
};

std::vector<FieldId> FieldsGivenByAll(const Schema& schema) {
  std::vector<FieldId> fields;
  for (std::uint32_t i = 0; i < schema.size(); ++i) {
    const std::string_view name = schema.name(FieldId(i));
    if (std::any_of(std::begin(kGivenByAll), std::end(kGivenByAll),
                    [name](std::string_view prefix) { return name.starts_with(prefix); })) {
      fields.push_back(FieldId(i));
    }
  }
  return fields;
}

// What only the record of a process start tells, and every other record of that process leaves out.
constexpr std::string_view kOfStartsOnly[] = {
    "process.parent.",
    "process.Ext.ancestry",
    "process.Ext.authentication_id",
};

bool IsOfStartsOnly(std::string_view name) {
  return std::any_of(std::begin(kOfStartsOnly), std::end(kOfStartsOnly),
                     [name](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

NativeFields NativeFieldsOfSources(const Schema& schema, const NormalizeOptions& options) {
  if (options.compat_elastic) return {};
  const std::vector<FieldId> given_by_all = FieldsGivenByAll(schema);
  NativeFields native;
  for (const std::unique_ptr<Source>& source : MakeAllSources()) {
    const std::span<const FieldRow> rows = source->field_rows();
    if (source->speaks_ecs() || (rows.empty() && source->other_fields().empty())) continue;
    SourceFields fields;
    for (const FieldId field : given_by_all) {
      const bool derived = std::any_of(rows.begin(), rows.end(), [field](const FieldRow& row) {
        return row.field == field && row.provenance == Provenance::kDerived;
      });
      if (!derived) fields.Add(field);
    }
    for (const FieldRow& row : rows) {
      const bool given = row.provenance == Provenance::kNative;
      if (given && !IsOfStartsOnly(schema.name(row.field))) fields.Add(row.field);
    }
    for (const FieldId field : source->other_fields()) {
      if (!IsOfStartsOnly(schema.name(field))) fields.Add(field);
    }
    native.Declare(source->name(), std::move(fields));
  }
  return native;
}

}  // namespace tocsin
