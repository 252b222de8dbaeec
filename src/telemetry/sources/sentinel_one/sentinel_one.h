// SentinelOne Cloud Funnel 2.0: Deep Visibility events of the agent, one JSON object a line whose
// keys contain dots.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::sentinel_one {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::sentinel_one
