#include "telemetry/sources/flat_mapper.h"

#include "telemetry/sources/document_fields.h"

#include <algorithm>
#include <optional>

namespace tocsin {
namespace {

// Spellings come from records.
constexpr std::size_t kSpellingsMax = 16 * 1024;

}  // namespace

FlatMapper::FlatMapper(const FlatTraits& traits) : traits_(traits), fields_(traits.rows) {
  std::unordered_map<FieldId, std::size_t> fields;
  for (const FieldRow& row : traits_.rows) {
    const std::size_t raw = slots_.try_emplace(std::string(row.raw), slots_.size()).first->second;
    const std::size_t field = fields.try_emplace(row.field, fields.size()).first->second;
    row_slots_.push_back({raw, field});
    LearnSlotOf(row.raw);
  }
  values_.resize(slots_.size());
  given_.resize(fields.size());
}

void FlatMapper::Read(const doc::Node& object) {
  std::fill(values_.begin(), values_.end(), Slot());
  others_.clear();
  if (!object.is_object()) return;
  for (const doc::Member& member : object) {
    if (!IsValue(member.value)) continue;
    const std::size_t slot = LearnSlotOf(member.key);
    if (slot == kNoSlot) {
      others_.push_back(&member);
    } else if (values_[slot].member == nullptr) {
      values_[slot].member = &member;
    }
  }
}

bool FlatMapper::IsValue(const doc::Node& node) const {
  if (node.is_null()) return false;
  if (!node.is_string()) return true;
  return !node.text().empty() && std::find(traits_.nothing.begin(), traits_.nothing.end(),
                                           node.text()) == traits_.nothing.end();
}

std::size_t FlatMapper::SlotOfFolded(std::string_view key) const {
  const auto found = slots_.find(key);
  return found == slots_.end() ? kNoSlot : found->second;
}

std::size_t FlatMapper::SlotOf(std::string_view key) const {
  const std::optional<std::uint32_t> spelling = spellings_.Find(key);
  return spelling ? slots_of_spellings_[*spelling] : SlotOfFolded(key);
}

std::size_t FlatMapper::LearnSlotOf(std::string_view key) {
  if (const auto known = spellings_.Find(key)) return slots_of_spellings_[*known];
  if (spellings_.size() >= kSpellingsMax) {
    spellings_ = Interner();
    slots_of_spellings_.clear();
  }
  spellings_.Intern(key);
  slots_of_spellings_.push_back(SlotOfFolded(key));
  return slots_of_spellings_.back();
}

const doc::Node* FlatMapper::ValueOf(std::string_view key) const {
  if (const std::size_t slot = SlotOf(key); slot != kNoSlot) {
    const doc::Member* member = values_[slot].member;
    return member == nullptr ? nullptr : &member->value;
  }
  const auto found = std::find_if(others_.begin(), others_.end(), [&](const doc::Member* member) {
    return AsciiEqualsIgnoreCase(member->key, key);
  });
  return found == others_.end() ? nullptr : &(*found)->value;
}

std::string_view FlatMapper::Text(std::string_view key, Arena& arena) const {
  const doc::Node* node = ValueOf(key);
  if (node == nullptr) return {};
  if (node->is_array() && node->size() > 0) node = &node->element(0);
  return IsValue(*node) ? TextOf(*node, arena) : std::string_view();
}

void FlatMapper::AddRows(std::uint32_t code, bool compat_elastic, EventBuilder& event) {
  given_.assign(given_.size(), false);
  for (const FieldRow* row : fields_.RowsFor(code, compat_elastic)) {
    const RowSlots& slots = row_slots_[static_cast<std::size_t>(row - fields_.rows().data())];
    Slot& slot = values_[slots.raw];
    if (slot.member == nullptr || slot.member->value.is_object()) continue;
    // What is taken must not depend on what is wanted.
    slot.taken = slot.taken || !given_[slots.field];
    given_[slots.field] = true;
    if (!event.Wants(row->field) || event.Has(row->field)) continue;
    converted_.clear();
    const doc::Node& node = slot.member->value;
    if (node.is_array()) {
      for (std::uint32_t i = 0; i < node.size(); ++i) {
        const doc::Node& element = node.element(i);
        if (!element.is_scalar() || !IsValue(element)) continue;
        Convert(*row, TextOf(element, event.arena()), event.arena(), &converted_);
      }
    } else {
      Convert(*row, TextOf(node, event.arena()), event.arena(), &converted_);
    }
    for (const Value& value : converted_) event.Add(row->field, value);
  }
}

bool FlatMapper::NamesAnything(const Schema& schema) {
  if (schema_ != &schema || schema_size_ != schema.size()) {
    schema_ = &schema;
    schema_size_ = schema.size();
    const std::string start = std::string(traits_.prefix) + ".";
    names_anything_ = false;
    for (std::uint32_t id = 0; id < schema_size_ && !names_anything_; ++id) {
      names_anything_ = schema.name(FieldId(id)).starts_with(start);
    }
  }
  return names_anything_;
}

void FlatMapper::AddRest(EventBuilder& event) {
  if (!event.wants_extras() && !NamesAnything(event.schema())) return;
  ArenaBuilder<doc::Member> rest(event.arena(), values_.size() + others_.size());
  for (const Slot& slot : values_) {
    if (slot.member != nullptr && !slot.taken) rest.Add(*slot.member);
  }
  for (const doc::Member* member : others_) rest.Add(*member);
  const std::span<doc::Member> members = rest.Finish();
  const doc::Member whole{
      traits_.prefix,
      doc::Node::Object(members.data(), static_cast<std::uint32_t>(members.size()))};
  AddDocumentFields(doc::Node::Object(&whole, 1), event);
}

}  // namespace tocsin
