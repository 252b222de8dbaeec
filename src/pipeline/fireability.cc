#include "pipeline/fireability.h"

#include "base/check.h"
#include "event/ecs/dictionary.h"

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

// One condition on the telemetry that it may read: the cell that lacks least decides.
Standing JudgeCondition(const Predicate& condition, const FieldSet& needed, const RulePlan& rule,
                        const Schema& schema, const Census& census) {
  Standing standing;
  bool any = false;
  std::vector<std::string> least;
  for (const Census::Cell* cell : census.cells()) {
    const DatasetFacts facts = DescribeDataset(cell->key.dataset, cell->key.channel_dataset);
    if (rule.scope.Match(facts, cell->key.kinds, cell->key.os) == SourceMatch::kNone ||
        !IsOfDemandedKind(condition, cell->key)) {
      continue;
    }
    standing.events += cell->events;
    std::vector<std::string> missing;
    for (const FieldId field : needed) {
      if (!cell->Saw(field)) missing.emplace_back(schema.name(field));
    }
    if (!any || missing.size() < least.size()) least = std::move(missing);
    any = true;
  }
  if (!any) {
    standing.fireability = Fireability::kNoData;
  } else if (!least.empty()) {
    standing.fireability = Fireability::kMissingFields;
    standing.missing = std::move(least);
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
    return;
  }
  if (other.fireability == Fireability::kMissingFields) {
    standing->fireability = Fireability::kMissingFields;
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

Standing JudgeRule(const RulePlan& rule, const Schema& schema, const Census& census) {
  Standing standing;
  const auto judge = [&](const Predicate& condition, const FieldSet& needed) {
    Combine(JudgeCondition(condition, needed, rule, schema, census), &standing);
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
