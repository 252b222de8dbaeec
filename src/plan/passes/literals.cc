#include "plan/passes/literals.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/ip.h"
#include "event/conversion.h"
#include "plan/comparison.h"
#include "plan/date_literal.h"
#include "plan/functions.h"
#include "plan/printer.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <variant>

namespace tocsin::plan {
namespace {

LiteralFit Replace(const std::optional<Constant>& constant, Expr* expr) {
  if (!constant) return LiteralFit::kNever;
  *expr = Expr::Of(*constant, expr->span);
  return LiteralFit::kFits;
}

std::optional<Constant> AsText(const Value& value) {
  Arena arena(256);
  return Constant(std::string(TextOfValue(value, arena)));
}

std::optional<Constant> AsNumber(const Value& value) {
  if (value.is_number()) return ConstantOf(value);
  if (!value.is_string()) return std::nullopt;
  const std::optional<Value> number = NumberOfText(value.text());
  return number ? std::optional<Constant>(ConstantOf(*number)) : std::nullopt;
}

std::optional<Constant> AsBoolean(const Value& value) {
  if (value.kind() == ValueKind::kBool) return Constant(value.boolean());
  if (value.is_string() && value.text() == "true") return Constant(true);
  if (value.is_string() && value.text() == "false") return Constant(false);
  return std::nullopt;
}

std::optional<Constant> AsInterval(const Value& value) {
  std::optional<TimeConstant> interval;
  if (value.is_string()) interval = ParseDateLiteral(value.text());
  if (value.kind() == ValueKind::kInt) interval = MillisecondInterval(value.integer());
  return interval ? std::optional<Constant>(*interval) : std::nullopt;
}

std::optional<Constant> AsAddress(const Value& value, bool equality) {
  if (!value.is_string()) return std::nullopt;
  if (const std::optional<IpAddress> address = IpAddress::Parse(value.text())) {
    return Constant(address->ToString());
  }
  const std::optional<CidrBlock> block = CidrBlock::Parse(value.text());
  return block && equality ? std::optional<Constant>(block->ToString()) : std::nullopt;
}

}  // namespace

LiteralFit FitLiteral(Type type, bool equality, Expr* constant) {
  TOCSIN_DCHECK(constant->is_constant());
  if (constant->is_null_constant() || std::holds_alternative<TimeConstant>(constant->constant)) {
    return LiteralFit::kFits;
  }
  const Constant written = constant->constant;  // `value` views it
  const Value value = ValueOf(written);
  switch (type) {
    case Type::kUnknown:
    case Type::kNull:
      return LiteralFit::kFits;
    case Type::kKeyword:
    case Type::kVersion:
      return Replace(AsText(value), constant);
    case Type::kLong:
    case Type::kDouble:
      return Replace(AsNumber(value), constant);
    case Type::kBoolean:
      return Replace(AsBoolean(value), constant);
    case Type::kDate:
      return Replace(AsInterval(value), constant);
    case Type::kIp:
      return Replace(AsAddress(value, equality), constant);
    case Type::kObject:
      return LiteralFit::kNever;
  }
  TOCSIN_UNREACHABLE();
}

void FitLiterals(Expr* call, const SourceRef& source, DiagnosticSink& sink) {
  const bool comparison = IsComparison(call->function);
  if (!comparison && call->function != Function::kIn) return;
  const bool equality = !IsOrderComparison(call->function);
  for (Expr& arg : call->args) {
    if (!arg.is_constant()) continue;
    // What it is compared with: the list's left side, or the other side.
    const Expr& other = comparison && &arg == &call->args[0] ? call->args[1] : call->args[0];
    if (other.is_constant() || FitLiteral(other.type, equality, &arg) == LiteralFit::kFits) {
      continue;
    }
    sink.Add(Diagnostic(DiagCode::kEqlNeverEqual, source, arg.span,
                        fmt::format("{} is no value of type {}", Print(arg), TypeName(other.type)))
                 .Label("this comparison never holds")
                 .Secondary(other.span, fmt::format("of type {}", TypeName(other.type))));
  }
}

}  // namespace tocsin::plan
