#include "base/check.h"
#include "plan/functions.h"
#include "plan/passes/literals.h"
#include "plan/passes/passes.h"
#include "plan/patterns.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::plan {
namespace {

bool IsText(Type type) { return type == Type::kKeyword || type == Type::kVersion; }
bool IsNumber(Type type) { return type == Type::kLong || type == Type::kDouble; }
// Nothing is known about the values, so nothing can be said against them.
bool IsOpen(Type type) { return type == Type::kUnknown || type == Type::kNull; }

// Types whose values may be equal; for join keys.
enum class Family : std::uint8_t { kOpen, kText, kNumber, kBoolean, kDate, kIp, kObject };

Family FamilyOf(Type type) {
  switch (type) {
    case Type::kUnknown:
    case Type::kNull:
      return Family::kOpen;
    case Type::kKeyword:
    case Type::kVersion:
      return Family::kText;
    case Type::kLong:
    case Type::kDouble:
      return Family::kNumber;
    case Type::kBoolean:
      return Family::kBoolean;
    case Type::kDate:
      return Family::kDate;
    case Type::kIp:
      return Family::kIp;
    case Type::kObject:
      return Family::kObject;
  }
  TOCSIN_UNREACHABLE();
}

std::string Ordinal(std::size_t index) {
  constexpr std::array<std::string_view, 5> kWords = {"first", "second", "third", "fourth",
                                                      "fifth"};
  return index < kWords.size() ? std::string(kWords[index]) : fmt::format("{}th", index + 1);
}

// Elements of a list are counted in figures.
std::string ListOrdinal(std::size_t index) {
  constexpr std::array<std::string_view, 3> kEndings = {"st", "nd", "rd"};
  const bool teen = index % 100 >= 11 && index % 100 <= 13;
  const std::size_t last = index % 10;
  return fmt::format("{}{}", index,
                     teen || last == 0 || last > kEndings.size() ? "th" : kEndings[last - 1]);
}

class Typechecker {
 public:
  Typechecker(const Schema& schema, const SourceRef& source, DiagnosticSink& sink, bool exact)
      : schema_(schema), source_(source), sink_(sink), exact_(exact) {}

  void Check(Predicate& predicate) {
    for (Predicate& child : predicate.children) Check(child);
    if (predicate.kind == PredicateKind::kArraySearch) TypeField(predicate.leaf);
    if (predicate.kind != PredicateKind::kLeaf) return;
    Expr& leaf = predicate.leaf;
    Check(leaf);
    if (!IsOpen(leaf.type) && leaf.type != Type::kBoolean) {
      Error(DiagCode::kEqlNotBoolean, leaf.span, nullptr,
            fmt::format("condition expression needs to be boolean, found {}: `{}`",
                        TypeName(leaf.type), Text(leaf)),
            "compare it with something");
    }
    MatchEveryValue(&leaf);
  }

  void Check(Expr& expr) {
    for (Expr& arg : expr.args) {
      if (arg.is_reference()) {
        CheckField(arg, &expr);
      } else {
        Check(arg);
      }
    }
    switch (expr.kind) {
      case ExprKind::kConstant:
        return;
      case ExprKind::kField:
      case ExprKind::kStageField:
      case ExprKind::kVariable:
        CheckField(expr, nullptr);
        return;
      case ExprKind::kCall:
        CheckCall(expr);
        return;
    }
  }

  // Keys that stand at the same position of different stages.
  void CheckKeys(const std::vector<const Stage*>& stages) {
    for (const Stage* stage : stages) {
      for (std::size_t i = 0; i < stage->keys.size() && i < stages[0]->keys.size(); ++i) {
        const Expr& first = stages[0]->keys[i].field;
        const Expr& key = stage->keys[i].field;
        const Family a = FamilyOf(first.type);
        const Family b = FamilyOf(key.type);
        if (a == b || a == Family::kOpen || b == Family::kOpen) continue;
        failed_ = true;
        sink_.Add(Diagnostic(
                      DiagCode::kEqlKeyTypes, source_, key.span,
                      fmt::format("sequence key `{}` type {} is incompatible with key `{}` type {}",
                                  key.name, TypeName(key.type), first.name, TypeName(first.type)))
                      .Secondary(first.span, "compared with this key"));
      }
    }
  }

  bool failed() const { return failed_; }

 private:
  std::string_view Text(const Expr& expr) const { return source_->text(expr.span); }

  // The sign between the sides of a pattern's match, as it was written: what stands between them.
  std::string_view OperatorText(const Expr& call) const {
    const std::string_view between =
        source_->text(Span{call.args[0].span.end, call.args[1].span.begin});
    const std::size_t begin = between.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return InfoOf(call.function).name;
    return between.substr(begin, between.find_first_of(" \t\r\n(\"/", begin) - begin);
  }

