// What the message of a rule says about the rule itself. Messages are Markdown, by convention with
// the headings Goal, Strategy, Triage and response, and links at the end ("[1]: https://...").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::datadog_json {

// The first paragraph below the heading Goal, else the first paragraph; lines joined by blanks.
std::string GoalOf(std::string_view message);

// Addresses of link definitions, in order, without repeats.
std::vector<std::string> LinksOf(std::string_view message);

}  // namespace tocsin::datadog_json
