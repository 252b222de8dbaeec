// Makes a counterexample of a property test small, so that a person can see what is wrong with it:
// a condition loses parts, an event loses fields and values, as long as the property still fails.
//
// Greedy and complete in each step: the result fails, and no single step makes it smaller.
#pragma once

#include "event/event.h"
#include "plan/expr.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tocsin::plan {

// Everything that is one step smaller than `predicate`, smallest first.
inline std::vector<Predicate> OneStepSmaller(const Predicate& predicate) {
  std::vector<Predicate> smaller;
  if (predicate.kind != PredicateKind::kConstant) {
    smaller.push_back(Predicate::Of(true));
    smaller.push_back(Predicate::Of(false));
  }
  for (const Predicate& child : predicate.children) smaller.push_back(child);
  const bool group = predicate.kind == PredicateKind::kAnd || predicate.kind == PredicateKind::kOr;
  for (std::size_t i = 0; group && i < predicate.children.size(); ++i) {
    smaller.push_back(predicate);
    smaller.back().children.erase(smaller.back().children.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (predicate.kind == PredicateKind::kLeaf && predicate.leaf.kind == ExprKind::kCall &&
      InfoOf(predicate.leaf.function).max_args < 0) {
    for (std::size_t i = 1; predicate.leaf.args.size() > 2 && i < predicate.leaf.args.size(); ++i) {
      smaller.push_back(predicate);
      std::vector<Expr>& args = smaller.back().leaf.args;
      args.erase(args.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  for (std::size_t i = 0; i < predicate.children.size(); ++i) {
    for (Predicate& child : OneStepSmaller(predicate.children[i])) {
      smaller.push_back(predicate);
      smaller.back().children[i] = std::move(child);
    }
  }
  return smaller;
}

// `fails(const Predicate&)` holds for `predicate`.
template <class Fails>
Predicate Shrunk(Predicate predicate, const Fails& fails) {
  for (bool again = true; again;) {
    again = false;
    for (Predicate& smaller : OneStepSmaller(predicate)) {
      if (!fails(smaller)) continue;
      predicate = std::move(smaller);
      again = true;
      break;
    }
  }
  return predicate;
}

// The fields of an event, some of them left out; `fails(const Event&)` holds for `event`. Arrays of
// objects and their members are left alone, since they go together. The result views the event's
// values and `kept`.
template <class Fails>
Event Shrunk(Event event, std::vector<FieldEntry>* kept, const Fails& fails) {
  const auto has_objects = [](const FieldEntry& entry) {
    return entry.list().front().kind() == ValueKind::kObject;
  };
  const std::vector<FieldEntry> all(event.fields.begin(), event.fields.end());
  std::vector<FieldId> members;
  for (const FieldEntry& entry : all) {
    if (!has_objects(entry)) continue;
    for (const Value& object : entry.list()) {
      for (std::uint32_t i = 0; i < object.object_size(); ++i) {
        members.push_back(object.object_fields()[i].field);
      }
    }
  }
  *kept = all;
  for (std::size_t i = 0; i < kept->size();) {
    const FieldEntry entry = (*kept)[i];
    const bool fixed = has_objects(entry) ||
                       std::find(members.begin(), members.end(), entry.field) != members.end();
    std::vector<FieldEntry> fewer = *kept;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    Event smaller = event;
    smaller.fields = fewer;
    if (!fixed && fails(smaller)) {
      *kept = std::move(fewer);
    } else {
      ++i;
    }
  }
  event.fields = *kept;
  return event;
}

}  // namespace tocsin::plan
