// Text functions of EQL. Lengths and positions count UTF-16 units, as Elasticsearch's do; a
// position inside a surrogate pair is moved back to the pair's start.
//
// Facts: EQL reference, function pages, and Elasticsearch's string utilities, including what the
// pages say wrongly: `between` without match gives "", a null start of `indexOf` is 0.
// Ownership: results view their arguments or the arena. Threads: pure. Cost: linear.
#pragma once

#include "base/arena.h"
#include "plan/functions.h"

#include <span>

namespace tocsin::plan {

// kStartsWith, kEndsWith, kContains over two texts. Contains is false if either is empty.
Value Affix(Function function, Fold fold, const Value& text, const Value& part, EvalFault* fault);

// between(text, left, right[, greedy]): what stands after the first `left` and before the next
// `right` (greedy: the last). "" without match, the text itself if any argument is empty.
Value Between(Fold fold, std::span<const Value> args, EvalFault* fault);

// indexOf(text, part[, start]); null if absent. A null or negative start is 0.
Value IndexOf(Fold fold, std::span<const Value> args, EvalFault* fault);

Value Length(const Value& text, EvalFault* fault);

// substring(text, start[, end]): negative positions count from the end; a null start gives the
// text, a null end means to its end.
Value Substring(std::span<const Value> args, EvalFault* fault);

Value Concat(std::span<const Value> args, Arena& arena, EvalFault* fault);
// string(value): any kind but objects.
Value ToText(const Value& value, Arena& arena, EvalFault* fault);

}  // namespace tocsin::plan
