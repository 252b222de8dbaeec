// How rare an atom is, estimated from its form: the share of events that it is true for. Used to
// choose which atoms wake a condition, and to test the most telling ones first. Only speed depends
// on it, never an answer.
#pragma once

#include "engine/match/atom.h"

namespace tocsin::match {

// Between 0 and 1.
double EstimateShare(const Atom& atom);

}  // namespace tocsin::match
