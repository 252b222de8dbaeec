#include "base/check.h"
#include "plan/functions.h"
#include "plan/passes/literals.h"
#include "plan/passes/passes.h"
#include "plan/reference_eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

namespace tocsin::plan {
namespace {

bool IsBoolean(const Expr& expr, bool value) {
  const auto* constant = expr.is_constant() ? std::get_if<bool>(&expr.constant) : nullptr;
  return constant != nullptr && *constant == value;
}

bool IsNullLeaf(const Predicate& predicate) {
  return predicate.kind == PredicateKind::kLeaf && predicate.leaf.is_null_constant();
}

bool IsConstant(const Predicate& predicate, bool value) {
  return predicate.kind == PredicateKind::kConstant && predicate.value == value;
}

class Folder {
 public:
  Folder(const SourceRef& source, DiagnosticSink& sink) : source_(source), sink_(sink) {}

  // The condition of an event: null selects nothing.
  void FoldCondition(Predicate& condition) {
    Fold(condition);
    if (IsNullLeaf(condition)) condition = Constant(condition, false);
  }

  bool failed() const { return failed_; }

 private:
  static Predicate Constant(const Predicate& folded, bool value) {
    Predicate constant = Predicate::Of(value);
    constant.span = folded.span;
    return constant;
  }

  void Fold(Predicate& predicate) {
    switch (predicate.kind) {
      case PredicateKind::kConstant:
        return;
      case PredicateKind::kAnd:
        FoldGroup(predicate, true);
        return;
      case PredicateKind::kOr:
        FoldGroup(predicate, false);
        return;
      case PredicateKind::kNot: {
        Predicate& child = predicate.children.front();
        Fold(child);
        if (IsNullLeaf(child)) {
          predicate = Predicate(child);
        } else if (child.kind == PredicateKind::kConstant) {
          predicate = Constant(predicate, !child.value);
        }
        return;
      }
      case PredicateKind::kLeaf:
        Fold(predicate.leaf);
        if (IsBoolean(predicate.leaf, true))
          predicate = Constant(predicate, true);
        else if (IsBoolean(predicate.leaf, false))
          predicate = Constant(predicate, false);
        return;
      case PredicateKind::kArraySearch:
      case PredicateKind::kDescendantOf:
        FoldCondition(predicate.children.front());
        if (IsConstant(predicate.children.front(), false)) predicate = Constant(predicate, false);
        return;
    }
  }

  // `neutral`: true for and, false for or; the opposite decides the whole group. Nulls stay, once.
  void FoldGroup(Predicate& group, bool neutral) {
    bool decided = false;
    bool null_seen = false;
    for (Predicate& child : group.children) {
      Fold(child);
      decided = decided || IsConstant(child, !neutral);
    }
    if (decided) {
      group = Constant(group, !neutral);
      return;
    }
    std::erase_if(group.children, [&](const Predicate& child) {
      return IsConstant(child, neutral) || (IsNullLeaf(child) && std::exchange(null_seen, true));
    });
    if (group.children.empty()) {
      group = Constant(group, neutral);
    } else if (group.children.size() == 1) {
      group = Predicate(group.children.front());
    }
  }

  void Fold(Expr& expr) {
    if (expr.kind != ExprKind::kCall) return;
    bool computed = false;  // constants that typecheck has not seen
    for (Expr& arg : expr.args) {
      const bool call = arg.kind == ExprKind::kCall;
      Fold(arg);
      computed = computed || (call && arg.is_constant());
    }
    if (IsFieldFree(expr)) {
      Compute(expr);
    } else if (IsAlwaysNull(expr)) {
      expr = Expr::Of(NullConstant(), expr.span);
    } else if (expr.function == Function::kEqual) {
      FoldNullCheck(expr);
    } else if (expr.function == Function::kAnd) {
      FoldLogic(expr, true);
    } else if (expr.function == Function::kOr) {
      FoldLogic(expr, false);
    }
    if (computed && expr.kind == ExprKind::kCall) FitLiterals(&expr, source_, sink_);
  }

  void Compute(Expr& expr) {
    Arena arena(1024);
    EvalFault fault = EvalFault::kNone;
    const Value value = EvalConstant(expr, arena, &fault);
    if (fault != EvalFault::kNone) {
      failed_ = true;
      sink_.Add(Diagnostic(
          DiagCode::kEqlConstantFault, source_, expr.span,
          fmt::format("`{}` cannot be computed: {}", source_->text(expr.span), FaultText(fault))));
    }
    expr = Expr::Of(ConstantOf(value), expr.span);
  }

  // x == null
  static void FoldNullCheck(Expr& equal) {
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      if (!equal.args[side].is_null_constant()) continue;
      equal = Expr::Call(Function::kIsNull, {std::move(equal.args[1 - side])}, plan::Fold::kNone,
                         equal.span);
      return;
    }
  }

  // Logic inside a leaf.
  static void FoldLogic(Expr& logic, bool neutral) {
    if (std::any_of(logic.args.begin(), logic.args.end(),
                    [&](const Expr& arg) { return IsBoolean(arg, !neutral); })) {
      logic = Expr::Of(!neutral, logic.span);
      return;
    }
    std::erase_if(logic.args, [&](const Expr& arg) { return IsBoolean(arg, neutral); });
    TOCSIN_DCHECK(!logic.args.empty(), "all constant: computed before");
    if (logic.args.size() == 1) logic = Expr(logic.args.front());
  }

  const SourceRef& source_;
  DiagnosticSink& sink_;
  bool failed_ = false;
};

}  // namespace

Result<void, Reported> FoldConstants(Plan& plan, const SourceRef& source, DiagnosticSink& sink) {
  Folder folder(source, sink);
  ForEachCondition(plan, [&](Predicate& condition) { folder.FoldCondition(condition); });
  if (folder.failed()) return Fail(Reported());
  return {};
}

}  // namespace tocsin::plan
