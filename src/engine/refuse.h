// Which plans the engine cannot run, and why.
#pragma once

#include "plan/plan.h"

#include <optional>
#include <string>

namespace tocsin {

// The reason, as a sentence without full stop; none if the plan can run.
std::optional<std::string> ReasonToRefuse(const plan::Plan& plan);

}  // namespace tocsin
