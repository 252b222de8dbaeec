// Documents of Winlogbeat and the agents that took its place: everything below "winlog", before or
// after an ingest pipeline.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/windows/data_items.h"
#include "telemetry/sources/windows/windows_record.h"

#include <string_view>

namespace tocsin::windows {

// "winlog": {"channel": ...} or "winlog.channel": ...; null when there is neither.
const doc::Node* FindBelow(const doc::Node& document, std::string_view parent,
                           std::string_view name);

// Fills what the document says into an empty record. `form` is that of its event data.
void ReadWinlogbeat(const doc::Node& document, const ItemForm& form, DataItems& items, Arena& arena,
                    WindowsRecord* record);

}  // namespace tocsin::windows
