// The three times of a rule: evaluationWindow <= keepAlive <= maxSignalDuration, each from a fixed
// set of seconds. Facts: Datadog API reference, options of security monitoring rules.
#pragma once

#include "rules/formats/datadog_json/object_reader.h"
#include "rules/model/rule.h"

namespace tocsin::datadog_json {

// `required`: the method needs evaluationWindow and maxSignalDuration.
void ReadWindows(const ObjectReader& options, bool required, SignalTexts* signal);

}  // namespace tocsin::datadog_json
