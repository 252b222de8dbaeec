// What a person sees: a detection joined with its rule.
//
// Ownership: borrows the rule from the catalog, shares events; everything else is its own.
// Threads: immutable once built.
#pragma once

#include "engine/detection.h"
#include "rules/model/rule.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct AlertEvent {
  EventPtr event;  // none for a missing stage
  std::uint32_t stage = 0;
  std::string id;       // EventId
  std::string address;  // FILE#RECORD, where the record can be found again
};

// The ids that Kibana would give; empty for rules of other formats.
struct KibanaAlertIds {
  std::string uuid;                          // of the alert, or of the shell of a sequence
  std::vector<std::string> building_blocks;  // one per event of a sequence
};

struct Alert {
  std::string id;
  const Rule* rule = nullptr;
  DetectionKind kind = DetectionKind::kSingle;

  // After the rule's overrides.
  RuleSeverity severity = RuleSeverity::kInformational;
  int risk_score = 0;
  std::string name;

  Time first_event;  // by event time
  Time last_event;
  std::string reason;
  SourceMatch source_match = SourceMatch::kNamed;
  std::vector<KeyPart> key;
  std::vector<AlertEvent> events;  // in stage order; samples of a signal in time order
  std::optional<SignalFacts> signal;
  std::string message;  // of a signal: the rule's text with values filled in
  KibanaAlertIds kibana;

  // The first event that is there.
  const Event& sample() const;
};

}  // namespace tocsin
