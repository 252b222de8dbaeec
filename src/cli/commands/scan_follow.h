// `tocsin scan --follow`: alerts of growing evidence, each as it appears, until Ctrl-C.
#pragma once

#include "cli/commands/alert_output.h"
#include "cli/commands/options.h"
#include "pipeline/scan.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace tocsin {

struct FollowArguments {
  bool on = false;
  std::uint32_t hold_seconds = 30;
};

// Whether the alerts can be written one by one: only in lines, and to standard output alone. Says
// what is wrong if not.
bool CanFollow(const std::vector<AlertTarget>& targets);

// Writes alerts in `format`, if any, to standard output, and to standard error what cannot be
// followed or judged, unless that should be quiet.
ScanResult FollowEvidence(const Catalog& catalog, const FollowArguments& follow,
                          const EvidenceOptions& evidence, IndexMatch index_match,
                          std::optional<AlertFormat> format, const DisplayOptions& display,
                          const std::atomic<bool>& interrupted);

}  // namespace tocsin
