#include "telemetry/sources/windows/data_items.h"

#include "telemetry/sources/raw_text.h"
#include "telemetry/sources/windows/record_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace tocsin::windows {
namespace {

bool IsUpperCaseGuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

void DataItems::AddEventData(const doc::Node& event_data) {
  if (event_data.is_scalar()) {
    AddUnnamed(event_data);
    return;
  }
  for (const doc::Member& member : event_data) {
    if (member.key == "Data") {
      AddUnnamed(member.value);
    } else if (member.key != kAttributesKey) {
      AddNamed(member.key, member.value);
    }
  }
}

void DataItems::AddUnnamed(const doc::Node& data) {
  const doc::Node* value = TextNode(&data);
  if (value == nullptr) return;
  const std::uint32_t count = value->is_array() ? value->size() : 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const doc::Node& item = value->is_array() ? value->element(i) : *value;
    const std::string_view text = ElementText(&item, *arena_);
    if (!text.empty()) Add(arena_->Copy(fmt::format("param{}", i + 1)), text);
  }
}

void DataItems::AddNamed(std::string_view name, const doc::Node& value) {
  const doc::Node* text = TextNode(&value);
  if (text == nullptr) {
    AddChildren(value, name);
  } else if (text->is_array()) {
    const std::string_view first = NameOfFirst(name);
    for (std::uint32_t i = 0; i < text->size(); ++i) {
      const doc::Node& element = text->element(i);
      if (element.is_scalar()) {
        Add(first, doc::TextOf(element, *arena_));
      } else {
        AddNamed(first, element);
      }
    }
  } else {
    Add(NameOfFirst(name), doc::TextOf(*text, *arena_));
  }
}

void DataItems::AddChildren(const doc::Node& object, std::string_view parent) {
  for (const doc::Member& member : object) {
    if (member.key == kAttributesKey) continue;
    if (parent.empty()) {
      AddNamed(member.key, member.value);
    } else {
      name_.assign(parent).append(".").append(member.key);
      AddNamed(arena_->Copy(name_), member.value);
    }
  }
}

void DataItems::Add(std::string_view name, std::string_view text) {
  if (!text.empty()) items_.push_back({name, Canonical(text)});
}

// Exporters append _1, _2 ... to repeated names: such a name is that of the item that it repeats,
// if there is one.
std::string_view DataItems::NameOfFirst(std::string_view name) const {
  const std::size_t digits = name.find_last_not_of("0123456789") + 1;
  if (digits == name.size() || digits < 2 || name[digits - 1] != '_') return name;
  const std::string_view base = name.substr(0, digits - 1);
  const auto first = std::find_if(items_.begin(), items_.end(),
                                  [&](const DataItem& item) { return item.name == base; });
  return first == items_.end() ? name : first->name;
}

std::string_view DataItems::Canonical(std::string_view text) {
  if (const auto hex = CanonicalHex(text, *arena_)) return *hex;
  const bool is_guid =
      (text.size() == 38 && text[0] == '{') || (form_.bare_guids && IsUpperCaseGuid(text));
  if (is_guid) return CanonicalGuid(text, *arena_).value_or(text);
  return form_.binary_xml ? WithLineFeeds(text) : text;
}

std::string_view DataItems::WithLineFeeds(std::string_view text) {
  if (text.find('\r') == std::string_view::npos) return text;
  const std::span<char> out = arena_->AllocateArray<char>(text.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out[size++] = text[i] == '\r' ? '\n' : text[i];
  }
  return {out.data(), size};
}

}  // namespace tocsin::windows
