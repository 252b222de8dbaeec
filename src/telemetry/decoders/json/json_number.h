// JSON numbers (RFC 8259, section 6) as document scalars.
#pragma once

#include "telemetry/decoders/document.h"

#include <string_view>

namespace tocsin::json {

// False when `text` is not, as a whole, a number of the grammar
//
//   number = [ "-" ] int [ frac ] [ exp ]
//   int    = "0" / digit1-9 *digit
//   frac   = "." 1*digit
//   exp    = ( "e" / "E" ) [ "+" / "-" ] 1*digit
//
// Integers of 64 bits become kInt or kUInt, other numbers kDouble. An integer beyond 64 bits and a
// number beyond the finite doubles become kString, a view of `text`: no digit is lost.
bool ParseNumber(std::string_view text, doc::Node* value);

}  // namespace tocsin::json
