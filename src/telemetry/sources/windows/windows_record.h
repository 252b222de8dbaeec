// A Windows event, whatever it was wrapped in: the common view that the Windows sources map.
//
// Three shapes are read:
//   kEvent       the tree of event XML, as the EVTX decoder and the common EVTX-to-JSON exporters
//                give it (see telemetry/decoders/document.h);
//   kFlat        one flat object, as collectors such as NXLog and cloud SIEM tables export it:
//                event data stands beside the fields of the collector, or as text in "EventData"
//                (flat_reader.h);
//   kWinlogbeat  a document with everything below "winlog", before or after a pipeline
//                (winlogbeat_reader.h).
//
// Ownership: views of the document and the arena. Threads: one reader per worker; it keeps scratch
// memory only.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/source.h"
#include "telemetry/sources/windows/data_items.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace tocsin::windows {

enum class Shape : std::uint8_t { kNone, kEvent, kFlat, kWinlogbeat };

// Bits of Keywords that Windows itself defines (evntprov.h, winmeta.xml).
inline constexpr std::uint64_t kAuditFailure = 0x0010000000000000;
inline constexpr std::uint64_t kAuditSuccess = 0x0020000000000000;

struct WindowsRecord {
  Shape shape = Shape::kNone;

  // Texts are empty, numbers absent, where the record does not say.
  std::string_view provider;
  std::string_view provider_guid;  // canonical
  std::string_view channel;        // letter case as sent
  std::string_view computer;
  std::string_view event_id;
  std::uint32_t code = 0;  // event_id as a number, 0 if it is none
  std::string_view qualifiers;
  std::string_view version;
  std::optional<std::uint32_t> level;
  std::optional<std::uint32_t> task;
  std::optional<std::uint32_t> opcode;
  std::optional<std::uint64_t> keywords;
  std::string_view record_id;
  std::string_view time_created;
  std::string_view activity_id;
  std::string_view related_activity_id;
  std::string_view process_id;
  std::string_view thread_id;
  std::string_view user_id;  // of the record's security context: who wrote it

  // Rendered by the sender, in its language; nothing may depend on them.
  std::string_view level_text;
  std::string_view task_text;
  std::string_view message;

  std::span<const DataItem> data;  // unnamed items are param1, param2 ...
  std::span<const DataItem> user_data;
  std::string_view user_data_name;  // element below UserData

  // Read from a collector's log: it has the rendered form that Windows Event Forwarding writes
  // (element RenderingInfo), or its shipper tagged it so.
  bool forwarded = false;

  // The first item called `name`; empty when there is none.
  std::string_view Data(std::string_view name) const;
  std::string_view UserData(std::string_view name) const;
};

// Which of the shapes the document has; cheap.
Shape ShapeOf(const doc::Node& document);

// The channel alone, for recognition; empty if the record does not say.
std::string_view ChannelOf(const doc::Node& document);

class WindowsReader {
 public:
  WindowsReader();
  ~WindowsReader();

  // Never fails: a document of no shape gives an empty record of shape kNone.
  WindowsRecord Read(const doc::Node& document, WireForm form, Arena& arena);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace tocsin::windows
