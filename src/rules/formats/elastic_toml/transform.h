// Placeholders of guides: `$investigate_0`, `${osquery_1}` stand for the entries of the table
// [transform]; `$$` is a dollar sign; any other `$name` stays as written.
// Fact: elastic/detection-rules, how `transform` is applied to `note` (0-based, string templates).
#pragma once

#include "rules/formats/elastic_toml/toml_document.h"

#include <string>
#include <string_view>

namespace tocsin::elastic_toml {

// `transform` may be null: then only nothing changes, `$$` included.
std::string FillPlaceholders(std::string_view note, const TomlValue* transform);

}  // namespace tocsin::elastic_toml