  // `call`: the function call that is spoiled by what stands at `span`; may be null.
  void Error(DiagCode code, Span span, const Expr* call, std::string message,
             std::string help = {}) {
    failed_ = true;
    Diagnostic diagnostic(code, source_, span, std::move(message));
    if (call != nullptr) diagnostic = std::move(diagnostic).Within(call->span);
    if (!help.empty()) diagnostic = std::move(diagnostic).Help(std::move(help));
    sink_.Add(std::move(diagnostic));
  }

  FieldType TypeField(Expr& field) {
    TOCSIN_CHECK(!field.field.is_none(), "typecheck follows resolve");
    const FieldType type = schema_.type(field.field);
    field.type = TypeOf(type);
    return type;
  }

  // `call`: the call or comparison whose argument the field is; may be null.
  void CheckField(Expr& field, const Expr* call) {
    const FieldType type = TypeField(field);
    if (field.type != Type::kObject) return;
    // The objects of an array are values, of which one can ask whether there are any.
    const bool asks_for_elements = type == FieldType::kNested && call != nullptr &&
                                   call->function == Function::kIsNull && !exact_;
    if (asks_for_elements) return;
    const bool compared = call != nullptr && InfoOf(call->function).result == Type::kBoolean;
    Error(DiagCode::kEqlContainerField, field.span, compared ? nullptr : call,
          fmt::format("cannot use field `{}` with unsupported type {}: it has no values of its own",
                      field.name, FieldTypeName(type)),
          "name one of its members");
  }

  // Elasticsearch turns stringContains(field, "") into a pattern that every value meets; on
  // computed values it is false.
  static void MatchEveryValue(Expr* leaf) {
    if (leaf->kind == ExprKind::kCall && leaf->function == Function::kContains &&
        leaf->args[0].is_reference() && leaf->args[1].is_constant() &&
        leaf->args[1].constant == Constant(std::string())) {
      leaf->function = Function::kWildcard;
      leaf->args[1].constant = std::string("*");
    }
  }

  // Text may hold addresses, also in a field whose sensor does not promise them.
  bool IsAddress(const Expr& arg) const {
    return arg.type == Type::kIp || (IsText(arg.type) && !(exact_ && arg.is_field()));
  }

  // Reports an argument unless `fits` or its type is unknown.
  bool Expect(const Expr& call, std::size_t index, bool fits, std::string_view wanted) {
    const Expr& arg = call.args[index];
    if (fits || IsOpen(arg.type)) return true;
    Error(DiagCode::kEqlArgumentType, arg.span, &call,
          fmt::format("{} argument of `{}` must be {}, found value `{}` type {}", Ordinal(index),
                      Text(call), wanted, Text(arg), TypeName(arg.type)));
    return false;
  }
  bool ExpectText(const Expr& call, std::size_t index) {
    return Expect(call, index, IsText(call.args[index].type), "string");
  }
  bool ExpectNumber(const Expr& call, std::size_t index) {
    return Expect(call, index, IsNumber(call.args[index].type), "numeric");
  }
  bool ExpectWhole(const Expr& call, std::size_t index) {
    return Expect(call, index, call.args[index].type == Type::kLong, "integer");
  }
  bool ExpectBoolean(const Expr& call, std::size_t index) {
    return Expect(call, index, call.args[index].type == Type::kBoolean, "boolean");
  }

  void CheckCall(Expr& call) {
    ApplyView(call);
    switch (call.function) {
      case Function::kEqual:
      case Function::kLess:
      case Function::kLessEqual:
      case Function::kGreater:
      case Function::kGreaterEqual:
        FitLiterals(&call, source_, sink_);
        return;
      case Function::kIn:
        CheckList(call);
        return;
      case Function::kWildcard:
      case Function::kRegex:
        CheckPatterns(call);
        return;
      case Function::kCidrMatch:
        Expect(call, 0, IsAddress(call.args[0]), "ip");
        CheckPatternConstants(call);
        if (exact_) ExpectConstantBlocks(call);
        return;
      case Function::kStartsWith:
      case Function::kEndsWith:
      case Function::kContains:
      case Function::kContainsWords:
      case Function::kLength:
        for (std::size_t i = 0; i < call.args.size(); ++i) ExpectText(call, i);
        return;
      case Function::kAnd:
      case Function::kOr:
      case Function::kNot:
        for (std::size_t i = 0; i < call.args.size(); ++i) ExpectBoolean(call, i);
        return;
      case Function::kIsNull:
      case Function::kConcat:
      case Function::kString:
      case Function::kToNumber:
        return;
      case Function::kNegate:
      case Function::kAdd:
      case Function::kSubtract:
      case Function::kMultiply:
      case Function::kDivide:
      case Function::kModulo:
        CheckArithmetic(call);
        return;
      case Function::kBetween:
        for (std::size_t i = 0; i < 3; ++i) ExpectText(call, i);
        if (call.args.size() > 3) ExpectBoolean(call, 3);
        return;
      case Function::kIndexOf:
        for (std::size_t i = 0; i < 2; ++i) ExpectText(call, i);
        if (call.args.size() > 2) ExpectWhole(call, 2);
        return;
      case Function::kNumber:
        ExpectText(call, 0);
        if (call.args.size() > 1) ExpectWhole(call, 1);
        return;
      case Function::kSubstring:
        ExpectText(call, 0);
        for (std::size_t i = 1; i < call.args.size(); ++i) ExpectWhole(call, i);
        return;
    }
  }

