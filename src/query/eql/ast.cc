#include "query/eql/ast.h"

#include <limits>

namespace tocsin::eql {

Expr::Expr() = default;
Expr::Expr(ExprKind kind_in, Span span_in) : kind(kind_in), span(span_in) {}
Expr::Expr(Expr&& other) noexcept = default;
Expr& Expr::operator=(Expr&& other) noexcept = default;
Expr::~Expr() = default;

Expr::Expr(const Expr& other)
    : kind(other.kind),
      span(other.span),
      boolean(other.boolean),
      optional(other.optional),
      negated(other.negated),
      op(other.op),
      integer(other.integer),
      decimal(other.decimal),
      text(other.text),
      path(other.path),
      children(other.children),
      event(other.event ? std::make_unique<EventFilter>(*other.event) : nullptr),
      head(other.head) {}

Expr& Expr::operator=(const Expr& other) {
  if (this != &other) *this = Expr(other);
  return *this;
}

bool operator==(const Expr& a, const Expr& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.optional != b.optional ||
      a.negated != b.negated || a.op != b.op || a.integer != b.integer || a.decimal != b.decimal ||
      a.text != b.text || a.path != b.path || a.children != b.children) {
    return false;
  }
  if (!a.event || !b.event) return !a.event && !b.event;
  return *a.event == *b.event;
}

bool operator==(const EventFilter& a, const EventFilter& b) {
  return a.any == b.any && a.category == b.category && a.condition == b.condition;
}

std::int64_t TimeSpan::nanoseconds() const {
  static constexpr std::int64_t kUnits[] = {1'000'000, 1'000'000'000, 60'000'000'000,
                                            3'600'000'000'000, 86'400'000'000'000};
  const std::int64_t length = kUnits[static_cast<std::size_t>(unit)];
  if (count > std::numeric_limits<std::int64_t>::max() / length) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return count * length;
}

bool operator==(const TimeSpan& a, const TimeSpan& b) {
  return a.count == b.count && a.unit == b.unit;
}

bool operator==(const Stage& a, const Stage& b) {
  return a.missing == b.missing && a.event == b.event && a.keys == b.keys && a.runs == b.runs &&
         a.alias == b.alias;
}

bool operator==(const Sequence& a, const Sequence& b) {
  return a.keys == b.keys && a.maxspan == b.maxspan && a.stages == b.stages && a.until == b.until;
}

bool operator==(const Sample& a, const Sample& b) {
  return a.keys == b.keys && a.stages == b.stages;
}

bool operator==(const Pipe& a, const Pipe& b) { return a.tail == b.tail && a.count == b.count; }

bool operator==(const Query& a, const Query& b) { return a.body == b.body && a.pipes == b.pipes; }

std::size_t CountNodes(const Expr& expr) {
  std::size_t nodes = 1;
  for (const Expr& child : expr.children) nodes += CountNodes(child);
  if (expr.event) nodes += CountNodes(expr.event->condition);
  return nodes;
}

}  // namespace tocsin::eql
