// At which step Elasticsearch would refuse a query: what its callers see as the class of an error.
//
//   parsing        the text is no query; also wrong numbers of arguments
//   verification   names, types, or support for them
//   planning       a comparison that its plans cannot hold
//   runtime        constants that cannot be computed
//
// For compatibility runs; messages for people show the code. Pure.
#pragma once

#include "base/diag/code.h"

#include <cstdint>
#include <string_view>

namespace tocsin::eql {

enum class ErrorClass : std::uint8_t { kParsing, kVerification, kPlanning, kRuntime };

std::string_view ErrorClassName(ErrorClass error_class);  // "parsing"

// Of an EQL code; anything else counts as verification.
ErrorClass ErrorClassOf(DiagCode code);

}  // namespace tocsin::eql
