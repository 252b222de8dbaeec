#include "rules/formats/elastic_toml/transform.h"

#include <charconv>
#include <optional>

namespace tocsin::elastic_toml {
namespace {

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "investigate_3" -> the text of that block, if there is such an entry.
std::optional<std::string> BlockOf(std::string_view name, const TomlValue& transform) {
  const std::size_t bar = name.rfind('_');
  if (bar == std::string_view::npos) return std::nullopt;
  const TomlValue* entries = transform.Find(name.substr(0, bar));
  if (entries == nullptr || entries->kind != TomlValue::Kind::kList) return std::nullopt;
  const std::string_view digits = name.substr(bar + 1);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (index >= entries->list.size()) return std::nullopt;
  return "!{" + std::string(name.substr(0, bar)) + ToSortedJson(entries->list[index]) + "}";
}

}  // namespace

std::string FillPlaceholders(std::string_view note, const TomlValue* transform) {
  std::string filled;
  if (transform == nullptr) return std::string(note);
  std::size_t at = 0;
  while (at < note.size()) {
    if (note[at] != '$' || at + 1 >= note.size()) {
      filled.push_back(note[at++]);
      continue;
    }
    if (note[at + 1] == '$') {
      filled.push_back('$');
      at += 2;
      continue;
    }
    const bool braces = note[at + 1] == '{';
    const std::size_t begin = at + (braces ? 2 : 1);
    std::size_t end = begin;
    while (end < note.size() && IsNameByte(note[end])) ++end;
    const bool complete = !braces || (end < note.size() && note[end] == '}');
    const std::optional<std::string> block =
        complete ? BlockOf(note.substr(begin, end - begin), *transform) : std::nullopt;
    if (block) {
      filled.append(*block);
      at = end + (braces ? 1 : 0);
    } else {
      filled.push_back(note[at++]);
    }
  }
  return filled;
}

}  // namespace tocsin::elastic_toml
