// Plans as text: one form for golden files, `rules explain` and messages. Stable, readable,
// and complete: two plans print alike exactly when they are the same (spans aside).
//
//   process.name:keyword like~ ("cmd.exe", "powershell*") and not (user.id:keyword == "S-1-5-18")
//
// A field has its type behind a colon once it is known, `?` before it when optional. `~` after an
// operator or function ignores ASCII case, `~~` Unicode case. The boolean level is written with
// words between conditions, logic inside a leaf as calls: and(a, b). An instant is one time, an
// interval two with `..` between.
#pragma once

#include "plan/plan.h"

#include <string>

namespace tocsin::plan {

std::string Print(const Expr& expr);
std::string Print(const Predicate& predicate);
std::string Print(const Plan& plan);  // several lines, each ended

}  // namespace tocsin::plan
