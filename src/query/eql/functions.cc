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
    {"add", Function::kAdd, 2, 2, false, kTwo, "number, number", "their sum"},
    {"between", Function::kBetween, 3, 4, true, kThreeOrFour, "text, left, right [, greedy]",
     "the text between the first `left` and the next `right` (the last one if `greedy` is true); "
     "`\"\"` if there is none, the whole text if one of the three is empty"},
    {"cidrMatch", Function::kCidrMatch, 2, -1, false, kTwoOrMore, "address, block, …",
     "whether the address lies in one of the blocks; host bits of a block do not count, `\"::1\"` "
     "is a block of one"},
    {"concat", Function::kConcat, 1, -1, false, kOneOrMore, "value, …",
     "the texts of all values in a row"},
    {"divide", Function::kDivide, 2, 2, false, kTwo, "number, number",
     "the quotient, cut towards zero if both are whole"},
    {"endsWith", Function::kEndsWith, 2, 2, true, kTwo, "text, end", "whether the text ends so"},
    {"indexOf", Function::kIndexOf, 2, 3, true, kTwoOrThree, "text, part [, start]",
     "where the part begins, at or after `start`; null if nowhere"},
    {"length", Function::kLength, 1, 1, false, kOne, "text", "how many units of UTF-16 it has"},
    {"modulo", Function::kModulo, 2, 2, false, kTwo, "number, number",
     "the rest of the division, with the sign of the first"},
    {"multiply", Function::kMultiply, 2, 2, false, kTwo, "number, number", "the product"},
    {"number", Function::kNumber, 1, 2, false, kOneOrTwo, "text [, base]",
     "the number that the text writes; `0x` in front means base 16"},
    {"startsWith", Function::kStartsWith, 2, 2, true, kTwo, "text, begin",
     "whether the text begins so"},
    {"string", Function::kString, 1, 1, false, kOne, "value",
     "its text; fractions as `1.5`, whole doubles as `1.0`"},
    {"stringContains", Function::kContains, 2, 2, true, kTwo, "text, part",
     "whether the part is in the text"},
    {"substring", Function::kSubstring, 2, 3, false, kTwoOrThree, "text, start [, end]",
     "the part from `start` up to, not with, `end`; negative positions count from the end"},
    {"subtract", Function::kSubtract, 2, 2, false, kTwo, "number, number", "the difference"},
};

struct Advice {
  std::string_view name;
  std::string_view text;
};
constexpr Advice kAdvice[] = {
    {"arrayContains",
     "a condition on a field holds if any of its values meets it: `field == \"a\"`"},
    {"arrayCount", "elements of an array cannot be counted"},
    {"arraySearch", "searches among the elements of an array belong to the endpoint dialect"},
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

std::string FunctionTable() {
  std::string table = "| Function | Gives |\n| --- | --- |\n";
  for (const FunctionSpec& spec : kFunctions) {
    table += "| `" + std::string(spec.name) + (spec.has_caseless_form ? "~" : "") + "`(" +
             std::string(spec.arguments) + ") | " + std::string(spec.result) + " |\n";
  }
  return table;
}

std::string_view AdviceForForeignFunction(std::string_view name) {
  for (const Advice& advice : kAdvice) {
    if (AsciiEqualsIgnoreCase(advice.name, name)) return advice.text;
  }
  return {};
}

}  // namespace tocsin::eql
