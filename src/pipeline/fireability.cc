#include "pipeline/fireability.h"

#include "base/check.h"
#include "engine/process_state.h"
#include "event/ecs/dictionary.h"
#include "plan/array_search.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace tocsin {
namespace {

using plan::Expr;
using plan::ExprKind;
using plan::Function;
using plan::Predicate;
using plan::PredicateKind;
using FieldSet = std::set<FieldId>;

FieldSet Intersection(const FieldSet& a, const FieldSet& b) {
  FieldSet both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  return both;
}

FieldSet Needed(const Expr& expr) {
  if (expr.kind == ExprKind::kField) return {expr.field};
  if (expr.kind != ExprKind::kCall) return {};
  FieldSet needed;
  if (expr.function == Function::kOr) {
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      needed = i == 0 ? Needed(expr.args[i]) : Intersection(needed, Needed(expr.args[i]));
    }
    return needed;
  }
  if (expr.function == Function::kIsNull) return {};
  // Every other function gives null when its first argument is null, many when any is.
  const bool any_argument = expr.function == Function::kAnd ||
                            (InfoOf(expr.function).properties & plan::kPropNullOnNull) != 0;
  const std::size_t count = any_argument ? expr.args.size() : 1;
  for (std::size_t i = 0; i < count; ++i) needed.merge(Needed(expr.args[i]));
  return needed;
}

bool IsNullTestOfField(const Predicate& predicate) {
  return predicate.kind == PredicateKind::kLeaf && predicate.leaf.kind == ExprKind::kCall &&
         predicate.leaf.function == Function::kIsNull && predicate.leaf.args.front().is_field();
}

FieldSet Needed(const Predicate& predicate) {
  FieldSet needed;
  switch (predicate.kind) {
    case PredicateKind::kLeaf:
      return Needed(predicate.leaf);
    case PredicateKind::kAnd:
      for (const Predicate& child : predicate.children) needed.merge(Needed(child));
      return needed;
    case PredicateKind::kOr:
      for (std::size_t i = 0; i < predicate.children.size(); ++i) {
        FieldSet child = Needed(predicate.children[i]);
        needed = i == 0 ? std::move(child) : Intersection(needed, child);
      }
      return needed;
    case PredicateKind::kNot:
      if (IsNullTestOfField(predicate.children.front())) {
        needed.insert(predicate.children.front().leaf.args.front().field);
      }
      return needed;
    case PredicateKind::kArraySearch:
      return Needed(plan::ImpliedBySearch(predicate));
    case PredicateKind::kConstant:
    case PredicateKind::kDescendantOf:
      return needed;
  }
  TOCSIN_UNREACHABLE();
}

// The texts of `field == "x"` or `field in ("x", ...)` that the condition demands at its top level.
std::vector<std::string> DemandedTexts(const Predicate& predicate, FieldId field) {
  std::vector<std::string> texts;
  if (predicate.kind == PredicateKind::kAnd) {
    for (const Predicate& child : predicate.children) {
      texts = DemandedTexts(child, field);
      if (!texts.empty()) break;
    }
    return texts;
  }
  if (predicate.kind != PredicateKind::kLeaf || predicate.leaf.kind != ExprKind::kCall) return {};
  const Expr& leaf = predicate.leaf;
  if (leaf.function != Function::kEqual && leaf.function != Function::kIn) return {};
  if (!leaf.args.front().is_field() || leaf.args.front().field != field) return {};
  for (std::size_t i = 1; i < leaf.args.size(); ++i) {
    const auto* text = std::get_if<std::string>(&leaf.args[i].constant);
    if (text == nullptr) return {};
    texts.push_back(*text);
  }
  return texts;
}

bool IsOfDemandedKind(const Predicate& condition, const Census::Key& key) {
  const std::vector<std::string> categories = DemandedTexts(condition, Field("event.category"));
  if (!categories.empty() &&
      std::none_of(categories.begin(), categories.end(), [&](const std::string& category) {
        return key.kinds.Intersects(KindOfCategory(category));
      })) {
    return false;
  }
  const std::vector<std::string> systems = DemandedTexts(condition, Field("host.os.type"));
  return systems.empty() ||
         std::any_of(systems.begin(), systems.end(),
                     [&](const std::string& system) { return OsTypeOf(system) == key.os; });
}

// Whether events of the cell had the field, or process state can fill it for them.
bool Available(FieldId field, const Census::Cell& cell, const NativeFields& native) {
  if (cell.Saw(field)) return true;
  const auto derivable = lineage::DerivableFields();
  if (std::find(derivable.begin(), derivable.end(), field) == derivable.end() ||
      native.Of(cell.key.source).Contains(field)) {
    return false;
  }
  return cell.Saw(Field("process.pid")) || cell.Saw(Field("process.entity_id"));
}

