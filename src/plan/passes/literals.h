// Literals as the type of what they are compared with (docs/internals/semantics.md, "Kinds and
// types"): "4688" beside a number becomes 4688, 4688 beside text becomes "4688", text beside a date
// becomes an interval, an address gets its canonical form.
//
// Used by typecheck, and by fold for constants that it has just computed. Threads: pure.
#pragma once

#include "base/diag/sink.h"
#include "base/diag/source_text.h"
#include "plan/expr.h"

#include <cstdint>

namespace tocsin::plan {

enum class LiteralFit : std::uint8_t {
  kFits,   // the constant is a value of the type now, or the type is unknown
  kNever,  // it can never equal a value of the type; unchanged
};
// `equality`: for == and `in`; addresses then may be blocks.
LiteralFit FitLiteral(Type type, bool equality, Expr* constant);

// Fits the constants of a comparison or `in` to the type of the other side, and warns of those that
// never can. Calls of other functions are left alone.
void FitLiterals(Expr* call, const SourceRef& source, DiagnosticSink& sink);

}  // namespace tocsin::plan
