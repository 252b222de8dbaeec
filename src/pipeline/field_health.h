// Field health: which fields each sensor filled, which of them rules want and never saw, and what
// it would take for more rules to be able to fire. For `rules fields`.
//
// Pure. Cost of JudgeTelemetry: rules x kinds of telemetry x fields of a rule.
#pragma once

#include "pipeline/fireability.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tocsin {

// One kind of telemetry in the evidence, and the fields that rules read in it.
struct TelemetryHealth {
  struct Wanted {
    FieldId field;
    std::uint64_t filled = 0;  // events that had it
    std::uint64_t rules = 0;   // that read it there
    bool derivable = false;    // process state may fill it
  };
  Census::Key key;
  std::uint64_t events = 0;
  std::uint64_t rules = 0;     // that read this telemetry
  std::vector<Wanted> fields;  // most wanted first
};

// What keeps rules from firing on the evidence.
struct FieldGaps {
  // A field without which rules cannot fire.
  struct Field {
    std::string field;
    std::uint64_t unlocks = 0;  // rules that lack nothing else
    std::uint64_t rules = 0;    // rules that lack it
    std::string source;         // the sensor from which most of them would have it
  };
  // A kind of event that is not there.
  struct Kind {
    std::string kind;  // "registry (windows)"
    std::uint64_t rules = 0;
  };
  std::vector<Field> fields;  // by what they unlock, then how many lack them
  std::vector<Kind> kinds;    // by rules
};

struct JudgedRule {
  const RulePlan* plan = nullptr;
  const Standing* standing = nullptr;
};

// Cheap: looks at standings only.
FieldGaps FindGaps(std::span<const JudgedRule> rules);

// In census order.
std::vector<TelemetryHealth> JudgeTelemetry(std::span<const JudgedRule> rules, const Census& census,
                                            const NativeFields& native);

}  // namespace tocsin
