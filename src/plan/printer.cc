#include "plan/printer.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/escape.h"
#include "base/time.h"
#include "event/conversion.h"
#include "plan/functions.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::plan {
namespace {

std::string_view FoldMark(Fold fold) {
  switch (fold) {
    case Fold::kNone:
      return "";
    case Fold::kAscii:
      return "~";
    case Fold::kUnicode:
      return "~~";
  }
  TOCSIN_UNREACHABLE();
}

bool IsComparison(Function function) {
  switch (function) {
    case Function::kEqual:
    case Function::kLess:
    case Function::kLessEqual:
    case Function::kGreater:
    case Function::kGreaterEqual:
      return true;
    default:
      return false;
  }
}

bool TakesList(Function function) {
  return function == Function::kIn || function == Function::kWildcard ||
         function == Function::kRegex;
}

std::string DurationText(std::int64_t ns) { return FormatDuration(Duration(ns)); }

class Printer {
 public:
  void Add(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kConstant:
        AddConstant(expr.constant);
        return;
      case ExprKind::kField:
      case ExprKind::kStageField:
      case ExprKind::kVariable:
        AddField(expr);
        return;
      case ExprKind::kCall:
        AddCall(expr);
        return;
    }
  }

  void Add(const Predicate& predicate) {
    switch (predicate.kind) {
      case PredicateKind::kConstant:
        out_ += predicate.value ? "true" : "false";
        return;
      case PredicateKind::kAnd:
        AddGroup(predicate, "and");
        return;
      case PredicateKind::kOr:
        AddGroup(predicate, "or");
        return;
      case PredicateKind::kNot:
        out_ += "not (";
        Add(predicate.children.front());
        out_ += ')';
        return;
      case PredicateKind::kLeaf:
        if (predicate.leaf.is_constant()) {
          out_ += "leaf(";
          Add(predicate.leaf);
          out_ += ')';
        } else {
          Add(predicate.leaf);
        }
        return;
      case PredicateKind::kArraySearch:
        out_ += "arraySearch(";
        Add(predicate.leaf);
        out_ += ", ";
        Add(predicate.children.front());
        out_ += ')';
        return;
      case PredicateKind::kDescendantOf:
        out_ += "descendant of [";
        Add(predicate.children.front());
        out_ += ']';
        return;
    }
  }

  void Add(const EventPlan& plan) {
    out_ += "event\n  where ";
    Add(plan.condition);
    out_ += '\n';
    AddLimits(plan.limits);
  }

  void Add(const SequencePlan& plan) {
    out_ += plan.one_host ? "sequence on one host" : "sequence";
    if (plan.maxspan_ns) out_ += " with maxspan=" + DurationText(*plan.maxspan_ns);
    out_ += '\n';
    for (const Stage& stage : plan.stages) AddStage(stage, "");
    if (plan.until) AddStage(*plan.until, "until ");
    AddLimits(plan.limits);
  }

  void Add(const SamplePlan& plan) {
    out_ += "sample\n";
    for (const Stage& stage : plan.stages) AddStage(stage, "");
  }

