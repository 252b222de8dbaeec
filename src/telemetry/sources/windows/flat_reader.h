// Flat exports of Windows events, as collectors such as NXLog and cloud SIEM tables write them: one
// object, event data beside the fields of the collector, or packed into one text, "EventData", as a
// JSON object or an XML fragment.
//
// Threads: one reader per worker; keeps scratch memory only.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/decoders/xml/xml_decoder.h"
#include "telemetry/sources/windows/data_items.h"
#include "telemetry/sources/windows/flat_key.h"
#include "telemetry/sources/windows/windows_record.h"

#include <string_view>

namespace tocsin::windows {

class FlatReader {
 public:
  // Fills what the document says into an empty record. `items` has been started.
  void Read(const doc::Node& document, DataItems& items, Arena& arena, WindowsRecord* record);

 private:
  static void ReadMember(FlatKey key, std::string_view text, Arena& arena, WindowsRecord* record);
  bool AddPacked(std::string_view text, DataItems& items, Arena& arena);

  JsonDecoder json_;
  XmlDecoder xml_;
};

}  // namespace tocsin::windows
