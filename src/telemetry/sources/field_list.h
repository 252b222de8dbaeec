// A flat object that a source makes of a record whose fields stand in several places, for
// FlatMapper and a field map to read.
//
// Ownership: the object views what was added, and lives in the arena.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <string_view>

namespace tocsin {

// Grows by fields; the first of a name counts. Look-ups are linear, so there is a bound, far above
// what sensors write; fields behind it are left out.
class FieldList {
 public:
  static constexpr std::size_t kFieldsMax = 512;

  explicit FieldList(Arena& arena) : arena_(arena), members_(arena, 64) {}

  Arena& arena() { return arena_; }
  // Null when there is none; gone when the next field is added.
  const doc::Node* Find(std::string_view name);
  bool Has(std::string_view name) { return Find(name) != nullptr; }
  std::string_view Text(std::string_view name);
  // Empty texts are left out.
  void Add(std::string_view name, std::string_view text);
  void Add(std::string_view name, const doc::Node& value);
  void Set(std::string_view name, std::string_view text);

  doc::Node Finish();

 private:
  doc::Member* MemberOf(std::string_view name);

  Arena& arena_;
  ArenaBuilder<doc::Member> members_;
};

}  // namespace tocsin
