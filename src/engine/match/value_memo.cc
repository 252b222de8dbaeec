#include "engine/match/value_memo.h"

#include "base/check.h"
#include "base/hash.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tocsin::match {
namespace {

// Tables begin small, since most rulesets are.
constexpr std::uint32_t kFirstEntries = 512;

// Same kind and same bits: stricter than equality of numbers, which is all that a memo needs.
bool Identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_string()) return a.text() == b.text();
  if (a.kind() == ValueKind::kBool) return a.boolean() == b.boolean();
  return a.unsigned_integer() == b.unsigned_integer();
}

std::uint64_t PayloadOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kBool:
      return value.boolean() ? 1 : 0;
    case ValueKind::kDouble:
      return std::bit_cast<std::uint64_t>(value.real());
    case ValueKind::kInt:
    case ValueKind::kTime:
      return static_cast<std::uint64_t>(value.integer());
    default:
      return value.unsigned_integer();
  }
}

}  // namespace

ValueMemo::ValueMemo() : ValueMemo(Limits()) {}

ValueMemo::ValueMemo(const Limits& limits) : limits_(limits) {
  TOCSIN_CHECK(std::has_single_bit(limits.entries_max));
  const std::size_t entries = std::min(limits.entries_max, kFirstEntries);
  young_.slots.resize(entries * 2);
  old_.slots.resize(entries * 2);
  doorkeeper_.resize(entries * 4);
}

ValueMemo::Key ValueMemo::KeyOf(FieldId field, const Value& value) {
  const std::uint64_t seed = HashCombine(static_cast<std::uint64_t>(value.kind()), field.value());
  const std::uint64_t hash =
      value.is_string() ? Hash64(value.text(), seed) : HashCombine(seed, PayloadOf(value));
  return {.hash = hash, .field = field, .value = value};
}

ValueMemo::Entry* ValueMemo::Generation::Probe(const Key& key) {
  const std::size_t mask = slots.size() - 1;
  std::size_t i = static_cast<std::size_t>(key.hash) & mask;
  while (!slots[i].field.is_none()) {
    Entry& entry = slots[i];
    if (entry.hash == key.hash && entry.field == key.field && Identical(entry.value, key.value)) {
      return &entry;
    }
    i = (i + 1) & mask;
  }
  return &slots[i];
}

std::optional<std::span<const AtomId>> ValueMemo::Find(const Key& key) {
  const Entry* entry = young_.Probe(key);
  if (!entry->field.is_none()) {
    ++stats_.hits;
    return std::span(entry->atoms, entry->atom_count);
  }
  if (old_.size != 0) {
    entry = old_.Probe(key);
    if (!entry->field.is_none()) {
      ++stats_.hits;
      const std::span atoms(entry->atoms, entry->atom_count);
      if (!IsFull()) Insert(key, atoms);
      return atoms;
    }
  }
  ++stats_.misses;
  return std::nullopt;
}

void ValueMemo::Offer(const Key& key, std::span<const AtomId> atoms) {
  if (key.value.kind() == ValueKind::kObject) return;
  if (key.value.is_string() && key.value.text().size() > limits_.value_bytes_max) return;
  if (!SeenBefore(key.hash)) return;
  ++stats_.admitted;
  if (IsFull()) Rotate();
  Insert(key, atoms);
}

bool ValueMemo::SeenBefore(std::uint64_t hash) {
  const std::size_t mask = doorkeeper_.size() - 1;
  std::uint64_t& one = doorkeeper_[static_cast<std::size_t>(hash) & mask];
  std::uint64_t& other = doorkeeper_[static_cast<std::size_t>(hash >> 32U) & mask];
  if (one == hash || other == hash) return true;
  // Of the two places take turns, so that values that share one do not push each other out for
  // ever.
  ((++turn_ & 1U) != 0 ? one : other) = hash;
  return false;
}

bool ValueMemo::IsFull() const {
  return young_.size == limits_.entries_max || young_.arena.bytes_used() >= limits_.bytes_max;
}

void ValueMemo::Rotate() {
  std::swap(young_, old_);
  young_.slots.assign(young_.slots.size(), Entry());
  young_.size = 0;
  young_.arena.Reset();
  ++stats_.generations;
}

void ValueMemo::Grow() {
  std::vector<Entry> slots(young_.slots.size() * 2);
  slots.swap(young_.slots);
  for (const Entry& entry : slots) {
    if (entry.field.is_none()) continue;
    *young_.Probe({.hash = entry.hash, .field = entry.field, .value = entry.value}) = entry;
  }
  if (doorkeeper_.size() < slots.size() * 4) {
    doorkeeper_.assign(slots.size() * 4, 0);  // what was seen once may be seen once more
  }
}

void ValueMemo::Insert(const Key& key, std::span<const AtomId> atoms) {
  if (young_.size * std::size_t{2} == young_.slots.size()) Grow();
  Entry* entry = young_.Probe(key);
  *entry = {.hash = key.hash,
            .value = key.value.is_string() ? Value::String(young_.arena.Copy(key.value.text()))
                                           : key.value,
            .atoms = young_.arena.CopyArray(atoms).data(),
            .atom_count = static_cast<std::uint32_t>(atoms.size()),
            .field = key.field};
  ++young_.size;
}

}  // namespace tocsin::match
