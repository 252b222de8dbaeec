#include "telemetry/sources/field_list.h"

#include <algorithm>
#include <cstdint>

namespace tocsin {

doc::Member* FieldList::MemberOf(std::string_view name) {
  const auto members = members_.values();
  const auto found = std::find_if(members.begin(), members.end(),
                                  [name](const doc::Member& member) { return member.key == name; });
  return found == members.end() ? nullptr : &*found;
}

const doc::Node* FieldList::Find(std::string_view name) {
  const doc::Member* const member = MemberOf(name);
  return member == nullptr ? nullptr : &member->value;
}

std::string_view FieldList::Text(std::string_view name) { return StringOf(Find(name)); }

void FieldList::Add(std::string_view name, std::string_view text) {
  if (!text.empty()) Add(name, doc::Node::String(text));
}

void FieldList::Add(std::string_view name, const doc::Node& value) {
  if (members_.size() < kFieldsMax && !Has(name)) members_.Add({name, value});
}

void FieldList::Set(std::string_view name, std::string_view text) {
  if (doc::Member* const member = MemberOf(name)) {
    member->value = doc::Node::String(text);
  } else {
    Add(name, text);
  }
}

doc::Node FieldList::Finish() {
  const auto members = members_.Finish();
  return doc::Node::Object(members.data(), static_cast<std::uint32_t>(members.size()));
}

}  // namespace tocsin
