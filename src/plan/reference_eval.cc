#include "plan/reference_eval.h"

#include "base/check.h"

#include <algorithm>

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

class LeafEvaluator {
 public:
  LeafEvaluator(const Expr& leaf, const Event* event, const EvalContext& context) : leaf_(leaf) {
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
      case ExprKind::kStageField: {
        const Binding* binding = Find(expr);
        return binding != nullptr ? binding->value() : Value::Null();
      }
      case ExprKind::kVariable:
        return Value::Null();
      case ExprKind::kCall: {
        std::vector<Value> args;
        for (const Expr& arg : expr.args) args.push_back(Evaluate(arg, arena, fault));
        return ApplyCall(expr, args, arena, fault);
      }
    }
    TOCSIN_UNREACHABLE();
  }

 private:
  static std::span<const Value> ValuesOf(const Expr& field, const Event* event,
                                         const EvalContext& context) {
    const Event* from = event;
    if (field.kind == ExprKind::kStageField) {
      from = field.binding < context.stages.size() ? context.stages[field.binding] : nullptr;
    }
    return from != nullptr ? from->Find(field.field) : std::span<const Value>();
  }

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

}  // namespace

bool Holds(const Predicate& predicate, const Event& event, const EvalContext& context) {
  const auto holds = [&](const Predicate& child) { return Holds(child, event, context); };
  switch (predicate.kind) {
    case PredicateKind::kConstant:
      return predicate.value;
    case PredicateKind::kAnd:
      return std::all_of(predicate.children.begin(), predicate.children.end(), holds);
    case PredicateKind::kOr:
      return std::any_of(predicate.children.begin(), predicate.children.end(), holds);
    case PredicateKind::kNot:
      return !holds(predicate.children.front());
    case PredicateKind::kLeaf:
      return LeafHolds(predicate.leaf, event, context);
    case PredicateKind::kDescendantOf:
      return false;
  }
  TOCSIN_UNREACHABLE();
}

bool LeafHolds(const Expr& leaf, const Event& event, const EvalContext& context) {
  EvalFault fault = EvalFault::kNone;
  const bool holds = LeafEvaluator(leaf, &event, context).Holds(&fault);
  if (context.fault != nullptr && *context.fault == EvalFault::kNone) *context.fault = fault;
  return holds;
}

Value EvalConstant(const Expr& expr, Arena& arena, EvalFault* fault) {
  return LeafEvaluator(expr, nullptr, {}).Evaluate(expr, arena, fault);
}

}  // namespace tocsin::plan
