#include "event/ecs/schema.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/diag/suggest.h"
#include "event/ecs/dictionary.h"

#include <algorithm>

namespace tocsin {

Schema::Schema() {
  traits_.reserve(ecs::kDictionarySize + 256);
  for (const ecs::DictionaryEntry& entry : ecs::kDictionary) {
    names_.Intern(entry.name);
    traits_.push_back({.type = entry.type, .flags = entry.flags, .standing = Standing::kListed});
  }
  TOCSIN_CHECK(names_.size() == ecs::kDictionarySize, "the dictionary has a name twice");
}

FieldId Schema::Intern(std::string_view name) {
  if (const auto id = Find(name)) return *id;
  traits_.push_back(TraitsOf(name));
  return FieldId(names_.Intern(name));
}

FieldRef Schema::InternRef(std::string_view name) {
  const Split split = SplitView(name);
  return {.id = Intern(split.base), .view = split.view};
}

void Schema::ForgetDictionary() {
  for (std::size_t id = 0; id < ecs::kDictionarySize; ++id) {
    traits_[id].type = FieldType::kUnmapped;
    traits_[id].flags = static_cast<std::uint8_t>(traits_[id].flags & ~ecs::kOpen);
    traits_[id].standing = Standing::kUnknown;
  }
}

Result<FieldId> Schema::Declare(std::string_view name, FieldType type) {
  const FieldId id = Intern(name);
  Traits& traits = traits_[id.index()];
  // A member of an open object is a keyword only until somebody says better.
  if (traits.standing == Standing::kListed && traits.type != type) {
    return Fail(ErrorCode::kInvalid, "field " + std::string(name) + " is of type " +
                                         std::string(FieldTypeName(traits.type)) + ", not " +
                                         std::string(FieldTypeName(type)));
  }
  traits.type = type;
  traits.standing = Standing::kListed;
  if (type == FieldType::kFlattened) traits.flags |= ecs::kOpen;
  return id;
}

std::optional<FieldId> Schema::Find(std::string_view name) const {
  const auto id = names_.Find(name);
  if (!id) return std::nullopt;
  return FieldId(*id);
}

std::optional<FieldRef> Schema::Resolve(std::string_view name) const {
  const Split split = SplitView(name);
  const auto id = Find(split.base);
  if (!id) return std::nullopt;
  return FieldRef{.id = *id, .view = split.view};
}

bool Schema::Knows(std::string_view name) const {
  return TraitsOf(SplitView(name).base).standing != Standing::kUnknown;
}

bool Schema::in_ecs(FieldId id) const { return (traits_[id.index()].flags & ecs::kEcs) != 0; }

bool Schema::is_array(FieldId id) const { return (traits_[id.index()].flags & ecs::kArray) != 0; }

bool Schema::host_bound(FieldId id) const {
  return (traits_[id.index()].flags & ecs::kHostBound) != 0;
}

Schema::Traits Schema::TraitsOf(std::string_view name) const {
  if (const auto id = Find(name)) return traits_[id->index()];
  for (auto dot = name.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = name.rfind('.', dot - 1)) {
    if (dot + 1 == name.size()) return {};  // nothing after the dot
    const auto above = Find(name.substr(0, dot));
    if (above && (traits_[above->index()].flags & ecs::kOpen) != 0) {
      return {.type = FieldType::kKeyword, .flags = ecs::kPlain, .standing = Standing::kMember};
    }
  }
  return {};
}

Schema::Split Schema::SplitView(std::string_view name) const {
  const Split whole{.base = name, .view = FieldView::kExact};
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return whole;
  const std::string_view suffix = name.substr(dot + 1);
  FieldView view = FieldView::kExact;
  if (suffix == "caseless") view = FieldView::kCaseless;
  if (suffix == "text") view = FieldView::kText;
  if (view == FieldView::kExact) return whole;
  const auto id = Find(name);
  if (id && traits_[id->index()].standing == Standing::kListed) return whole;
  const std::string_view base = name.substr(0, dot);
  const Traits traits = TraitsOf(base);
  if (traits.standing == Standing::kUnknown || is_container(traits.type)) return whole;
  return {.base = base, .view = view};
}

std::vector<std::string> Schema::Suggest(std::string_view name, std::size_t max) const {
  // The suffix of a view is not part of what was misspelled.
  std::string_view base = name;
  for (const std::string_view suffix : {".caseless", ".text"}) {
    if (name.ends_with(suffix)) base.remove_suffix(suffix.size());
  }
  const std::string_view suffix = name.substr(base.size());

  std::vector<std::string_view> known;
  known.reserve(traits_.size());
  for (std::uint32_t id = 0; id < traits_.size(); ++id) {
    if (traits_[id].standing == Standing::kListed) known.push_back(names_.Text(id));
  }
  std::vector<std::string_view> near = NearNames(base, known, max);

  // A bare last part ("command_line"): the shortest names that end so.
  if (near.size() < max && !base.empty() && base.find('.') == std::string_view::npos) {
    std::vector<std::string_view> endings;
    for (const std::string_view candidate : known) {
      const auto dot = candidate.rfind('.');
      if (dot == std::string_view::npos) continue;
      if (AsciiEqualsIgnoreCase(candidate.substr(dot + 1), base)) endings.push_back(candidate);
    }
    std::stable_sort(endings.begin(), endings.end(),
                     [](std::string_view a, std::string_view b) { return a.size() < b.size(); });
    for (const std::string_view ending : endings) {
      if (near.size() == max) break;
      if (std::ranges::find(near, ending) == near.end()) near.push_back(ending);
    }
  }

  std::vector<std::string> suggestions;
  suggestions.reserve(near.size());
  for (const std::string_view candidate : near) {
    suggestions.push_back(std::string(candidate) + std::string(suffix));
  }
  return suggestions;
}

}  // namespace tocsin