// "registry (windows)": what the condition asks for, as far as it says so.
std::vector<std::string> DemandedKinds(const Predicate& condition) {
  const std::vector<std::string> categories = DemandedTexts(condition, Field("event.category"));
  const std::vector<std::string> systems = DemandedTexts(condition, Field("host.os.type"));
  std::vector<std::string> kinds;
  for (const std::string& category : categories) {
    if (systems.empty()) kinds.push_back(category);
    for (const std::string& system : systems) {
      kinds.push_back(std::string(category).append(" (").append(system).append(")"));
    }
  }
  return kinds;
}

// One condition on the telemetry that it may read: the cell that lacks least decides.
Standing JudgeCondition(const Predicate& condition, const FieldSet& needed, const RulePlan& rule,
                        const Schema& schema, const Census& census, const NativeFields& native) {
  Standing standing;
  bool any = false;
  std::vector<std::string> least;
  std::string nearest;
  for (const Census::Cell* cell : census.cells()) {
    if (!LooksAt(condition, rule, cell->key)) continue;
    standing.events += cell->events;
    std::vector<std::string> missing;
    for (const FieldId field : needed) {
      if (!Available(field, *cell, native)) missing.emplace_back(schema.name(field));
    }
    if (!any || missing.size() < least.size()) {
      least = std::move(missing);
      nearest = cell->key.source;
    }
    any = true;
  }
  if (!any) {
    standing.fireability = Fireability::kNoData;
    standing.wanted_kinds = DemandedKinds(condition);
  } else if (!least.empty()) {
    standing.fireability = Fireability::kMissingFields;
    standing.missing = std::move(least);
    standing.nearest_source = std::move(nearest);
  }
  return standing;
}

// The worse of two: a rule with several conditions needs all of them.
void Combine(const Standing& other, Standing* standing) {
  standing->events += other.events;
  if (standing->fireability == Fireability::kNoData) return;
  if (other.fireability == Fireability::kNoData) {
    standing->fireability = Fireability::kNoData;
    standing->missing.clear();
    standing->wanted_kinds = other.wanted_kinds;
    return;
  }
  if (other.fireability == Fireability::kMissingFields) {
    standing->fireability = Fireability::kMissingFields;
    standing->nearest_source = other.nearest_source;
    standing->missing.insert(standing->missing.end(), other.missing.begin(), other.missing.end());
  }
}

FieldSet NeededOfStage(const plan::Stage& stage) {
  FieldSet needed = Needed(stage.condition);
  for (const plan::Key& key : stage.keys) {
    if (!key.optional) needed.insert(key.field.field);
  }
  return needed;
}

}  // namespace

std::string_view FireabilityName(Fireability fireability) {
  switch (fireability) {
    case Fireability::kReady:
      return "ready";
    case Fireability::kNoData:
      return "no_data";
    case Fireability::kMissingFields:
      return "missing_fields";
  }
  TOCSIN_UNREACHABLE();
}

std::vector<FieldId> NeededFields(const Predicate& condition) {
  const FieldSet needed = Needed(condition);
  return {needed.begin(), needed.end()};
}

bool LooksAt(const Predicate& condition, const RulePlan& rule, const Census::Key& telemetry) {
  const DatasetFacts facts = DescribeDataset(telemetry.dataset, telemetry.channel_dataset);
  return rule.scope.Match(facts, telemetry.kinds, telemetry.os) != SourceMatch::kNone &&
         IsOfDemandedKind(condition, telemetry);
}

Standing JudgeRule(const RulePlan& rule, const Schema& schema, const Census& census,
                   const NativeFields& native) {
  Standing standing;
  const auto judge = [&](const Predicate& condition, const FieldSet& needed) {
    Combine(JudgeCondition(condition, needed, rule, schema, census, native), &standing);
  };
  std::visit(
      [&](const auto& p) {
        using P = std::remove_cvref_t<decltype(p)>;
        if constexpr (std::is_same_v<P, plan::EventPlan>) {
          judge(p.condition, Needed(p.condition));
        } else if constexpr (std::is_same_v<P, plan::SignalPlan>) {
          for (const plan::SignalQuery& query : p.queries) {
            FieldSet needed = Needed(query.condition);
            if (!query.group_optional) {
              for (const Expr& field : query.group_by) needed.insert(field.field);
            }
            judge(query.condition, needed);
          }
        } else {
          for (const plan::Stage& stage : p.stages) {
            if (!stage.missing) judge(stage.condition, NeededOfStage(stage));
          }
        }
      },
      rule.plan);
  std::sort(standing.missing.begin(), standing.missing.end());
  standing.missing.erase(std::unique(standing.missing.begin(), standing.missing.end()),
                         standing.missing.end());
  return standing;
}

}  // namespace tocsin
