// The ids that Kibana's detection engine would give to the same alerts, for exchange and
// comparison; never a key of ours (streaming contract R7.7).
//
// Fact: Kibana detection engine, alert id generation: SHA-256 over plain concatenation; UUIDv5 for
// threshold buckets.
#pragma once

#include "event/event.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Space and object id of the installed rule; ours run in space `default` under the rule's own id.
struct KibanaRule {
  std::string_view uuid;
  std::string_view space = "default";
};

// `_index` and `_id` of a source event. `version` is the text of the hit's version, which searches
// do not ask for: literally "undefined".
struct KibanaEvent {
  std::string_view index;
  std::string_view id;
  std::string_view version = "undefined";
};

// The first index name that the event behaves as; empty if its dataset tells none.
std::string KibanaIndexOf(const Event& event);

// Query, single EQL event, indicator match, machine learning.
std::string KibanaEventAlertId(const KibanaEvent& event, const KibanaRule& rule);

struct KibanaSequenceIds {
  std::vector<std::string> building_blocks;
  std::string shell;
};
// `events` in stage order, without missing stages; each is an event, not an alert on an event.
KibanaSequenceIds KibanaSequenceAlertIds(std::span<const KibanaEvent> events,
                                         const KibanaRule& rule);

// UUID of a threshold bucket. `started` is the run's start as ISO text with milliseconds; `fields`
// and `values` are joined by comma in the given (sorted) order.
std::string KibanaThresholdBucket(std::string_view rule_id, std::string_view started,
                                  std::string_view fields, std::string_view values);

}  // namespace tocsin
