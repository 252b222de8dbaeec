// The message of a signal: the rule's text with the values of the signal filled in.
//
// Facts: Datadog documentation, security notification variables: {{host}}, {{@attribute}},
// {{severity}}, {{first_seen}}, #is_match, #is_exact_match, #if, eval, local_time, urlencode, raw.
// Unknown variables render empty; a template never fails.
// Cost: linear in the template, a look-up per variable.
#pragma once

#include "alerts/alert.h"
#include "event/ecs/schema.h"

#include <string>

namespace tocsin {

std::string RenderSignalMessage(const Alert& alert, const Schema& schema);

}  // namespace tocsin
