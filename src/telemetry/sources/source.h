// The contract of the family: a source is a sensor (or a service that hands on its events) with
// the mapping of its records to ECS.
//
// A source is a folder: <sensor>.cc recognizes and treats special cases, <sensor>_fields.cc holds
// the field map, README.md tells how to collect it. telemetry/all_sources.cc lists the family.
//
// Ownership: documents, and the text in them, must live as long as the batch that the builder
// writes to. Threads: one instance per worker; Map may keep scratch memory and look-up caches, but
// no knowledge from one record to the next: the same record always becomes the same event.
#pragma once

#include "event/builder.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/field_map.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin {

enum class Confidence : std::uint8_t {
  kNo,
  kFallback,  // can take it when nobody else does
  kFamily,    // the family's shape, but not this member's own records
  kCertain,   // this sensor's record
};

// What the record was decoded from, where it makes a difference to its texts.
enum class WireForm : std::uint8_t {
  kText,  // texts are as the sensor or shipper wrote them
  kEvtx,  // binary XML: texts have line ends that an XML reader would have turned into LF
};

struct SourceRecord {
  const doc::Node& document;
  WireForm form = WireForm::kText;
  std::string_view place = {};  // where the record's log lies, for logs that name no machine
  bool compat_elastic = false;  // follow the published mappings where ours is better
  bool forwarded = false;       // of Windows: the user says that a collector's log was read
};

class Source {
 public:
  virtual ~Source() = default;

  virtual std::string_view name() const = 0;   // "sysmon", for --source and in events
  virtual std::string_view title() const = 0;  // for people

  // A cheap look at the document. Pure.
  virtual Confidence Recognize(const doc::Node& document) const = 0;

  // Fills the event that the caller has begun and will finish. Takes whatever it is given: with a
  // forced source the record may be of any shape.
  virtual void Map(const SourceRecord& record, EventBuilder& event) = 0;

  // The table behind Map; empty when fields keep their names.
  virtual std::span<const FieldRow> field_rows() const { return {}; }
  // Fields that Map fills otherwise than by a row: the same for every record, or worked out of
  // several raw values.
  virtual std::span<const FieldId> other_fields() const { return {}; }
  // Whether its records are ECS documents already, so that any field may stand in them.
  virtual bool speaks_ecs() const { return false; }
  // Names of the numbers in its event sets; empty when they are the sensor's own.
  virtual std::span<const EventKindName> event_kinds() const { return {}; }
};

}  // namespace tocsin
