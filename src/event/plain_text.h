// Text of a value as a person reads it: in alerts, reasons, messages and keys.
//
// Whole numbers have no fraction ("3", also of 3.0), broken ones their shortest form, booleans are
// true and false, instants RFC 3339. Null and objects give "". For text that queries compare, with
// the forms of the home system, see TextOfValue in event/conversion.h.
// Threads: pure. Cost: one string.
#pragma once

#include "event/value.h"

#include <string>

namespace tocsin {

std::string PlainText(const Value& value);

}  // namespace tocsin
