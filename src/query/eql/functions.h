// The functions that an EQL query can call.
//
// Facts: EQL function reference (Elasticsearch 9); names match without regard to case, and only
// some functions have a case-insensitive `~` form. Immutable table; pure.
#pragma once

#include "plan/expr.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::eql {

struct FunctionSpec {
  std::string_view name;  // as the reference writes it
  plan::Function function;
  int min_args;
  int max_args;            // -1: any number
  bool has_caseless_form;  // name~
  std::string_view arity;  // "expects exactly two arguments"
  // For the reference: the arguments, and what comes out, in markdown.
  std::string_view arguments;
  std::string_view result;
};

std::span<const FunctionSpec> Functions();

// By name without `~`, in any letter case; null if there is none.
const FunctionSpec* FindFunction(std::string_view name);

// The functions as a markdown table, for docs/reference/eql.md.
std::string FunctionTable();

// What to write instead of a function that other dialects have; empty if there is nothing to say.
std::string_view AdviceForForeignFunction(std::string_view name);

}  // namespace tocsin::eql
