// Names of events and alerts that do not depend on how the data was cut, on threads, or on restarts
// (streaming contract, sections 4 and 7).
//
// An event id is the head of a SHA-256 over tenant, source, lane and either the source's own
// identity (channel, record number, time) or, where there is none, time and raw bytes. Events that
// would share an id are told apart by an occurrence number, in run order.
// An alert id is the head of a SHA-256 over the rule, the kind, the group key and its anchors.
// Parts are written as 4 bytes of length, little-endian, and the bytes.
#pragma once

#include "engine/detection.h"
#include "event/event.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tocsin {

inline constexpr std::string_view kDefaultTenant = "default";

// 32 hexadecimal digits. `occurrence`: how many earlier events of the run had the same identity.
std::string EventId(const Event& event, std::uint64_t occurrence);

// Gives ids to the events of one run, or of a stream without end; ask in run order (SortRun).
// Remembers the ids of events that live. Equal events are told apart while fewer than kRemembered
// others were named in between; in run order they stand side by side.
// Cost: one hash over the record per new event.
class EventNamer {
 public:
  static constexpr std::size_t kRemembered = 1'000'000;

  std::string IdOf(const EventPtr& event);

 private:
  struct Named {
    std::weak_ptr<const RetainedEvent> event;  // its place may be another event's by now
    std::string id;
  };
  using Occurrences = std::unordered_map<std::string, std::uint64_t>;

  std::uint64_t CountOccurrence(const std::string& first_id);
  void ForgetTheDead();

  std::unordered_map<const RetainedEvent*, Named> ids_;
  std::size_t ids_max_ = 4096;  // then the dead are looked for
  Occurrences occurrences_;     // first id -> count
  Occurrences earlier_;         // the same, before occurrences_ was full
};

// 32 hexadecimal digits. `anchors` are event ids: the event; all stages in order (an empty id for a
// missing stage); the event that opened the signal.
std::string AlertId(std::string_view rule_id, DetectionKind kind, std::span<const KeyPart> key,
                    std::span<const std::string> anchors);

}  // namespace tocsin
