// Decodes a textual record by what its first bytes say it is: JSON, or event XML.
//
// Ownership: the tree lives in the arena and in the record's bytes. Threads: one per worker. Cost:
// the decoder's own.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/decoders/xml/xml_decoder.h"

#include <cstdint>
#include <string_view>

namespace tocsin {

struct DecodedRecord {
  doc::Node root;            // of an accepted record
  std::string_view reason;   // why it was rejected, for the ledger; empty: it was not
  std::uint32_t offset = 0;  // of the fault, in bytes of the record
  bool repaired_utf8 = false;

  bool ok() const { return reason.empty(); }
};

class RecordDecoder {
 public:
  explicit RecordDecoder(bool strict_json) : json_({.repair_utf8 = !strict_json}) {}

  DecodedRecord Decode(std::string_view record, Arena& arena);

 private:
  DecodedRecord DecodeXml(std::string_view record, Arena& arena);
  DecodedRecord DecodeJson(std::string_view record, Arena& arena);

  JsonDecoder json_;
  XmlDecoder xml_;
};

}  // namespace tocsin
