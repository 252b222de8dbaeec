// event.action in the words of Elastic Defend, beside the sensor's own.
//
// Rules for Defend tell a program start from a fork, and an attempt to connect from a connection
// taken, by event.action: "exec", "fork", "connection_attempted" ... Other sensors report the same
// happenings with words of their own ("executed", "Network connection detected (rule: ...)"). So
// that such a rule can read their events as equivalents (event/dataset.h), an event whose category,
// type and direction leave no doubt gets Defend's word as a second value; the sensor's own stays
// the first. docs/decisions/0005 tells why.
//
// Pure. Cost: one walk over the fields added so far.
#pragma once

#include "event/builder.h"

namespace tocsin {

void AddDefendAction(EventBuilder& event);

}  // namespace tocsin
