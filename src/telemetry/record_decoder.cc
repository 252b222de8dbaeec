#include "telemetry/record_decoder.h"

#include <cstddef>

namespace tocsin {
namespace {

// "<Event", "<?xml", "<!--"; not the priority of a syslog line, "<13>".
bool LooksXml(std::string_view record) {
  const std::size_t first = record.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || record[first] != '<') return false;
  const std::string_view behind = record.substr(first + 1, 1);
  return !behind.empty() && (behind.front() < '0' || behind.front() > '9');
}

}  // namespace

DecodedRecord RecordDecoder::Decode(std::string_view record, Arena& arena) {
  return LooksXml(record) ? DecodeXml(record, arena) : DecodeJson(record, arena);
}

DecodedRecord RecordDecoder::DecodeXml(std::string_view record, Arena& arena) {
  DecodedRecord decoded;
  const XmlStatus status = xml_.Decode(record, arena, &decoded.root);
  decoded.repaired_utf8 = status.repaired_utf8;
  decoded.offset = status.offset;
  if (!status.ok()) decoded.reason = XmlFaultName(status.fault);
  return decoded;
}

DecodedRecord RecordDecoder::DecodeJson(std::string_view record, Arena& arena) {
  DecodedRecord decoded;
  const JsonStatus status = json_.Decode(record, arena, &decoded.root);
  decoded.repaired_utf8 = status.repaired_utf8;
  decoded.offset = status.offset;
  if (!status.ok()) {
    const bool is_json = status.offset != 0 || status.fault != JsonFault::kUnexpectedToken;
    decoded.reason = is_json ? JsonFaultName(status.fault) : "not_json";
  }
  return decoded;
}

}  // namespace tocsin