  // A field seen through `.caseless` ignores ASCII case wherever case can be ignored.
  static void ApplyView(Expr& call) {
    if ((InfoOf(call.function).properties & kPropFolds) == 0 || call.fold != Fold::kNone) return;
    for (const Expr& arg : call.args) {
      if (arg.view == FieldView::kCaseless) call.fold = Fold::kAscii;
    }
  }

  void CheckArithmetic(Expr& call) {
    bool whole = true;
    bool broken = false;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
      if (!ExpectNumber(call, i)) return;
      whole = whole && call.args[i].type == Type::kLong;
      broken = broken || call.args[i].type == Type::kDouble;
    }
    call.type = broken ? Type::kDouble : (whole ? Type::kLong : Type::kUnknown);
  }

  void CheckList(Expr& call) {
    const Expr& left = call.args[0];
    for (std::size_t i = 1; i < call.args.size(); ++i) {
      Expr& element = call.args[i];
      if (!element.is_constant() || left.is_constant()) continue;
      const bool address = exact_ && left.type == Type::kIp && IsText(element.type);
      if (!address && FitLiteral(left.type, true, &element) == LiteralFit::kFits) continue;
      Error(DiagCode::kEqlListElement, element.span, &call,
            fmt::format("{} argument of `{}` must be {}, found value `{}` type {}", ListOrdinal(i),
                        Text(call), TypeName(left.type), Text(element), TypeName(element.type)),
            address ? "in exact mode write `==` or cidrMatch" : "");
    }
  }

  void ExpectConstantBlocks(const Expr& call) {
    for (std::size_t i = 1; i < call.args.size(); ++i) {
      if (IsFieldFree(call.args[i])) continue;
      Error(DiagCode::kEqlArgumentType, call.args[i].span, &call,
            fmt::format("{} argument of `{}` must be a constant, received `{}`", Ordinal(i),
                        Text(call), Text(call.args[i])),
            "outside of exact mode it can be a field");
    }
  }

  void CheckPatterns(Expr& call) {
    const Expr& left = call.args[0];
    if (!IsText(left.type) && !IsOpen(left.type)) {
      Error(DiagCode::kEqlNeedsText, left.span, &call,
            fmt::format("first argument of `{}` must be string, found value `{}` type {}; consider "
                        "using `==` instead",
                        OperatorText(call), Text(left), TypeName(left.type)),
            left.type == Type::kIp ? "cidrMatch asks for blocks of addresses" : "");
    }
    CheckPatternConstants(call);
  }

  void CheckPatternConstants(const Expr& call) {
    for (std::size_t i = 1; i < call.args.size(); ++i) {
      const Expr& pattern = call.args[i];
      if (!ExpectText(call, i) || !pattern.is_constant()) continue;
      const auto* text = std::get_if<std::string>(&pattern.constant);
      if (text == nullptr) continue;
      const std::string why = PatternError(call.function, call.fold, *text);
      if (!why.empty()) {
        Error(DiagCode::kEqlBadPattern, pattern.span, &call,
              fmt::format("`{}` cannot be used: {}", *text, why));
      }
    }
  }

  const Schema& schema_;
  const SourceRef& source_;
  DiagnosticSink& sink_;
  const bool exact_;
  bool failed_ = false;
};

}  // namespace

Result<void, Reported> Typecheck(Plan& plan, const Schema& schema, const SourceRef& source,
                                 DiagnosticSink& sink, bool exact) {
  Typechecker checker(schema, source, sink, exact);
  ForEachCondition(plan, [&](Predicate& condition) { checker.Check(condition); });
  ForEachKeyField(plan, [&](Expr& field) { checker.Check(field); });
  std::vector<const Stage*> stages;
  if (const auto* sequence = std::get_if<SequencePlan>(&plan)) {
    for (const Stage& stage : sequence->stages) stages.push_back(&stage);
    if (sequence->until) stages.push_back(&*sequence->until);
  } else if (const auto* sample = std::get_if<SamplePlan>(&plan)) {
    for (const Stage& stage : sample->stages) stages.push_back(&stage);
  }
  checker.CheckKeys(stages);
  if (checker.failed()) return Fail(Reported());
  return {};
}

}  // namespace tocsin::plan
