// The typed form of a condition that every rule language becomes.
//
// There are two levels, and the difference decides what rules mean (docs/internals/semantics.md):
//
//  * Predicate: the boolean level. And, or and not over leaves, strictly two-valued. `not` is the
//    complement: an event without the field satisfies `not (x == 1)`.
//  * Expr: the scalar level inside one leaf. A leaf is decided for each combination of one value
//    per distinct field in it (a missing field contributes null) and holds if any combination
//    gives true. Null propagates inside; null is not true.
//
// So `x != "a"` is Not(Leaf(x == "a")): "no value of x equals a". Two leaves over the same
// multi-valued field may be met by different values; one leaf may not.
//
// Two predicates ask more than one leaf can: ArraySearch, whether some element of an array meets a
// condition by itself, and DescendantOf, whether some ancestor process did.
//
// Ownership: plain values, copied and compared like any other. Threads: immutable in use.
#pragma once

#include "base/diag/span.h"
#include "event/ecs/field.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin::plan {

enum class Type : std::uint8_t {
  kUnknown,
  kNull,
  kBoolean,
  kLong,
  kDouble,
  kKeyword,
  kDate,
  kIp,
  kVersion,
  kObject,
};
std::string_view TypeName(Type type);
Type TypeOf(FieldType type);

// How letters compare.
enum class Fold : std::uint8_t {
  kNone,
  kAscii,    // field values (EQL `:` and the `~` operators, as the index does)
  kUnicode,  // function results, where the home system folds all of Unicode
};

enum class Function : std::uint8_t {
#define TOCSIN_FUNCTION(id, name, min_args, max_args, type, properties) id,
#include "plan/functions.def"
#undef TOCSIN_FUNCTION
};

struct FunctionInfo {
  std::string_view name;
  int min_args;
  int max_args;  // -1: any number
  Type result;
  std::uint8_t properties;
};
inline constexpr std::uint8_t kPropNullOnNull = 1;
inline constexpr std::uint8_t kPropFolds = 2;
inline constexpr std::uint8_t kPropPatterns = 4;
const FunctionInfo& InfoOf(Function function);

struct NullConstant {
  friend bool operator==(NullConstant, NullConstant) { return true; }
};
struct TimeConstant {  // an interval: a date without time of day is the whole day
  std::int64_t first_ns = 0;
  std::int64_t last_ns = 0;  // inclusive
  friend bool operator==(const TimeConstant&, const TimeConstant&) = default;
};
using Constant = std::variant<NullConstant, bool, std::int64_t, double, std::string, TimeConstant>;

enum class ExprKind : std::uint8_t {
  kConstant,
  kField,       // values of a field of the event
  kStageField,  // field of the event bound at an earlier stage of a sequence
  kVariable,    // field of the element that an array search looks at, by its whole name
  kCall,
};

struct Expr {
  ExprKind kind = ExprKind::kConstant;
  Type type = Type::kNull;
  Span span;  // in the rule's source text

  Constant constant;  // kConstant
  std::string name;   // field kinds: dotted path as written, without quotes
  FieldId field;      // field kinds: after resolution
  FieldView view = FieldView::kExact;
  bool optional = false;                 // written with `?`; says nothing once resolved
  std::uint32_t binding = 0;             // kStageField: stage; kVariable: searches around its own
  Function function = Function::kEqual;  // kCall
  Fold fold = Fold::kNone;               // kCall
  std::vector<Expr> args;                // kCall

  static Expr Of(Constant value, Span span = {});
  static Expr OfField(std::string name, Span span = {});
  static Expr Call(Function function, std::vector<Expr> args, Fold fold = Fold::kNone,
                   Span span = {});

  bool is_constant() const { return kind == ExprKind::kConstant; }
  bool is_null_constant() const {
    return is_constant() && std::holds_alternative<NullConstant>(constant);
  }
  bool is_field() const { return kind == ExprKind::kField; }
  // A field of any kind: of the event, of an earlier one, of an element.
  bool is_reference() const {
    return kind == ExprKind::kField || kind == ExprKind::kStageField || kind == ExprKind::kVariable;
  }
};

// Structural: spans do not count, nor do, of resolved fields, names and whether they are optional;
// everything else does. Two equal leaves of any two rules are one atom.
bool SameExpr(const Expr& a, const Expr& b);
std::uint64_t HashExpr(const Expr& expr);

enum class PredicateKind : std::uint8_t {
  kConstant,      // `value`
  kAnd,           // no children: true
  kOr,            // no children: false
  kNot,           // one child
  kLeaf,          // `leaf`
  kArraySearch,   // `leaf` is an array, one child: some element of it meets the child
  kDescendantOf,  // one child: some ancestor process met it (plan/ancestry.h)
};

struct Predicate {
  PredicateKind kind = PredicateKind::kConstant;
  bool value = true;
  Span span;
  Expr leaf;
  std::vector<Predicate> children;
  // kDescendantOf: for whoever keeps process state, to number the conditions that it watches. Not
  // part of the meaning.
  std::uint32_t relation = 0;

  static Predicate Of(bool value);
  static Predicate Leaf(Expr leaf);
  static Predicate ArraySearch(Expr array, Predicate condition);
  static Predicate DescendantOf(Predicate condition);
  static Predicate And(std::vector<Predicate> children);
  static Predicate Or(std::vector<Predicate> children);
  static Predicate Not(Predicate child);
};

// Of two equal trees one is kept: a field is optional in it only where it was in both.
void MergeOptional(const Expr& equal, Expr* kept);
void MergeOptional(const Predicate& equal, Predicate* kept);

// Structural, as SameExpr.
bool SamePredicate(const Predicate& a, const Predicate& b);
std::uint64_t HashPredicate(const Predicate& predicate);

// Calls `visit(const Expr&)` for every field reference in the tree, in order.
template <class Visit>
void ForEachField(const Expr& expr, const Visit& visit) {
  if (expr.is_reference()) visit(expr);
  for (const Expr& arg : expr.args) ForEachField(arg, visit);
}
template <class Visit>
void ForEachField(const Predicate& predicate, const Visit& visit) {
  ForEachField(predicate.leaf, visit);
  for (const Predicate& child : predicate.children) ForEachField(child, visit);
}

// Calls `visit` for every kDescendantOf below, and for those within it before it.
template <class PredicateT, class Visit>
void ForEachRelation(PredicateT& predicate, const Visit& visit) {
  for (auto& child : predicate.children) ForEachRelation(child, visit);
  if (predicate.kind == PredicateKind::kDescendantOf) visit(predicate);
}

// Whether anything in it is a field of an earlier stage of a sequence.
bool ReadsEarlierStages(const Expr& expr);
bool ReadsEarlierStages(const Predicate& predicate);
// Whether anything in it asks for ancestors of the event's process.
bool AsksForAncestors(const Predicate& predicate);
// Either: the event alone does not decide it.
inline bool NeedsContext(const Predicate& predicate) {
  return ReadsEarlierStages(predicate) || AsksForAncestors(predicate);
}

}  // namespace tocsin::plan
