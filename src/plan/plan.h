// What one rule asks for, whatever language it was written in: a condition on single events, an
// ordered sequence, a sample, or counted signals. A RulePlan is an id and a plan; title, severity
// and guide join again in alerts/.
//
// Ownership: plain values. Threads: immutable after the passes.
#pragma once

#include "base/id.h"
#include "event/dataset.h"
#include "plan/expr.h"

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace tocsin {

// Position of the rule in its catalog; dense from 0.
using RuleId = Id<struct RuleIdTag>;

namespace plan {

// Every event that meets the condition is a detection.
struct EventPlan {
  Predicate condition;
  // Pipes of a query; rules seldom have them. Applied left to right on the ordered matches.
  struct Limit {
    bool tail = false;
    std::uint64_t count = 0;
  };
  std::vector<Limit> limits;
};

struct Key {
  Expr field;             // kField
  bool optional = false;  // null is a key value of its own
};

struct Stage {
  Predicate condition;
  std::vector<Key> keys;  // common keys first, then the stage's own
  bool missing = false;   // `![ ]`: no such event may stand here
  std::string alias;      // endpoint dialect: `as event0`
  Span span;
};

// EQL reference, sequences; semantics in docs/internals/semantics.md. `runs` are already expanded.
struct SequencePlan {
  std::vector<Stage> stages;
  std::optional<Stage> until;
  std::optional<std::int64_t> maxspan_ns;  // inclusive, from first to last positive event
  // Beside its keys, all its events are of one host (Event::lane). Rules of an agent mean this
  // without saying it: there is one host where they run.
  bool one_host = false;
  std::vector<EventPlan::Limit> limits;
};

// One event per stage in any order, joined by keys.
struct SamplePlan {
  std::vector<Stage> stages;
};

// Counted signals in the manner of Datadog log rules.
enum class Aggregation : std::uint8_t { kCount, kCardinality, kSum, kMax };

struct SignalQuery {
  std::string name;  // alias used by conditions
  Predicate condition;
  Aggregation aggregation = Aggregation::kCount;
  std::vector<Expr> distinct;  // kCardinality: fields, as tuples
  std::optional<Expr> metric;  // kSum, kMax
  std::vector<Expr> group_by;
  bool group_optional = false;  // a missing group value becomes "N/A"
};

// query OP number, with an optional factor; or two queries.
struct SignalCondition {
  enum class Kind : std::uint8_t { kCompare, kAnd, kOr, kThen };
  enum class Op : std::uint8_t { kGreater, kGreaterEqual, kLess, kLessEqual };
  struct Operand {
    std::optional<std::uint32_t> query;  // index into SignalPlan::queries; none: a number
    double number = 1;                   // the number, or the factor of the query
  };
  Kind kind = Kind::kCompare;
  Op op = Op::kGreater;
  Operand left;
  Operand right;
  std::vector<SignalCondition> children;
};

struct SignalCase {
  std::string name;
  std::string status;  // severity word
  SignalCondition condition;
};

struct SignalPlan {
  std::vector<SignalQuery> queries;
  std::vector<SignalCase> cases;                // first that holds wins
  std::vector<std::uint32_t> group_signals_by;  // positions of group_by; empty: all of them
  std::int64_t evaluation_window_ns = 0;        // 0: each event alone
  std::int64_t keep_alive_ns = 0;
  std::int64_t max_duration_ns = 0;  // 0: unbounded
};

using Plan = std::variant<EventPlan, SequencePlan, SamplePlan, SignalPlan>;

// Calls `visit(const Predicate&)` or `visit(Predicate&)` for each condition that single events are
// tested against, in a fixed order: the event condition; stages then until; queries.
template <class PlanT, class Visit>
void ForEachCondition(PlanT& plan, const Visit& visit);

// Calls `visit(Expr&)` for fields outside conditions: keys, group keys, metrics, distinct fields.
template <class PlanT, class Visit>
void ForEachKeyField(PlanT& plan, const Visit& visit);

}  // namespace plan

struct RulePlan {
  RuleId rule;
  std::string stable_id;  // the rule's own id, part of alert ids
  plan::Plan plan;
  IndexScope scope;  // which data families the rule reads
};

namespace plan {

template <class PlanT, class Visit>
void ForEachCondition(PlanT& plan, const Visit& visit) {
  std::visit(
      [&](auto& p) {
        using P = std::remove_cvref_t<decltype(p)>;
        if constexpr (std::is_same_v<P, EventPlan>) {
          visit(p.condition);
        } else if constexpr (std::is_same_v<P, SignalPlan>) {
          for (auto& query : p.queries) visit(query.condition);
        } else {
          for (auto& stage : p.stages) visit(stage.condition);
          if constexpr (std::is_same_v<P, SequencePlan>) {
            if (p.until) visit(p.until->condition);
          }
        }
      },
      plan);
}

template <class PlanT, class Visit>
void ForEachKeyField(PlanT& plan, const Visit& visit) {
  std::visit(
      [&](auto& p) {
        using P = std::remove_cvref_t<decltype(p)>;
        if constexpr (std::is_same_v<P, SignalPlan>) {
          for (auto& query : p.queries) {
            for (auto& field : query.distinct) visit(field);
            if (query.metric) visit(*query.metric);
            for (auto& field : query.group_by) visit(field);
          }
        } else if constexpr (!std::is_same_v<P, EventPlan>) {
          for (auto& stage : p.stages) {
            for (auto& key : stage.keys) visit(key.field);
          }
          if constexpr (std::is_same_v<P, SequencePlan>) {
            if (p.until) {
              for (auto& key : p.until->keys) visit(key.field);
            }
          }
        }
      },
      plan);
}

}  // namespace plan
}  // namespace tocsin
