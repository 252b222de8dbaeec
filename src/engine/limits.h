// The limits of a plan (`| head 5 | tail 2`), applied left to right to results in order.
//
// Threads: pure. Cost: that of destroying what is dropped.
#pragma once

#include "engine/detection.h"
#include "plan/plan.h"

#include <span>
#include <vector>

namespace tocsin {

// The limits of the plan's query; samples and signals have none.
std::span<const plan::EventPlan::Limit> LimitsOf(const plan::Plan& plan);

void ApplyLimits(std::span<const plan::EventPlan::Limit> limits,
                 std::vector<Detection>* detections);

}  // namespace tocsin
