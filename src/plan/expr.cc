#include "plan/expr.h"

#include "base/check.h"
#include "base/hash.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tocsin::plan {
namespace {

constexpr FunctionInfo kFunctions[] = {
#define TOCSIN_FUNCTION(id, name, min_args, max_args, type, properties) \
  {name, min_args, max_args, Type::type, properties},
#include "plan/functions.def"
#undef TOCSIN_FUNCTION
};

// Equality that tells 0.0 from -0.0 and finds a NaN equal to itself, as printing does.
bool SameConstant(const Constant& a, const Constant& b) {
  const double* x = std::get_if<double>(&a);
  const double* y = std::get_if<double>(&b);
  if (x != nullptr && y != nullptr) {
    return std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
  }
  return a == b;
}

struct ConstantHasher {
  std::uint64_t operator()(NullConstant) const { return 0; }
  std::uint64_t operator()(bool v) const { return v ? 1 : 0; }
  std::uint64_t operator()(std::int64_t v) const { return static_cast<std::uint64_t>(v); }
  std::uint64_t operator()(double v) const { return std::bit_cast<std::uint64_t>(v); }
  std::uint64_t operator()(const std::string& v) const { return Hash64(v); }
  std::uint64_t operator()(const TimeConstant& v) const {
    return HashCombine(static_cast<std::uint64_t>(v.first_ns),
                       static_cast<std::uint64_t>(v.last_ns));
  }
};

Type TypeOfConstant(const Constant& constant) {
  struct Typer {
    Type operator()(NullConstant) const { return Type::kNull; }
    Type operator()(bool) const { return Type::kBoolean; }
    Type operator()(std::int64_t) const { return Type::kLong; }
    Type operator()(double) const { return Type::kDouble; }
    Type operator()(const std::string&) const { return Type::kKeyword; }
    Type operator()(const TimeConstant&) const { return Type::kDate; }
  };
  return std::visit(Typer(), constant);
}

Predicate Group(PredicateKind kind, std::vector<Predicate> children) {
  Predicate predicate;
  predicate.kind = kind;
  if (!children.empty()) predicate.span = Cover(children.front().span, children.back().span);
  predicate.children = std::move(children);
  return predicate;
}

}  // namespace

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kUnknown:
      return "unknown";
    case Type::kNull:
      return "null";
    case Type::kBoolean:
      return "boolean";
    case Type::kLong:
      return "long";
    case Type::kDouble:
      return "double";
    case Type::kKeyword:
      return "keyword";
    case Type::kDate:
      return "date";
    case Type::kIp:
      return "ip";
    case Type::kVersion:
      return "version";
    case Type::kObject:
      return "object";
  }
  TOCSIN_UNREACHABLE();
}

Type TypeOf(FieldType type) {
  switch (type) {
    case FieldType::kKeyword:
    case FieldType::kWildcard:
    case FieldType::kText:
    case FieldType::kConstantKeyword:
    case FieldType::kFlattened:
      return Type::kKeyword;
    case FieldType::kLong:
      return Type::kLong;
    case FieldType::kDouble:
      return Type::kDouble;
    case FieldType::kBoolean:
      return Type::kBoolean;
    case FieldType::kDate:
      return Type::kDate;
    case FieldType::kIp:
      return Type::kIp;
    case FieldType::kVersion:
      return Type::kVersion;
    case FieldType::kGeoPoint:
    case FieldType::kObject:
    case FieldType::kNested:
      return Type::kObject;
    case FieldType::kUnmapped:
      return Type::kUnknown;
  }
  TOCSIN_UNREACHABLE();
}

const FunctionInfo& InfoOf(Function function) {
  return kFunctions[static_cast<std::size_t>(function)];
}

Expr Expr::Of(Constant value, Span span) {
  Expr expr;
  expr.kind = ExprKind::kConstant;
  expr.type = TypeOfConstant(value);
  expr.span = span;
  expr.constant = std::move(value);
  return expr;
}

Expr Expr::OfField(std::string name, Span span) {
  Expr expr;
  expr.kind = ExprKind::kField;
  expr.type = Type::kUnknown;
  expr.span = span;
  expr.name = std::move(name);
  return expr;
}

Expr Expr::Call(Function function, std::vector<Expr> args, Fold fold, Span span) {
  Expr expr;
  expr.kind = ExprKind::kCall;
  expr.type = InfoOf(function).result;
  expr.span = span;
  expr.function = function;
  expr.fold = fold;
  expr.args = std::move(args);
  return expr;
}

