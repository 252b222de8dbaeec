// Fields of audit records: look-up, and the flat object that is made of them.
//
// Ownership: views of the document and the arena.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
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

// An object that grows by fields; the first of a name counts. Look-ups are linear, so there is a
// bound, far above what the kernel writes; fields behind it are left out.
class FieldList {
 public:
  static constexpr std::size_t kFieldsMax = 512;

  explicit FieldList(Arena& arena) : arena_(arena), members_(arena, 64) {}

  Arena& arena() { return arena_; }
  bool Has(std::string_view name);
  std::string_view Text(std::string_view name);
  // Empty texts are left out.
  void Add(std::string_view name, std::string_view text);
  void Add(std::string_view name, const doc::Node& value);
  void Set(std::string_view name, std::string_view text);

  doc::Node Finish();

 private:
  doc::Member* Find(std::string_view name);

  Arena& arena_;
  ArenaBuilder<doc::Member> members_;
};

}  // namespace tocsin::auditd
