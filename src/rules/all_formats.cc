#include "rules/all_formats.h"

#include "rules/formats/datadog_json/datadog_json.h"
#include "rules/formats/elastic_toml/elastic_toml.h"

#include <array>

namespace tocsin {

std::span<const RuleFormat* const> AllFormats() {
  static const ElasticTomlFormat elastic_toml;
  static const DatadogJsonFormat datadog_json;
  static const std::array<const RuleFormat*, 2> formats = {&elastic_toml, &datadog_json};
  return formats;
}

const RuleFormat* FormatOf(std::string_view path, std::string_view text) {
  for (const RuleFormat* format : AllFormats()) {
    if (path.ends_with(format->extension()) && format->Claims(text)) return format;
  }
  return nullptr;
}

}  // namespace tocsin
