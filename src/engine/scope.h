// Scope: whether the events that a rule joins come from one host, so that the order of each host's
// own events is all it needs (streaming contract, section 8).
//
// A key field is bound to a host if its values name a host or something that exists on one host
// only. Numbers that every host gives out anew (process.pid, logon ids) are not: joining them
// across hosts is what such a rule asks for. Threads: pure.
#pragma once

#include "plan/plan.h"

#include <cstdint>

namespace tocsin {

enum class RuleScope : std::uint8_t {
  kHost,    // one key position is bound to the host in every stage
  kGlobal,  // events of different hosts may belong together
};

// For plans that need several events.
RuleScope ScopeOf(const plan::Plan& plan);

}  // namespace tocsin
