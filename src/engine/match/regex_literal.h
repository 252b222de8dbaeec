// What every text that a Lucene regular expression matches must contain, as far as a look at the
// pattern tells: the longest run of plain characters outside groups, classes and repetition.
//
// Conservative: an operator that it does not follow (alternatives at the top, `&`, `~`, intervals,
// quotes) gives the empty text, which every value contains. Pure; linear.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::match {

std::string RequiredLiteral(std::string_view lucene_pattern);

}  // namespace tocsin::match
