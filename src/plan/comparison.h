// Equality and order of two values, as queries compare them.
//
//   numbers    by value, whole and broken alike (1 == 1.0)
//   text       by UTF-8 bytes, which is code point order; equality may ignore case
//   addresses  (type kIp) as addresses: 10.0.0.1 equals ::ffff:10.0.0.1; equality with a block
//              ("10.0.0.0/8") means to lie within it
//   versions   (type kVersion) in version order; equality by text
//   instants   by instant; a date constant is an interval (see CompareWithInterval)
//   booleans   false before true
// Values of different kinds are never equal, and have no order: null.
// Threads: pure. Cost: linear in the text.
#pragma once

#include "event/value.h"
#include "plan/expr.h"

#include <cstdint>
#include <string_view>

namespace tocsin::plan {

bool IsComparison(Function function);       // == < <= > >=
bool IsOrderComparison(Function function);  // < <= > >=
// The comparison with its sides exchanged: < becomes >.
Function Mirrored(Function comparison);

// kEqual, kLess, kLessEqual, kGreater, kGreaterEqual; neither value is null.
Value Compare(Function comparison, Fold fold, Type type, const Value& left, const Value& right);

// An instant against an interval: == is within it, > and <= take its last instant, >= and < its
// first.
bool CompareWithInterval(Function comparison, std::int64_t instant_ns,
                         const TimeConstant& interval);

// Versions: numeric major.minor.patch, then pre-release as in Semantic Versioning 2.0.0 (section
// 11), build text last and ignored. Text that is no version comes after all that are, among itself
// as text. Fewer numbers than three are read as followed by zeros.
int CompareVersions(std::string_view a, std::string_view b);

}  // namespace tocsin::plan
