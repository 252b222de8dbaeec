#include "telemetry/sources/auditd/audit_fields.h"

namespace tocsin::auditd {

AuditRecord RecordOf(const doc::Node& node) {
  AuditRecord record;
  if (const doc::Node* type = node.Find("type"); type != nullptr && type->is_string()) {
    record.type = type->text();
  }
  if (const doc::Node* fields = node.Find("fields"); fields != nullptr && fields->is_object()) {
    record.fields = *fields;
  }
  return record;
}

std::string_view MeaningOf(const doc::Node& value) {
  if (!value.is_string()) return {};
  const std::string_view text = value.text();
  return text == "?" || text == "(null)" ? std::string_view() : text;
}

std::string_view FieldOf(const AuditRecord& record, std::string_view name) {
  const doc::Node* const node = record.fields.Find(name);
  return node == nullptr ? std::string_view() : MeaningOf(*node);
}

bool IsUnset(std::string_view id) {
  return id == "4294967295" || id == "-1" || id == "unset" || id == "18446744073709551615";
}

}  // namespace tocsin::auditd
