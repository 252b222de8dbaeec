// Renders the template language of rule messages.
//
//   {{name}}                          the values of a variable, joined by ", "; none: nothing
//   {{#is_match "name" "text" ...}}   shown if a value contains one of the texts
//   {{#is_exact_match "name" "text" ...}}   shown if a value is one of them
//   {{#if name}}                      shown if the variable has a value
//   {{^...}}                          the same three, negated; all end with {{/word}}
//   {{eval "expression"}}             + - * / % and parentheses over numbers and variables
//   {{local_time "name" "zone"}}      yyyy-MM-dd HH:mm:ss+00:00. The zone is not applied: zones
//                                     of the C library are state of the whole process, so times
//                                     are shown in UTC, as their offset says
//   {{urlencode "name"}}              percent-encoded
//   {{{{raw}}}}...{{{{/raw}}}}        nothing is rendered inside; {{{{is_match "a" "b"}}}} and its
//                                     like are conditional and raw
//
// Blanks inside braces are free. What cannot be read renders as nothing; a block that is not closed
// ends with the template. Facts: Datadog documentation, security notification variables.
// Pure. Cost: linear in the template; the result is cut at kMessageBytesMax.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

inline constexpr std::size_t kMessageBytesMax = std::size_t{1} << 20;

class MessageVariables {
 public:
  virtual ~MessageVariables() = default;

  // The values of a variable, named as in the template, such as "@usr.name" or "host".
  virtual std::vector<std::string> Values(std::string_view name) const = 0;
  // The instant of a variable that is one.
  virtual std::optional<Time> Instant(std::string_view name) const = 0;
};

std::string RenderMessage(std::string_view text, const MessageVariables& variables);

// "Mon Jan 01 00:00:00 UTC 1970"
std::string FormatMessageTime(Time time);

}  // namespace tocsin
