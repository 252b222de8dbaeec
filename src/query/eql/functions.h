// The functions that an EQL query can call.
//
// Facts: EQL function reference (Elasticsearch 9); names match without regard to case, and only
// some functions have a case-insensitive `~` form. Immutable table; pure.
#pragma once

#include "plan/expr.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::eql {

struct FunctionSpec {
  std::string_view name;  // as the reference writes it
  plan::Function function;
  int min_args;
  int max_args;            // -1: any number
  bool has_caseless_form;  // name~
  std::string_view arity;  // "expects exactly two arguments"
};

std::span<const FunctionSpec> Functions();

// By name without `~`, in any letter case; null if there is none.
const FunctionSpec* FindFunction(std::string_view name);

// What to write instead of a function that other dialects have; empty if there is nothing to say.
std::string_view AdviceForForeignFunction(std::string_view name);

}  // namespace tocsin::eql
