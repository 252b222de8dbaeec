// Microsoft Defender XDR: rows of the advanced-hunting tables, as the streaming API sends them to
// event hubs ({"records": [...]}) and to storage (one row a line). A row is an object with
// `category` ("AdvancedHunting-" and the table's name), `time`, and the columns in `properties`.
//
// Facts: Microsoft documentation, "Advanced hunting schema reference" and "Streaming API"; the
// published ECS mapping of these tables.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::m365_defender {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::m365_defender