  void Add(const SignalPlan& plan) {
    out_ += fmt::format("signal window={} keep_alive={} max_duration={}\n",
                        DurationText(plan.evaluation_window_ns), DurationText(plan.keep_alive_ns),
                        DurationText(plan.max_duration_ns));
    for (const SignalQuery& query : plan.queries) AddQuery(query);
    for (const SignalCase& signal_case : plan.cases) {
      out_ += "  case ";
      AppendJsonString(signal_case.name, out_);
      out_ += ' ';
      AppendJsonString(signal_case.status, out_);
      out_ += " when ";
      AddCondition(signal_case.condition);
      out_ += '\n';
    }
    if (!plan.group_signals_by.empty()) {
      out_ += fmt::format("  signals by {}\n", fmt::join(plan.group_signals_by, ", "));
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void AddConstant(const Constant& constant) {
    if (const auto* time = std::get_if<TimeConstant>(&constant)) {
      out_ += FormatTime(Time{time->first_ns});
      if (time->last_ns != time->first_ns) out_ += ".." + FormatTime(Time{time->last_ns});
    } else if (const auto* text = std::get_if<std::string>(&constant)) {
      AppendJsonString(*text, out_);
    } else if (std::holds_alternative<NullConstant>(constant)) {
      out_ += "null";
    } else {
      Arena arena(64);
      out_ += TextOfValue(ValueOf(constant), arena);
    }
  }

  void AddField(const Expr& expr) {
    if (expr.optional) out_ += '?';
    if (expr.kind == ExprKind::kStageField) out_ += fmt::format("stage({}).", expr.binding);
    if (expr.kind == ExprKind::kVariable) out_ += fmt::format("element({}).", expr.binding);
    out_ += expr.name;
    if (expr.view == FieldView::kCaseless) out_ += ".caseless";
    if (expr.view == FieldView::kText) out_ += ".text";
    if (expr.type != Type::kUnknown) {
      out_ += ':';
      out_ += TypeName(expr.type);
    }
  }

  // An argument beside an operator: operators inside are set apart.
  void AddOperand(const Expr& expr) {
    const bool apart =
        expr.kind == ExprKind::kCall && (IsComparison(expr.function) || TakesList(expr.function));
    if (apart) out_ += '(';
    Add(expr);
    if (apart) out_ += ')';
  }

  void AddArgs(const Expr& expr, std::size_t from) {
    out_ += '(';
    for (std::size_t i = from; i < expr.args.size(); ++i) {
      if (i > from) out_ += ", ";
      Add(expr.args[i]);
    }
    out_ += ')';
  }

  void AddCall(const Expr& expr) {
    const std::string_view name = InfoOf(expr.function).name;
    if (IsComparison(expr.function) && expr.args.size() == 2) {
      AddOperand(expr.args[0]);
      out_ += fmt::format(" {}{} ", name, FoldMark(expr.fold));
      AddOperand(expr.args[1]);
    } else if (TakesList(expr.function) && !expr.args.empty()) {
      AddOperand(expr.args[0]);
      out_ += fmt::format(" {}{} ", name, FoldMark(expr.fold));
      AddArgs(expr, 1);
    } else {
      out_ += fmt::format("{}{}", name, FoldMark(expr.fold));
      AddArgs(expr, 0);
    }
  }

  void AddGroup(const Predicate& group, std::string_view word) {
    if (group.children.size() < 2) {
      out_ += fmt::format("{}[", word);
      for (const Predicate& child : group.children) Add(child);
      out_ += ']';
      return;
    }
    for (std::size_t i = 0; i < group.children.size(); ++i) {
      if (i > 0) out_ += fmt::format(" {} ", word);
      const Predicate& child = group.children[i];
      const bool apart = child.kind == PredicateKind::kAnd || child.kind == PredicateKind::kOr;
      if (apart) out_ += '(';
      Add(child);
      if (apart) out_ += ')';
    }
  }

  void AddStage(const Stage& stage, std::string_view word) {
    out_ += fmt::format("  {}{}", word, stage.missing ? "![" : "[");
    Add(stage.condition);
    out_ += ']';
    for (std::size_t i = 0; i < stage.keys.size(); ++i) {
      out_ += i == 0 ? " by " : ", ";
      if (stage.keys[i].optional && !stage.keys[i].field.optional) out_ += "optional ";
      Add(stage.keys[i].field);
    }
    if (!stage.alias.empty()) out_ += " as " + stage.alias;
    out_ += '\n';
  }

  void AddLimits(const std::vector<EventPlan::Limit>& limits) {
    for (const EventPlan::Limit& limit : limits) {
      out_ += fmt::format("  | {} {}\n", limit.tail ? "tail" : "head", limit.count);
    }
  }

  void AddFields(std::string_view word, const std::vector<Expr>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      out_ += i == 0 ? fmt::format(" {} ", word) : ", ";
      Add(fields[i]);
    }
  }

  void AddQuery(const SignalQuery& query) {
    constexpr std::string_view kNames[] = {"count", "cardinality", "sum", "max"};
    out_ += "  query ";
    AppendJsonString(query.name, out_);
    out_ += fmt::format(" {}", kNames[static_cast<std::size_t>(query.aggregation)]);
    AddFields("of", query.distinct);
    if (query.metric) {
      out_ += " over ";
      Add(*query.metric);
    }
    AddFields(query.group_optional ? "by optional" : "by", query.group_by);
    out_ += " where ";
    Add(query.condition);
    out_ += '\n';
  }

  void AddOperand(const SignalCondition::Operand& operand) {
    if (!operand.query) {
      out_ += fmt::format("{}", operand.number);
    } else if (operand.number == 1) {
      out_ += fmt::format("query({})", *operand.query);
    } else {
      out_ += fmt::format("{} * query({})", operand.number, *operand.query);
    }
  }

  void AddCondition(const SignalCondition& condition) {
    constexpr std::string_view kOps[] = {">", ">=", "<", "<="};
    constexpr std::string_view kWords[] = {"", "and", "or", "then"};
    if (condition.kind == SignalCondition::Kind::kCompare) {
      AddOperand(condition.left);
      out_ += fmt::format(" {} ", kOps[static_cast<std::size_t>(condition.op)]);
      AddOperand(condition.right);
      return;
    }
    out_ += fmt::format("{}(", kWords[static_cast<std::size_t>(condition.kind)]);
    for (std::size_t i = 0; i < condition.children.size(); ++i) {
      if (i > 0) out_ += ", ";
      AddCondition(condition.children[i]);
    }
    out_ += ')';
  }

  std::string out_;
};

}  // namespace

std::string Print(const Expr& expr) {
  Printer printer;
  printer.Add(expr);
  return printer.Take();
}

std::string Print(const Predicate& predicate) {
  Printer printer;
  printer.Add(predicate);
  return printer.Take();
}

std::string Print(const Plan& plan) {
  Printer printer;
  std::visit([&](const auto& p) { printer.Add(p); }, plan);
  return printer.Take();
}

}  // namespace tocsin::plan
