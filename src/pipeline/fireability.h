// Whether a rule can fire on the data that was seen, and if not, what is missing
// (console contract, "fireability").
//
// A field is needed when the condition cannot hold without it; alternatives (`or`, `?field`,
// negations) need nothing. A rule is judged on the telemetry that its index patterns admit and
// that has the event category and system that it asks for.
//
// Threads: pure. Cost: rules times kinds of telemetry.
#pragma once

#include "event/ecs/schema.h"
#include "event/native_fields.h"
#include "pipeline/census.h"
#include "plan/plan.h"

#include <string>
#include <vector>

namespace tocsin {

enum class Fireability : unsigned char {
  kReady,          // every needed field was seen where the rule looks
  kNoData,         // no event of the kind that it reads
  kMissingFields,  // events of that kind, but needed fields never had a value
};
std::string_view FireabilityName(Fireability fireability);

struct Standing {
  Fireability fireability = Fireability::kReady;
  std::vector<std::string> missing;       // field names, sorted
  std::string nearest_source;             // kMissingFields: the sensor that lacks least
  std::vector<std::string> wanted_kinds;  // kNoData: "registry (windows)"; empty: does not say
  std::uint64_t events = 0;               // that the rule looked at
};

// What process state can fill (`native`: what each sensor gives by itself) is not missing.
Standing JudgeRule(const RulePlan& rule, const Schema& schema, const Census& census,
                   const NativeFields& native);

// Whether the rule may read this telemetry at all and `condition` asks for its kind and system.
bool LooksAt(const plan::Predicate& condition, const RulePlan& rule, const Census::Key& telemetry);

// Fields without which `condition` cannot hold, ascending.
std::vector<FieldId> NeededFields(const plan::Predicate& condition);

}  // namespace tocsin
