// Arithmetic, and numbers out of text.
//
// Whole numbers stay whole (64 bits): division cuts towards zero, the remainder has the sign of
// the dividend, a result out of range is a fault. One broken operand makes the result broken.
// Facts: EQL reference, "Mathematical functions" and "number".
// Threads: pure.
#pragma once

#include "event/value.h"
#include "plan/functions.h"

namespace tocsin::plan {

// kAdd, kSubtract, kMultiply, kDivide, kModulo; kWrongType for operands that are no numbers.
Value Arithmetic(Function function, const Value& left, const Value& right, EvalFault* fault);
Value Negate(const Value& value, EvalFault* fault);

// number(text[, base]): decimal or, after `0x` or with a base, whole; see the functions table in
// docs/internals/semantics.md. `base` may be null.
Value ParseNumberIn(const Value& text, const Value& base, EvalFault* fault);

// A number as it is, or out of decimal text with blanks around it; else null.
Value LooseNumber(const Value& value);

// Keeps the first fault and gives null.
inline Value Fault(EvalFault kind, EvalFault* fault) {
  if (*fault == EvalFault::kNone) *fault = kind;
  return Value::Null();
}

}  // namespace tocsin::plan
