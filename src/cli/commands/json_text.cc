#include "cli/commands/json_text.h"

#include "alerts/printable_json.h"

#include <nlohmann/json.hpp>

namespace tocsin {

std::string JsonText(const nlohmann::ordered_json& json) {
  return PrintableJson(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace tocsin
