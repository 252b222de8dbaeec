// The canonical alert, schema "tocsin.alert/1" (schemas/alert-1.json): what pipes, files and
// outputs carry. One line of JSON, keys in a fixed order, the same bytes for the same alert.
#pragma once

#include "alerts/alert.h"
#include "event/ecs/schema.h"

#include <string>

namespace tocsin {

// Appends one object without a line end.
void AppendCanonicalJson(const Alert& alert, const Schema& schema, std::string* out);

}  // namespace tocsin
