// Records that are one flat object of named values, as EDR vendors export them: from the members of
// the object to the rows of a field map.
//
// Keys are told apart without regard to ASCII case, because versions of a sensor differ in it; of
// several members that mean the same, the first with a value counts. A value is the text of a
// scalar (numbers in decimal, exactly); of a list, each scalar in it. Members that no row of the
// event takes, or only rows that come too late, stay in reach as fields below the source's own
// prefix.
//
// Ownership: borrows the tables; a record must live until the next one is read. Threads: one per
// worker; keeps look-up caches and scratch memory only.
// Cost: a hash look-up for each member, an array access for each row.
#pragma once

#include "base/arena.h"
#include "base/case_fold.h"
#include "base/interner.h"
#include "event/builder.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/field_map.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin {

// How one source uses the mapper.
struct FlatTraits {
  std::span<const FieldRow> rows = {};
  std::span<const std::string_view> nothing = {};  // texts besides "" that mean "no value"
  std::string_view prefix;                         // "crowdstrike"
};

class FlatMapper {
 public:
  explicit FlatMapper(const FlatTraits& traits);

  std::span<const FieldRow> rows() const { return fields_.rows(); }

  // Takes a record; anything but an object has no members.
  void Read(const doc::Node& object);

  // Of the record: the text behind `key`, of a list the first; empty when it has no value.
  std::string_view Text(std::string_view key, Arena& arena) const;
  bool Has(std::string_view key) const { return ValueOf(key) != nullptr; }

  // Fills the fields that the rows for this event number give, unless they have values already.
  void AddRows(std::uint32_t code, bool compat_elastic, EventBuilder& event);
  // Adds what AddRows did not take.
  void AddRest(EventBuilder& event);

 private:
  static constexpr std::size_t kNoSlot = SIZE_MAX;

  bool IsValue(const doc::Node& node) const;
  std::size_t SlotOf(std::string_view key) const;
  std::size_t SlotOfFolded(std::string_view key) const;
  std::size_t LearnSlotOf(std::string_view key);
  const doc::Node* ValueOf(std::string_view key) const;
  bool NamesAnything(const Schema& schema);

  FlatTraits traits_;
  FieldMap fields_;
  // A slot for each raw name of the rows.
  std::unordered_map<std::string, std::size_t, AsciiFoldHash, AsciiFoldEqual> slots_;
  // The same for keys as rows and records spell them, kNoSlot included: quicker, and bounded.
  Interner spellings_;
  std::vector<std::size_t> slots_of_spellings_;
  // By row: the slots of its raw name and of its field.
  struct RowSlots {
    std::size_t raw;
    std::size_t field;
  };
  std::vector<RowSlots> row_slots_;

  struct Slot {
    const doc::Member* member = nullptr;
    bool taken = false;
  };
  std::vector<Slot> values_;                // of the record, by slot
  std::vector<bool> given_;                 // fields that a row had a raw value for
  std::vector<const doc::Member*> others_;  // with values, but in no row
  std::vector<Value> converted_;

  // Whether the schema has a name below the prefix; known for one schema at a time.
  const Schema* schema_ = nullptr;
  std::size_t schema_size_ = 0;
  bool names_anything_ = false;
};

}  // namespace tocsin
