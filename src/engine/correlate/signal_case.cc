#include "engine/correlate/signal_case.h"

#include "base/check.h"

#include <algorithm>
#include <cstddef>

namespace tocsin::correlate {
namespace {

using plan::Aggregation;
using plan::SignalCondition;
using plan::SignalQuery;

double ValueOf(const SignalCondition::Operand& operand, std::span<const Window> windows) {
  if (!operand.query) return operand.number;
  return operand.number * windows[*operand.query].Value();
}

bool Compare(const SignalCondition& condition, std::span<const Window> windows) {
  const double left = ValueOf(condition.left, windows);
  const double right = ValueOf(condition.right, windows);
  switch (condition.op) {
    case SignalCondition::Op::kGreater:
      return left > right;
    case SignalCondition::Op::kGreaterEqual:
      return left >= right;
    case SignalCondition::Op::kLess:
      return left < right;
    case SignalCondition::Op::kLessEqual:
      return left <= right;
  }
  TOCSIN_UNREACHABLE();
}

// More events never make it false.
bool OnlyGrows(const SignalCondition& condition, std::span<const SignalQuery> queries) {
  if (condition.kind != SignalCondition::Kind::kCompare) {
    return condition.kind != SignalCondition::Kind::kThen &&
           std::all_of(condition.children.begin(), condition.children.end(),
                       [&](const SignalCondition& child) { return OnlyGrows(child, queries); });
  }
  const bool up = condition.op == SignalCondition::Op::kGreater ||
                  condition.op == SignalCondition::Op::kGreaterEqual;
  return up && condition.left.query && condition.left.number >= 0 && !condition.right.query &&
         queries[*condition.left.query].aggregation != Aggregation::kSum;
}

bool ThenHolds(const SignalCondition& condition, std::span<const SignalQuery> queries,
               std::span<const Window> windows) {
  const SignalCondition& before = condition.children[0];
  const SignalCondition& after = condition.children[1];
  if (OnlyGrows(after, queries) && !CaseHolds(after, queries, windows)) return false;

  struct Place {
    Time time;
    std::uint64_t ordinal;
    std::size_t query;
    const Window::Entry* entry;
  };
  std::vector<Place> places;
  for (std::size_t q = 0; q < windows.size(); ++q) {
    for (const Window::Entry& entry : windows[q].entries()) {
      places.push_back({entry.time, entry.ordinal, q, &entry});
    }
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    if (a.time != b.time) return a.time < b.time;
    return a.ordinal != b.ordinal ? a.ordinal < b.ordinal : a.query < b.query;
  });
  std::vector<Window> replayed;
  const auto start_empty = [&] {
    replayed.clear();
    for (const SignalQuery& query : queries) replayed.emplace_back(query.aggregation);
  };
  start_empty();
  bool first_held = false;
  for (std::size_t i = 0; i < places.size();) {
    const std::uint64_t ordinal = places[i].ordinal;
    for (; i < places.size() && places[i].ordinal == ordinal; ++i) {
      replayed[places[i].query].Add(*places[i].entry, 0);
    }
    if (!first_held && CaseHolds(before, queries, replayed)) {
      first_held = true;
      start_empty();
    }
  }
  return first_held && CaseHolds(after, queries, replayed);
}

void CollectQueries(const SignalCondition& condition, std::vector<std::uint32_t>* out) {
  if (condition.kind == SignalCondition::Kind::kCompare) {
    if (condition.left.query) out->push_back(*condition.left.query);
    if (condition.right.query) out->push_back(*condition.right.query);
  }
  for (const SignalCondition& child : condition.children) CollectQueries(child, out);
}

}  // namespace

bool CaseHolds(const SignalCondition& condition, std::span<const SignalQuery> queries,
               std::span<const Window> windows) {
  const auto holds = [&](const SignalCondition& child) {
    return CaseHolds(child, queries, windows);
  };
  switch (condition.kind) {
    case SignalCondition::Kind::kCompare:
      return Compare(condition, windows);
    case SignalCondition::Kind::kAnd:
      return std::all_of(condition.children.begin(), condition.children.end(), holds);
    case SignalCondition::Kind::kOr:
      return std::any_of(condition.children.begin(), condition.children.end(), holds);
    case SignalCondition::Kind::kThen:
      return ThenHolds(condition, queries, windows);
  }
  TOCSIN_UNREACHABLE();
}

std::vector<std::uint32_t> QueriesOf(const SignalCondition& condition) {
  std::vector<std::uint32_t> queries;
  CollectQueries(condition, &queries);
  std::sort(queries.begin(), queries.end());
  queries.erase(std::unique(queries.begin(), queries.end()), queries.end());
  return queries;
}

}  // namespace tocsin::correlate
