// The operators of EQL as the reference shows them.
//
// Facts: EQL syntax reference (Elasticsearch 9). Immutable table; pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::eql {

struct OperatorSpec {
  std::string_view text;      // as written; several of one kind apart by a blank
  std::string_view operands;  // what stands on its sides, in markdown
  std::string_view meaning;   // in markdown
};

// Those that bind tightest first.
std::span<const OperatorSpec> Operators();

// As a markdown table, for docs/reference/eql.md.
std::string OperatorTable();

}  // namespace tocsin::eql
