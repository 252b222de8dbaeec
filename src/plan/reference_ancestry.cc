#include "plan/reference_ancestry.h"

#include "event/ecs/dictionary.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace tocsin::plan {
namespace {

constexpr FieldId kEntity = Field("process.entity_id");
constexpr FieldId kParent = Field("process.parent.entity_id");
constexpr FieldId kAncestry = Field("process.Ext.ancestry");

std::vector<std::string> TextsOf(const Event& event, FieldId field) {
  std::vector<std::string> texts;
  for (const Value& value : event.Find(field)) {
    if (value.is_string()) texts.emplace_back(value.text());
  }
  return texts;
}

bool IsOf(const Event& event, const std::string& entity) {
  const std::vector<std::string> entities = TextsOf(event, kEntity);
  return std::find(entities.begin(), entities.end(), entity) != entities.end();
}

}  // namespace

bool ReferenceAncestry::HasAncestor(const Event& event, const Predicate& relation) const {
  std::vector<const Event*> seen;
  for (const Event* one : ordered_) {
    if (one->lane == event.lane) seen.push_back(one);
    if (one == &event) break;
  }
  const std::vector<std::string> own = TextsOf(event, kEntity);
  if (own.empty()) return false;
  std::vector<std::string> ancestors = TextsOf(event, kParent);
  for (std::string& entity : TextsOf(event, kAncestry)) ancestors.push_back(std::move(entity));
  const auto add_parents = [&](const std::string& entity) {
    for (const Event* one : seen) {
      if (!IsOf(*one, entity)) continue;
      for (std::string& parent : TextsOf(*one, kParent)) ancestors.push_back(std::move(parent));
    }
  };
  for (const std::string& entity : own) add_parents(entity);

  std::set<std::string> done(own.begin(), own.end());
  std::size_t next = 0;  // the list grows while it is walked
  while (next < ancestors.size()) {
    const std::string ancestor = ancestors[next++];
    if (!done.insert(ancestor).second) continue;
    for (const Event* one : seen) {
      if (IsOf(*one, ancestor) && Holds(relation.children.front(), *one, {.ancestry = this})) {
        return true;
      }
    }
    add_parents(ancestor);
  }
  return false;
}

}  // namespace tocsin::plan
