// What each function of functions.def gives for one combination of values. The reference
// evaluator and the matcher's residual evaluation call this; indexes of the matcher are tested
// against it. The work is in comparison, numbers, text_functions, patterns and words.
//
// Facts: Elasticsearch EQL reference, function and operator pages, and its string utilities;
// Datadog log search documentation for kContainsWords and kToNumber.
// Ownership: results may view their arguments or `arena`. Threads: pure.
#pragma once

#include "base/arena.h"
#include "base/case_fold.h"
#include "event/value.h"
#include "plan/expr.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::plan {

// Something that makes a whole query fail in its home system (division by zero, `between` with a
// null bound, malformed number). When rules run it counts as null and is counted.
enum class EvalFault : std::uint8_t {
  kNone,
  kDivisionByZero,
  kOverflow,
  kNullBound,
  kMalformedNumber,
  kWrongType,
  kBadPattern,
  kLimit,  // more combinations of values than one leaf may try
};
std::string_view FaultText(EvalFault fault);  // "division by zero"

// Applies any function to values; `type` is the meaning of text in comparisons (kIp, kVersion; see
// MeaningOf). Patterns are compiled at each call: plainly right, not fast. A fault gives null; the
// first one is kept in `*fault`.
Value Apply(Function function, Fold fold, Type type, std::span<const Value> args, Arena& arena,
            EvalFault* fault);

// Applies a call to the values of its arguments. The same as Apply, except that a date constant is
// its whole interval, and that equality with an argument that is always null is a null check of the
// other one.
Value ApplyCall(const Expr& call, std::span<const Value> args, Arena& arena, EvalFault* fault);

// How texts compare under a fold.
CaseMode CaseModeOf(Fold fold);

// The type that decides how a comparison reads text: that of the first argument which is an
// address, a version or a date, else of the first argument.
Type MeaningOf(const Expr& call);

// No field of any kind in the expression.
bool IsFieldFree(const Expr& expr);
// Folds an expression; the arena owns text results. Fields, if there are any, count as missing.
Value EvalConstant(const Expr& expr, Arena& arena, EvalFault* fault);
// Null for every event, because a part without fields is null and null propagates from it.
bool IsAlwaysNull(const Expr& expr);

// The value of a constant; text views the constant itself. A TimeConstant gives its first instant.
Value ValueOf(const Constant& constant);
// The constant of a value; objects give null.
Constant ConstantOf(const Value& value);

}  // namespace tocsin::plan
