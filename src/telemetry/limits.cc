#include "telemetry/limits.h"

#include "telemetry/audit_join.h"
#include "telemetry/decoders/auditd/audit_decoder.h"
#include "telemetry/decoders/event_tree.h"
#include "telemetry/decoders/evtx/limits.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/decoders/xml/xml_decoder.h"
#include "telemetry/event_limits.h"
#include "telemetry/inputs/file/file_limits.h"
#include "telemetry/inputs/file/followed_files.h"
#include "telemetry/record_decoder.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace tocsin {
namespace {

std::string Bytes(std::uint64_t bytes) {
  constexpr std::string_view kUnits[] = {"bytes", "KiB", "MiB", "GiB"};
  std::size_t unit = 0;
  while (unit + 1 < std::size(kUnits) && bytes % 1024 == 0 && bytes > 0) {
    bytes /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", bytes, kUnits[unit]);
}

std::string Number(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::vector<Limit> AllLimits() {
  const EventLimits event;
  const FileInputLimits file;
  const JsonOptions json;
  const XmlOptions xml;
  return {
      {"event", Bytes(event.event_bytes_max), "rejected", "too_long",
       "no sensor writes more; whatever is made of it is bounded with it"},
      {"keys of an event", Number(event.keys_max), "rejected", "too_many_keys",
       "looking fields up is linear in them"},
      {"names of an event's fields, written out", Bytes(event.name_bytes_max), "rejected",
       "names_too_long", "keys around many others would ask for the square of the record's size"},
      {"one text", Bytes(event.text_bytes_max), "cut; the raw record is kept", "cut",
       "conditions are tested on all of it"},
      {"line of a system log", Bytes(kSyslogBytesMax), "cut; the raw record is kept", "cut",
       "daemons send some KiB"},
      {"record (a list of events, too)", Bytes(file.record_bytes_max),
       "cut, and hardly readable then", "longer than", "every worker may hold some of them"},
      {"events of one record", Number(event.events_max), "the rest is rejected", "too_many_events",
       "they are in memory together"},
      {"JSON: values within each other", Number(json.depth_max), "rejected", "too_deep",
       "later steps follow the nesting on the stack"},
      {"JSON: values of a record", Number(json.values_max), "rejected", "too_many_values",
       "a list of nothing would take a multiple of its bytes"},
      {"XML: elements within each other", Number(doc::EventTreeBuilder::kDepthMax), "rejected",
       "too_deep", "as above"},
      {"XML: attributes of an element", Number(xml.attributes_max), "rejected", "too_many_parts",
       "looking them up is linear"},
      {"XML: document types and entities", "none", "rejected", "document_type",
       "entities may expand without end"},
      {"XML: memory of a record", Bytes(xml.memory_bytes_max), "rejected", "too_much_memory",
       "the tree of a record is a multiple of it"},
      {"event log: values within each other", Number(evtx::kDepthMax),
       "the record is salvaged or rejected", "too_deep", "offsets may form loops"},
      {"event log: values of a template", Number(evtx::kValuesMax),
       "the record is salvaged or rejected", "too_many_values", "a count in the file may lie"},
      {"event log: work for a chunk", Bytes(evtx::kWorkMax), "its other records are rejected",
       "too_much_work", "templates may be repeated without end"},
      {"audit event: lines", Number(audit::kLinesMax), "the rest is left out", "cut",
       "the kernel writes a few"},
      {"audit line: fields", Number(audit::kFieldsMax), "the rest is left out", "cut",
       "the kernel writes some tens"},
      {"audit event that waits for lines", Bytes(AuditJoin::kEventBytesMax), "handed out as it is",
       "", "the last line may never come"},
      {"audit events that wait", Number(AuditJoin::kOpenMax), "the oldest is handed out", "",
       "as above"},
      {"compressed file: unpacked", Bytes(file.unpacked_bytes_max), "the rest is not read",
       "unpacks to more than", "streams may be endless"},
      {"compressed file: ratio",
       Number(file.ratio_max) + " : 1 over " + Bytes(file.ratio_window_bytes),
       "the rest is not read", "times its size", "logs compress 40 : 1 and more, never so far"},
      {"compressed file: window", Bytes(file.window_bytes_max), "not read", "window",
       "the decompressor asks for that much memory"},
      {"layers of packing", Number(file.nesting_max), "not read", "packed more than",
       "a zip of tar.gz has three"},
      {"members of an archive", Number(file.members_max), "the rest is not read", "archive members",
       "each is an input with a report"},
      {"files that are followed", Number(FollowedFiles::kFilesMax), "the rest is left out",
       "more than", "each has a descriptor"},
  };
}

}  // namespace tocsin
