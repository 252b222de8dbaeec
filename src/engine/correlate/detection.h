// What the engine says: this rule fired, on these events. Titles and severities join in alerts/.
// Outside the engine include engine/detection.h.
//
// Ownership: plain values that share retained events. Threads: immutable once emitted.
#pragma once

#include "event/retained_event.h"
#include "plan/plan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class DetectionKind : std::uint8_t { kSingle, kSequence, kSample, kSignal };
std::string_view DetectionKindName(DetectionKind kind);  // "single", "sequence" ...

// One component of a group or join key, kept as its own copy.
struct KeyPart {
  std::string field;                  // dotted name
  ValueKind kind = ValueKind::kNull;  // kNull: missing (an optional key, or N/A)
  std::string text;                   // canonical text of the value
  friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

struct DetectedEvent {
  EventPtr event;           // none for a missing stage (`![ ]`)
  std::uint32_t stage = 0;  // stage of the sequence or sample; index of the query of a signal
};

// Counts of a signal; `events` of the detection hold samples only.
struct SignalFacts {
  struct Query {
    std::uint64_t events = 0;
    double value = 0;  // of the aggregation, when the case held last
  };
  std::uint32_t case_index = 0;  // the first in the rule's order that held while the signal lived
  Time first_seen;
  Time last_seen;
  std::uint64_t events_matched = 0;
  std::vector<Query> queries;  // as in SignalPlan::queries
  bool open = false;           // still within keep-alive when the input ended
};

struct Detection {
  RuleId rule;
  DetectionKind kind = DetectionKind::kSingle;
  SourceMatch source_match = SourceMatch::kNamed;  // the weakest over its events
  std::vector<KeyPart> key;
  std::vector<DetectedEvent> events;  // in stage order; signals: samples in lane order
  std::optional<SignalFacts> signal;
};

using EmitDetection = std::function<void(Detection&&)>;

}  // namespace tocsin
