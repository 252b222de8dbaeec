// EQL as it was written: the tree that the parser makes and `lower` turns into a plan.
//
// Parentheses and comments are not kept; runs of `and` (or `or`) are one node with many children.
// Every node has the span of its text, for messages; equality ignores spans.
//
// Ownership: plain values; a tree owns its children. Threads: immutable in use.
#pragma once

#include "base/diag/span.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tocsin::eql {

enum class ExprKind : std::uint8_t {
  kError,  // stands for text that was reported and skipped; never in a tree that Parse returns

  kNull,
  kBoolean,
  kInteger,
  kDecimal,
  kString,
  kField,     // a.b, ?a.b
  kVariable,  // $v, $v.a.b

  kCall,        // text(children…)
  kNegate,      // -child
  kPlus,        // +child
  kArithmetic,  // left op right
  kCompare,     // left op right
  kIn,          // first child in (other children)
  kPattern,     // first child op (other children)
  kNot,
  kAnd,  // at least two children
  kOr,   // at least two children

  kRelation,  // text of [event]
};

enum class Operator : std::uint8_t {
  kNone,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kIn,
  kInFold,
  kWildcard,  // `:`
  kLike,
  kLikeFold,
  kRegex,
  kRegexFold,
};

struct EventFilter;

struct Expr {
  ExprKind kind = ExprKind::kError;
  Span span;

  bool boolean = false;           // kBoolean
  bool optional = false;          // kField: written with `?`
  bool negated = false;           // kIn: `not in`
  Operator op = Operator::kNone;  // kArithmetic, kCompare, kIn, kPattern
  std::int64_t integer = 0;       // kInteger
  double decimal = 0;             // kDecimal
  std::string text;               // kString: value; kCall, kVariable, kRelation: name
  std::vector<std::string> path;  // kField, kVariable: components, quotes removed
  std::vector<Expr> children;
  std::unique_ptr<EventFilter> event;  // kRelation
  Span head;                           // kCall: the name; kCompare … kPattern: the operator

  Expr();
  Expr(ExprKind kind_in, Span span_in);
  Expr(const Expr& other);
  Expr(Expr&& other) noexcept;
  Expr& operator=(const Expr& other);
  Expr& operator=(Expr&& other) noexcept;
  ~Expr();

  bool is_constant() const { return kind >= ExprKind::kNull && kind <= ExprKind::kString; }
};
bool operator==(const Expr& a, const Expr& b);

// process where …
struct EventFilter {
  bool any = false;
  std::string category;  // unless `any`
  Span category_span;
  Expr condition;
  Span span;
};
bool operator==(const EventFilter& a, const EventFilter& b);

enum class TimeUnit : std::uint8_t { kMilliseconds, kSeconds, kMinutes, kHours, kDays };

struct TimeSpan {
  std::int64_t count = 0;
  TimeUnit unit = TimeUnit::kSeconds;
  Span span;

  // INT64_MAX if it is longer than 64 bits of nanoseconds (292 years).
  std::int64_t nanoseconds() const;
};
bool operator==(const TimeSpan& a, const TimeSpan& b);

struct Stage {
  bool missing = false;  // ![ … ]
  EventFilter event;
  std::vector<Expr> keys;  // own keys; kField
  std::int64_t runs = 1;
  std::string alias;  // endpoint dialect
  Span span;
  Span runs_span;
  Span alias_span;
};
bool operator==(const Stage& a, const Stage& b);

struct Sequence {
  std::vector<Expr> keys;  // common keys
  std::optional<TimeSpan> maxspan;
  std::vector<Stage> stages;
  std::optional<Stage> until;
  Span span;  // of the word `sequence`
};
bool operator==(const Sequence& a, const Sequence& b);

struct Sample {
  std::vector<Expr> keys;
  std::vector<Stage> stages;
  Span span;  // of the word `sample`
};
bool operator==(const Sample& a, const Sample& b);

struct Pipe {
  bool tail = false;  // else head
  std::int64_t count = 0;
  Span span;
};
bool operator==(const Pipe& a, const Pipe& b);

struct Query {
  std::variant<EventFilter, Sequence, Sample> body;
  std::vector<Pipe> pipes;
};
bool operator==(const Query& a, const Query& b);

// Number of nodes of a tree.
std::size_t CountNodes(const Expr& expr);

}  // namespace tocsin::eql
