#include "plan/reference_eval.h"

#include "base/check.h"

#include <algorithm>
#include <cstdint>

namespace tocsin::plan {
namespace {

// One distinct field of a leaf and the value that it has in the present combination.
struct Binding {
  const Expr* field = nullptr;
  std::span<const Value> values;
  std::size_t chosen = 0;

  Value value() const { return values.empty() ? Value::Null() : values[chosen]; }
};

bool SameField(const Expr& a, const Expr& b) {
  return a.kind == b.kind && a.field == b.field && a.binding == b.binding;
}

std::span<const Value> ValuesOf(const Expr& field, const Event& event, const EvalContext& context) {
  switch (field.kind) {
    case ExprKind::kStageField: {
      if (field.binding >= context.stages.size()) return {};
      const Event* earlier = context.stages[field.binding];
      return earlier != nullptr ? earlier->Find(field.field) : std::span<const Value>();
    }
    case ExprKind::kVariable:
      if (field.binding >= context.elements.size()) return {};
      return context.elements[field.binding].Find(field.field);
    default:
      return event.Find(field.field);
  }
}

class LeafEvaluator {
 public:
  LeafEvaluator(const Expr& leaf, const Event& event, const EvalContext& context) : leaf_(leaf) {
    ForEachField(leaf, [&](const Expr& field) {
      if (Find(field) == nullptr) bindings_.push_back({&field, ValuesOf(field, event, context)});
    });
  }

  // Some combination of one value for each field gives true.
  bool Holds(EvalFault* fault) {
    for (std::size_t tried = 0; tried < kMaxCombinations; ++tried) {
      Arena arena(1024);
      const Value result = Evaluate(leaf_, arena, fault);
      if (result.kind() == ValueKind::kBool && result.boolean()) return true;
      if (!NextCombination()) return false;
    }
    if (*fault == EvalFault::kNone) *fault = EvalFault::kLimit;
    return false;
  }

  Value Evaluate(const Expr& expr, Arena& arena, EvalFault* fault) const {
    switch (expr.kind) {
      case ExprKind::kConstant:
        return ValueOf(expr.constant);
      case ExprKind::kField:
      case ExprKind::kStageField:
      case ExprKind::kVariable: {
        const Binding* binding = Find(expr);
        return binding != nullptr ? binding->value() : Value::Null();
      }
      case ExprKind::kCall: {
        std::vector<Value> args;
        for (const Expr& arg : expr.args) args.push_back(Evaluate(arg, arena, fault));
        return ApplyCall(expr, args, arena, fault);
      }
    }
    TOCSIN_UNREACHABLE();
  }

 private:
  const Binding* Find(const Expr& field) const {
    const auto found =
        std::find_if(bindings_.begin(), bindings_.end(),
                     [&](const Binding& binding) { return SameField(*binding.field, field); });
    return found != bindings_.end() ? &*found : nullptr;
  }

  // Counts up, the first field fastest; false after the last combination.
  bool NextCombination() {
    for (Binding& binding : bindings_) {
      if (++binding.chosen < binding.values.size()) return true;
      binding.chosen = 0;
    }
    return false;
  }

  const Expr& leaf_;
  std::vector<Binding> bindings_;
};

// Truth at the boolean level. Null comes only from leaves that are null for every event.
enum class Truth : std::uint8_t { kFalse, kNull, kTrue };

// Each element is an event of its own for the condition.
bool SomeElementMeets(const Predicate& search, const Event& event, const EvalContext& context) {
  std::vector<Element> elements(context.elements.begin(), context.elements.end());
  elements.push_back({.array = search.leaf.field});
  EvalContext within = context;
  within.elements = elements;
  for (const Value& value : ValuesOf(search.leaf, event, context)) {
    elements.back().value = &value;
    if (Holds(search.children.front(), event, within)) return true;
  }
  return false;
}

Truth Decide(const Predicate& predicate, const Event& event, const EvalContext& context) {
  switch (predicate.kind) {
    case PredicateKind::kConstant:
      return predicate.value ? Truth::kTrue : Truth::kFalse;
    case PredicateKind::kAnd: {
      Truth least = Truth::kTrue;
      for (const Predicate& child : predicate.children) {
        least = std::min(least, Decide(child, event, context));
      }
      return least;
    }
    case PredicateKind::kOr: {
      Truth most = Truth::kFalse;
      for (const Predicate& child : predicate.children) {
        most = std::max(most, Decide(child, event, context));
      }
      return most;
    }
    case PredicateKind::kNot:
      switch (Decide(predicate.children.front(), event, context)) {
        case Truth::kFalse:
          return Truth::kTrue;
        case Truth::kNull:
          return Truth::kNull;
        case Truth::kTrue:
          return Truth::kFalse;
      }
      TOCSIN_UNREACHABLE();
    case PredicateKind::kLeaf:
      if (IsAlwaysNull(predicate.leaf)) return Truth::kNull;
      return LeafHolds(predicate.leaf, event, context) ? Truth::kTrue : Truth::kFalse;
    case PredicateKind::kArraySearch:
      return SomeElementMeets(predicate, event, context) ? Truth::kTrue : Truth::kFalse;
    case PredicateKind::kDescendantOf:
      return context.ancestry != nullptr && context.ancestry->HasAncestor(event, predicate)
                 ? Truth::kTrue
                 : Truth::kFalse;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

std::span<const Value> Element::Find(FieldId field) const {
  if (field == array) return {value, 1};
  if (value->kind() != ValueKind::kObject) return {};
  const std::span<const FieldEntry> members(value->object_fields(), value->object_size());
  const auto found =
      std::find_if(members.begin(), members.end(),
                   [field](const FieldEntry& member) { return member.field == field; });
  return found != members.end() ? found->list() : std::span<const Value>();
}

bool Holds(const Predicate& predicate, const Event& event, const EvalContext& context) {
  return Decide(predicate, event, context) == Truth::kTrue;
}

bool LeafHolds(const Expr& leaf, const Event& event, const EvalContext& context) {
  EvalFault fault = EvalFault::kNone;
  const bool holds = LeafEvaluator(leaf, event, context).Holds(&fault);
  if (context.fault != nullptr && *context.fault == EvalFault::kNone) *context.fault = fault;
  return holds;
}

}  // namespace tocsin::plan
