#include "plan/functions.h"

#include "base/check.h"
#include "plan/comparison.h"
#include "plan/numbers.h"
#include "plan/patterns.h"
#include "plan/text_functions.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace tocsin::plan {
namespace {

bool IsTrue(const Value& value) { return value.kind() == ValueKind::kBool && value.boolean(); }
bool IsFalse(const Value& value) { return value.kind() == ValueKind::kBool && !value.boolean(); }
bool IsNull(const Value& value) { return value.is_null(); }

// What an expression without fields comes to.
bool ConstantValueIs(const Expr& expr, bool (*test)(const Value&)) {
  Arena arena(1024);
  EvalFault fault = EvalFault::kNone;
  return test(EvalConstant(expr, arena, &fault));
}

// Three-valued logic (Kleene): what decides wins over null, null over the rest.
Value Conjunction(std::span<const Value> args) {
  bool unknown = false;
  for (const Value& arg : args) {
    if (IsFalse(arg)) return Value::Bool(false);
    unknown = unknown || !IsTrue(arg);
  }
  return unknown ? Value::Null() : Value::Bool(true);
}

Value Disjunction(std::span<const Value> args) {
  bool unknown = false;
  for (const Value& arg : args) {
    if (IsTrue(arg)) return Value::Bool(true);
    unknown = unknown || !IsFalse(arg);
  }
  return unknown ? Value::Null() : Value::Bool(false);
}

// True if `test` gives true for any argument but the first; else null if one gives null.
template <class Test>
Value AnyOf(std::span<const Value> args, const Test& test) {
  if (args[0].is_null()) return Value::Null();
  bool unknown = false;
  for (const Value& element : args.subspan(1)) {
    const Value result = element.is_null() ? Value::Null() : test(element);
    if (IsTrue(result)) return result;
    unknown = unknown || result.is_null();
  }
  return unknown ? Value::Null() : Value::Bool(false);
}

const TimeConstant* IntervalOf(const Expr& expr) {
  return expr.is_constant() ? std::get_if<TimeConstant>(&expr.constant) : nullptr;
}

// Equality of `index`'s argument with the other one is a null check.
bool MakesNullCheck(const Expr& call, std::span<const Value> args, std::size_t index) {
  return args[index].is_null() && IsAlwaysNull(call.args[index]);
}

// A comparison in which a date constant stands, if `value` is an instant.
Value CompareInstant(Function comparison, const Value& value, const TimeConstant& interval) {
  if (value.is_null()) return Value::Null();
  if (value.kind() == ValueKind::kTime) {
    return Value::Bool(CompareWithInterval(comparison, value.time_ns(), interval));
  }
  return comparison == Function::kEqual ? Value::Bool(false) : Value::Null();
}

}  // namespace

std::string_view FaultText(EvalFault fault) {
  switch (fault) {
    case EvalFault::kNone:
      return "no fault";
    case EvalFault::kDivisionByZero:
      return "division by zero";
    case EvalFault::kOverflow:
      return "number out of the range of 64 bits";
    case EvalFault::kNullBound:
      return "null as a bound of `between`";
    case EvalFault::kMalformedNumber:
      return "text that is not a number";
    case EvalFault::kWrongType:
      return "argument of a wrong type";
    case EvalFault::kBadPattern:
      return "pattern that cannot be used";
    case EvalFault::kLimit:
      return "too many combinations of values";
  }
  TOCSIN_UNREACHABLE();
}

Value Apply(Function function, Fold fold, Type type, std::span<const Value> args, Arena& arena,
            EvalFault* fault) {
  if ((InfoOf(function).properties & kPropNullOnNull) != 0 &&
      std::any_of(args.begin(), args.end(), [](const Value& arg) { return arg.is_null(); })) {
    return Value::Null();
  }
  switch (function) {
    case Function::kEqual:
    case Function::kLess:
    case Function::kLessEqual:
    case Function::kGreater:
    case Function::kGreaterEqual:
      return Compare(function, fold, type, args[0], args[1]);
    case Function::kIn:
      return AnyOf(args, [&](const Value& element) {
        return Compare(Function::kEqual, fold, type, args[0], element);
      });
    case Function::kWildcard:
    case Function::kRegex:
    case Function::kCidrMatch:
      return AnyOf(args, [&](const Value& pattern) {
        return MatchPattern(function, fold, args[0], pattern, fault);
      });
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kContains:
      return Affix(function, fold, args[0], args[1], fault);
    case Function::kContainsWords:
      if (!args[0].is_string() || !args[1].is_string()) return Fault(EvalFault::kWrongType, fault);
      return Value::Bool(ContainsWords(args[0].text(), args[1].text()));
    case Function::kAnd:
      return Conjunction(args);
    case Function::kOr:
      return Disjunction(args);
    case Function::kNot:
      if (args[0].kind() != ValueKind::kBool) return Fault(EvalFault::kWrongType, fault);
      return Value::Bool(!args[0].boolean());
    case Function::kIsNull:
      return Value::Bool(args[0].is_null());
    case Function::kNegate:
      return Negate(args[0], fault);
    case Function::kAdd:
    case Function::kSubtract:
    case Function::kMultiply:
    case Function::kDivide:
    case Function::kModulo:
      return Arithmetic(function, args[0], args[1], fault);
    case Function::kBetween:
      return Between(fold, args, fault);
    case Function::kConcat:
      return Concat(args, arena, fault);
    case Function::kIndexOf:
      return IndexOf(fold, args, fault);
    case Function::kLength:
      return Length(args[0], fault);
    case Function::kNumber:
      return ParseNumberIn(args[0], args.size() == 2 ? args[1] : Value::Null(), fault);
    case Function::kString:
      return ToText(args[0], arena, fault);
    case Function::kSubstring:
      return Substring(args, fault);
    case Function::kToNumber:
      return LooseNumber(args[0]);
  }
  TOCSIN_UNREACHABLE();
}

