// Fields of audit records.
//
// Ownership: views of the document.
#pragma once

#include "telemetry/decoders/document.h"

#include <string_view>

namespace tocsin::auditd {

// One record of the document: {"type": ..., "fields": {...}}.
struct AuditRecord {
  std::string_view type;
  doc::Node fields;
};

AuditRecord RecordOf(const doc::Node& node);

// A field's text; empty if it is missing or means nothing: "?", "(null)".
std::string_view MeaningOf(const doc::Node& value);
std::string_view FieldOf(const AuditRecord& record, std::string_view name);

// Whether the text stands for "no id": -1, as signed or unsigned number or in words.
bool IsUnset(std::string_view id);

}  // namespace tocsin::auditd
