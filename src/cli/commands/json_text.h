// JSON objects of the commands as text.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace tocsin {

// One line. Text that is not UTF-8 is repaired, and what could act on a terminal is escaped, so
// that any document may be printed.
std::string JsonText(const nlohmann::ordered_json& json);

}  // namespace tocsin
