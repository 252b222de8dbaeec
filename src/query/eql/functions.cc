#include "query/eql/functions.h"

#include "base/case_fold.h"

#include <algorithm>
#include <iterator>

namespace tocsin::eql {
namespace {

using plan::Function;

constexpr std::string_view kOne = "exactly one argument";
constexpr std::string_view kTwo = "exactly two arguments";
constexpr std::string_view kOneOrTwo = "one or two arguments";
constexpr std::string_view kTwoOrThree = "two or three arguments";
constexpr std::string_view kThreeOrFour = "three or four arguments";
constexpr std::string_view kOneOrMore = "at least one argument";
constexpr std::string_view kTwoOrMore = "at least two arguments";

constexpr FunctionSpec kFunctions[] = {
    {"add", Function::kAdd, 2, 2, false, kTwo},
    {"between", Function::kBetween, 3, 4, true, kThreeOrFour},
    {"cidrMatch", Function::kCidrMatch, 2, -1, false, kTwoOrMore},
    {"concat", Function::kConcat, 1, -1, false, kOneOrMore},
    {"divide", Function::kDivide, 2, 2, false, kTwo},
    {"endsWith", Function::kEndsWith, 2, 2, true, kTwo},
    {"indexOf", Function::kIndexOf, 2, 3, true, kTwoOrThree},
    {"length", Function::kLength, 1, 1, false, kOne},
    {"modulo", Function::kModulo, 2, 2, false, kTwo},
    {"multiply", Function::kMultiply, 2, 2, false, kTwo},
    {"number", Function::kNumber, 1, 2, false, kOneOrTwo},
    {"startsWith", Function::kStartsWith, 2, 2, true, kTwo},
    {"string", Function::kString, 1, 1, false, kOne},
    {"stringContains", Function::kContains, 2, 2, true, kTwo},
    {"substring", Function::kSubstring, 2, 3, false, kTwoOrThree},
    {"subtract", Function::kSubtract, 2, 2, false, kTwo},
};

struct Advice {
  std::string_view name;
  std::string_view text;
};
constexpr Advice kAdvice[] = {
    {"arrayContains",
     "a condition on a field holds if any of its values meets it: `field == \"a\"`"},
    {"arrayCount", "elements of an array cannot be counted"},
    {"arraySearch", "conditions on single elements of an array cannot be expressed"},
    {"match", "write `field regex~ \"pattern\"`"},
    {"matchLite", "write `field regex~ \"pattern\"`"},
    {"wildcard", "write `field like~ \"pattern\"`, or `field : \"pattern\"`"},
    {"like", "`like` is an operator: `field like \"pattern\"`"},
    {"contains", "write `stringContains(field, \"text\")` or `field : \"*text*\"`"},
    {"lower", "`:`, `in~`, `like~` and `regex~` ignore case"},
    {"safe", "functions of missing values are null without it"},
    {"AND", "keywords are lower case: `and`"},
    {"OR", "keywords are lower case: `or`"},
    {"NOT", "keywords are lower case: `not`"},
    {"IN", "keywords are lower case: `in`"},
};

}  // namespace

std::span<const FunctionSpec> Functions() { return kFunctions; }

const FunctionSpec* FindFunction(std::string_view name) {
  const FunctionSpec* found = std::find_if(
      std::begin(kFunctions), std::end(kFunctions),
      [name](const FunctionSpec& spec) { return AsciiEqualsIgnoreCase(spec.name, name); });
  return found == std::end(kFunctions) ? nullptr : found;
}

std::string_view AdviceForForeignFunction(std::string_view name) {
  for (const Advice& advice : kAdvice) {
    if (AsciiEqualsIgnoreCase(advice.name, name)) return advice.text;
  }
  return {};
}

}  // namespace tocsin::eql
