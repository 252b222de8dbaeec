#include "query/eql/operators.h"

namespace tocsin::eql {
namespace {

constexpr OperatorSpec kOperators[] = {
    {"in", "value, list of values", "equal to one of the list; no wildcards"},
    {"in~", "text, list of texts", "the same, ignoring case"},
    {"not in", "as `in`", "equal to none of the list; also true if there is no value"},
    {"not in~", "as `in~`", "the same, ignoring case"},
    {":", "text, pattern or list of patterns", "like one of the patterns, ignoring case"},
    {"like", "as `:`", "like one of the patterns, letter case counts"},
    {"like~", "as `:`", "the same as `:`"},
    {"regex", "text, expression or list", "one of the expressions matches the whole value"},
    {"regex~", "as `regex`", "the same, ignoring case outside of `[…]`"},
    {"- +", "before a number", "its sign"},
    {"* / %", "numbers", "product, quotient and rest; whole numbers stay whole"},
    {"+ -", "numbers", "sum and difference"},
    {"== !=", "two values", "equal, not equal; `*` and `?` are ordinary letters here"},
    {"< <= > >=", "two values with an order", "their order; text by code points"},
    {"not", "condition", "its opposite"},
    {"and", "conditions", "both hold"},
    {"or", "conditions", "one of them holds"},
};

// `a` `b`
std::string Quoted(std::string_view words) {
  std::string quoted = "`";
  for (const char c : words) quoted += c == ' ' ? std::string("` `") : std::string(1, c);
  return quoted + "`";
}

}  // namespace

std::span<const OperatorSpec> Operators() { return kOperators; }

std::string OperatorTable() {
  std::string table = "| Operator | Between | Means |\n| --- | --- | --- |\n";
  for (const OperatorSpec& spec : kOperators) {
    const bool one_word = spec.text.starts_with("not ");
    table += "| " + (one_word ? "`" + std::string(spec.text) + "`" : Quoted(spec.text)) + " | " +
             std::string(spec.operands) + " | " + std::string(spec.meaning) + " |\n";
  }
  return table;
}

}  // namespace tocsin::eql
