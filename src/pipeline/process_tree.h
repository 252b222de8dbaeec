// The processes of a body of evidence, as their own records tell them: for `events tree`.
//
// Ownership: the tree owns its processes and texts. Threads: one. Cost: every record is decoded
// once; only what tells of processes is kept.
#pragma once

#include "engine/process_state.h"
#include "telemetry/router.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin {

struct ProcessTree {
  using Children =
      std::unordered_map<const lineage::Process*, std::vector<const lineage::Process*>>;

  std::unique_ptr<lineage::ProcessTimeline> timeline;
  std::vector<const lineage::Process*> roots;  // without a known parent; by host, then start
  Children children;                           // ascending by start

  // What was asked for with `at`.
  bool at_found = false;                 // the record exists
  EventPtr at_event;                     // its first event
  const lineage::Process* at = nullptr;  // whose process it tells of; null when unknown

  std::vector<InputReport> inputs;
  NormalizeLedger records;
};

// A record by FILE#RECORD, as alerts name their evidence: the name of an input or the end of it,
// from a `/` on, and the record's number.
struct EvidenceAddress {
  std::string input;
  std::uint64_t record = 0;

  static std::optional<EvidenceAddress> Parse(std::string_view text);
  bool Names(std::string_view input_name) const;
};

ProcessTree ReadProcessTree(const std::vector<std::string>& paths, const Schema& schema,
                            const NormalizeOptions& options,
                            const std::optional<EvidenceAddress>& at);

}  // namespace tocsin
