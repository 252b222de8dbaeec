// Date literals of queries as intervals.
//
//   date := YYYY [ '-' MM [ '-' DD [ 'T' [ hh [ ':' mm [ ':' ss [ fraction ] ] ] [ zone ] ] ] ] ]
//   fraction := ( '.' | ',' ) digit{1,9}      zone := 'Z' | ( '+' | '-' ) hh [ [ ':' ] mm ]
//   or: milliseconds since 1970, more than four digits, with or without sign
//
// Parts that are left out are not zero but any: "2017-08-30" is the whole day, "…:33Z" the whole
// second. A number of milliseconds is that whole millisecond, because date fields have millisecond
// resolution in Elasticsearch and ours have more. Without zone the text is UTC.
// Facts: Elasticsearch mapping reference, date formats (strict_date_optional_time,
// epoch_millis), and range query, missing date components.
// Threads: pure.
#pragma once

#include "plan/expr.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::plan {

// Nothing for text that is no date, a date that does not exist, or one beyond 1677 to 2262.
std::optional<TimeConstant> ParseDateLiteral(std::string_view text);

std::optional<TimeConstant> MillisecondInterval(std::int64_t milliseconds);

}  // namespace tocsin::plan
