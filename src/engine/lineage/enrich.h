// Fills what a record does not say about its process but others of the host do: entity ids, the
// parent, ancestors, the logon session and its user, the host's name (design page on process
// state).
//
// Only fields that the sensor never gives by itself are filled, never one that has a value; each is
// named in tocsin.derived. What cannot be found stays missing and is counted.
//
// Threads: pure; the timeline is shared. Cost: some hash probes, and a copy of the event if
// anything was filled.
#pragma once

#include "engine/lineage/process_timeline.h"
#include "event/native_fields.h"
#include "event/retained_event.h"

#include <cstdint>
#include <span>

namespace tocsin::lineage {

// The fields that may be filled.
std::span<const FieldId> DerivableFields();

// Whether the event lacks the field, its sensor never gives it, and the event names what it could
// be found by.
bool MayFill(FieldId field, const Event& event, const SourceFields& native);

// Whether the event names a process or logon session at all, so that something may be found.
bool HasIdentity(const Event& event);

// How often something was looked for, and what came of it.
struct LineageCounts {
  struct Lookup {
    std::uint64_t found = 0;
    std::uint64_t unknown = 0;    // its start is not in the evidence
    std::uint64_t ambiguous = 0;  // found, but the pid changed its owner at that very time
    friend bool operator==(const Lookup&, const Lookup&) = default;
  };
  Lookup process;
  Lookup parent;
  Lookup user;
  std::uint64_t events = 0;  // that got at least one field
  ProcessTimeline::Conflicts conflicts;
  friend bool operator==(const LineageCounts&, const LineageCounts&) = default;
};

// The process that the event tells of; null when unknown. For network and file events: the one that
// acted.
const Process* ProcessOf(const Event& event, const ProcessTimeline& timeline, bool* tied = nullptr);

// The event with all that could be filled; `event` itself when that is nothing.
EventPtr Enrich(const EventPtr& event, const ProcessTimeline& timeline, const SourceFields& native,
                LineageCounts* counts);

}  // namespace tocsin::lineage
