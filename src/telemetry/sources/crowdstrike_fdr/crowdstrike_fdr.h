// CrowdStrike Falcon Data Replicator: events of the Falcon sensor and the tables of hosts and users
// that stand beside them, one flat JSON object a line.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::crowdstrike_fdr {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::crowdstrike_fdr
