// A field that no record has: every value of the event, as text. For searches that name no field.
//
// Whoever demands it gets it (EventBuilder), at the price that every field of the record is
// converted. What Tocsin says about the record itself (category, dataset, host, level, tags) is
// not part of it.
#pragma once

#include <string_view>

namespace tocsin {

inline constexpr std::string_view kAnyValueField = "tocsin.any_value";

// Whether values of the field are values of kAnyValueField too.
bool CountsAsAnyValue(std::string_view field);

}  // namespace tocsin