bool SameExpr(const Expr& a, const Expr& b) {
  if (a.kind != b.kind || a.type != b.type) return false;
  switch (a.kind) {
    case ExprKind::kConstant:
      return SameConstant(a.constant, b.constant);
    case ExprKind::kField:
    case ExprKind::kStageField:
    case ExprKind::kVariable:
      return a.field == b.field && a.view == b.view && a.binding == b.binding &&
             (!a.field.is_none() || (a.name == b.name && a.optional == b.optional));
    case ExprKind::kCall:
      if (a.function != b.function || a.fold != b.fold || a.args.size() != b.args.size()) {
        return false;
      }
      for (std::size_t i = 0; i < a.args.size(); ++i) {
        if (!SameExpr(a.args[i], b.args[i])) return false;
      }
      return true;
  }
  TOCSIN_UNREACHABLE();
}

std::uint64_t HashExpr(const Expr& expr) {
  std::uint64_t hash =
      HashCombine(static_cast<std::uint64_t>(expr.kind), static_cast<std::uint64_t>(expr.type));
  switch (expr.kind) {
    case ExprKind::kConstant:
      hash = HashCombine(hash, expr.constant.index());
      return HashCombine(hash, std::visit(ConstantHasher(), expr.constant));
    case ExprKind::kField:
    case ExprKind::kStageField:
    case ExprKind::kVariable:
      hash = HashCombine(hash, expr.field.is_none() ? Hash64(expr.name) : expr.field.value());
      return HashCombine(
          hash, (std::uint64_t{expr.binding} << 8) | static_cast<std::uint64_t>(expr.view));
    case ExprKind::kCall:
      hash = HashCombine(hash, (static_cast<std::uint64_t>(expr.function) << 8) |
                                   static_cast<std::uint64_t>(expr.fold));
      for (const Expr& arg : expr.args) hash = HashCombine(hash, HashExpr(arg));
      return hash;
  }
  TOCSIN_UNREACHABLE();
}

void MergeOptional(const Expr& equal, Expr* kept) {
  kept->optional = kept->optional && equal.optional;
  for (std::size_t i = 0; i < kept->args.size(); ++i) MergeOptional(equal.args[i], &kept->args[i]);
}

void MergeOptional(const Predicate& equal, Predicate* kept) {
  MergeOptional(equal.leaf, &kept->leaf);
  for (std::size_t i = 0; i < kept->children.size(); ++i) {
    MergeOptional(equal.children[i], &kept->children[i]);
  }
}

bool ReadsEarlierStages(const Expr& expr) {
  return expr.kind == ExprKind::kStageField ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [](const Expr& arg) { return ReadsEarlierStages(arg); });
}

bool ReadsEarlierStages(const Predicate& predicate) {
  return ReadsEarlierStages(predicate.leaf) ||
         std::any_of(predicate.children.begin(), predicate.children.end(),
                     [](const Predicate& child) { return ReadsEarlierStages(child); });
}

bool AsksForAncestors(const Predicate& predicate) {
  return predicate.kind == PredicateKind::kDescendantOf ||
         std::any_of(predicate.children.begin(), predicate.children.end(), AsksForAncestors);
}

Predicate Predicate::Of(bool value) {
  Predicate predicate;
  predicate.value = value;
  return predicate;
}

Predicate Predicate::Leaf(Expr leaf) {
  Predicate predicate;
  predicate.kind = PredicateKind::kLeaf;
  predicate.span = leaf.span;
  predicate.leaf = std::move(leaf);
  return predicate;
}

Predicate Predicate::ArraySearch(Expr array, Predicate condition) {
  Predicate predicate;
  predicate.kind = PredicateKind::kArraySearch;
  predicate.span = Cover(array.span, condition.span);
  predicate.leaf = std::move(array);
  predicate.children.push_back(std::move(condition));
  return predicate;
}

Predicate Predicate::DescendantOf(Predicate condition) {
  Predicate predicate;
  predicate.kind = PredicateKind::kDescendantOf;
  predicate.span = condition.span;
  predicate.children.push_back(std::move(condition));
  return predicate;
}

Predicate Predicate::And(std::vector<Predicate> children) {
  return Group(PredicateKind::kAnd, std::move(children));
}

Predicate Predicate::Or(std::vector<Predicate> children) {
  return Group(PredicateKind::kOr, std::move(children));
}

Predicate Predicate::Not(Predicate child) {
  Predicate predicate;
  predicate.kind = PredicateKind::kNot;
  predicate.span = child.span;
  predicate.children.push_back(std::move(child));
  return predicate;
}

bool SamePredicate(const Predicate& a, const Predicate& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == PredicateKind::kConstant) return a.value == b.value;
  return SameExpr(a.leaf, b.leaf) &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    SamePredicate);
}

std::uint64_t HashPredicate(const Predicate& predicate) {
  std::uint64_t hash = HashCombine(static_cast<std::uint64_t>(predicate.kind),
                                   predicate.kind == PredicateKind::kConstant && predicate.value);
  hash = HashCombine(hash, HashExpr(predicate.leaf));
  for (const Predicate& child : predicate.children) {
    hash = HashCombine(hash, HashPredicate(child));
  }
  return hash;
}

}  // namespace tocsin::plan