Value ApplyCall(const Expr& call, std::span<const Value> args, Arena& arena, EvalFault* fault) {
  if (call.function == Function::kEqual) {
    if (MakesNullCheck(call, args, 1)) return Value::Bool(args[0].is_null());
    if (MakesNullCheck(call, args, 0)) return Value::Bool(args[1].is_null());
  }
  if (IsComparison(call.function)) {
    if (const TimeConstant* interval = IntervalOf(call.args[1])) {
      return CompareInstant(call.function, args[0], *interval);
    }
    if (const TimeConstant* interval = IntervalOf(call.args[0])) {
      return CompareInstant(Mirrored(call.function), args[1], *interval);
    }
  }
  if (call.function == Function::kIn && call.args[0].type == Type::kDate) {
    return AnyOf(args, [&](const Value& element) {
      // The element's own expression: its place among the values is its place in the list.
      const TimeConstant* interval =
          IntervalOf(call.args[static_cast<std::size_t>(&element - args.data())]);
      return interval != nullptr ? CompareInstant(Function::kEqual, args[0], *interval)
                                 : Value::Bool(SameValue(args[0], element));
    });
  }
  return Apply(call.function, call.fold, MeaningOf(call), args, arena, fault);
}

CaseMode CaseModeOf(Fold fold) {
  switch (fold) {
    case Fold::kNone:
      return CaseMode::kSensitive;
    case Fold::kAscii:
      return CaseMode::kAsciiFold;
    case Fold::kUnicode:
      return CaseMode::kUnicodeFold;
  }
  TOCSIN_UNREACHABLE();
}

Type MeaningOf(const Expr& call) {
  for (const Expr& arg : call.args) {
    if (arg.type == Type::kIp || arg.type == Type::kVersion || arg.type == Type::kDate) {
      return arg.type;
    }
  }
  return call.args.empty() ? Type::kUnknown : call.args[0].type;
}

bool IsFieldFree(const Expr& expr) {
  if (expr.kind != ExprKind::kConstant && expr.kind != ExprKind::kCall) return false;
  return std::all_of(expr.args.begin(), expr.args.end(), IsFieldFree);
}

Value EvalConstant(const Expr& expr, Arena& arena, EvalFault* fault) {
  if (expr.is_constant()) return ValueOf(expr.constant);
  if (expr.kind != ExprKind::kCall) return Value::Null();
  std::vector<Value> args;
  for (const Expr& arg : expr.args) args.push_back(EvalConstant(arg, arena, fault));
  return ApplyCall(expr, args, arena, fault);
}

bool IsAlwaysNull(const Expr& expr) {
  if (IsFieldFree(expr)) return ConstantValueIs(expr, IsNull);
  if (expr.kind != ExprKind::kCall) return false;
  const auto end = expr.args.end();
  switch (expr.function) {
    case Function::kEqual:  // a null check
    case Function::kIsNull:
      return false;
    case Function::kAnd:
    case Function::kOr:
      // Nothing decides, and something is null.
      return std::any_of(expr.args.begin(), end, IsAlwaysNull) &&
             std::all_of(expr.args.begin(), end, [&](const Expr& arg) {
               return IsAlwaysNull(arg) ||
                      (IsFieldFree(arg) &&
                       ConstantValueIs(arg, expr.function == Function::kAnd ? IsTrue : IsFalse));
             });
    default:
      break;
  }
  // Every other function is null when its first argument is.
  const bool any_argument = (InfoOf(expr.function).properties & kPropNullOnNull) != 0;
  return std::any_of(expr.args.begin(), any_argument ? end : expr.args.begin() + 1, IsAlwaysNull);
}

Value ValueOf(const Constant& constant) {
  struct Viewer {
    Value operator()(NullConstant) const { return Value::Null(); }
    Value operator()(bool v) const { return Value::Bool(v); }
    Value operator()(std::int64_t v) const { return Value::Int(v); }
    Value operator()(double v) const { return Value::Double(v); }
    Value operator()(const std::string& v) const { return Value::String(v); }
    Value operator()(const TimeConstant& v) const { return Value::Time(v.first_ns); }
  };
  return std::visit(Viewer(), constant);
}

Constant ConstantOf(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kObject:
      return NullConstant();
    case ValueKind::kBool:
      return value.boolean();
    case ValueKind::kInt:
      return value.integer();
    case ValueKind::kUInt:
      return static_cast<double>(value.unsigned_integer());
    case ValueKind::kDouble:
      return value.real();
    case ValueKind::kString:
      return std::string(value.text());
    case ValueKind::kTime:
      return TimeConstant{value.time_ns(), value.time_ns()};
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin::plan
