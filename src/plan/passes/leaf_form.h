// One spelling for each leaf, so that equal conditions of different rules are equal trees.
//
//   flag                       flag == true
//   4 == x                     x == 4
//   x in (b, a, a)             x in (a, b)
//   x in (a)                   x == a
//   x like~ ("CMD.exe")        x ==~ "cmd.exe"        no `*` and no `?`: equality
//   x like~ ("a", "b")         x in~ ("a", "b")
//   x like ("*", …)            not isNull(x)          of a text field
//   x regex ("abc")            x == "abc"             no operators: equality
//   ip == "10.0.0.0/8"         cidrMatch(ip, "10.0.0.0/8")
// Constants that ignore case are folded; where folding changes nothing in them, case is not ignored
// at all. Each keeps the meaning for every event.
//
// Threads: pure.
#pragma once

#include "plan/expr.h"

namespace tocsin::plan {

// The leaf in normal form: a leaf, its negation, or a constant.
Predicate NormalizeLeaf(Expr leaf);

// Both leaves ask for any of a list of constants of the same thing (==, in, like, regex,
// cidrMatch), so that "a or b" is one leaf.
bool CanJoin(const Expr& a, const Expr& b);
// "a or b" as one leaf; requires CanJoin. To be normalized again.
Expr Join(Expr a, const Expr& b);

}  // namespace tocsin::plan
