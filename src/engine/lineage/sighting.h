// Sightings: what single records tell about processes and logon sessions, in any order.
// Outside the engine include engine/lineage.h.
//
//   start    a process began, or took another image (exec)
//   end      it ended
//   running  it was alive, with this image; this record does not tell since when (also the parent
//            that the record of a start describes)
//   session  a logon session belongs to this user (Windows LogonId -> SID)
//   host     the host has this name (rows of an inventory, event.kind asset)
//   mark     an event of the process met the inner condition of a `descendant of`
//
// A book is filled by one worker, from the events of its batches; the books of all workers together
// make a ProcessTimeline, which depends on the set of sightings only.
//
// Ownership: a book owns its texts. Threads: one book per worker. Cost: a few field look-ups for
// each event about a process; about 120 bytes for each sighting, each distinct text once. What is
// not a start or an end is kept once for each process and image, at its earliest time.
#pragma once

#include "base/interner.h"
#include "event/event.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::lineage {

enum class SightingKind : std::uint8_t { kStart, kRunning, kEnd, kSession, kHost, kMark };

// Texts of a sighting; those that the record lacks are empty.
enum class SightingText : std::uint8_t {
  kLane,
  kSource,
  kEntity,  // the sensor's own id of the process
  kExecutable,
  kName,
  kCommandLine,
  kArgs,  // EncodeList
  kParentEntity,
  kParentExecutable,
  kParentName,
  kParentCommandLine,
  kParentArgs,
  kSession,   // of the process; kSession: the session itself
  kUser,      // kSession: the user's id
  kUserName,  // kSession: the user's name
  kHostName,  // kHost
};
inline constexpr std::size_t kSightingTexts = 16;

inline constexpr std::int64_t kNoPid = -1;

struct Sighting {
  SightingKind kind = SightingKind::kStart;
  bool is_exec = false;  // kStart: the process may have existed before, with another image
  std::uint32_t mark = 0;
  Time time;  // kStart: when the process started, as the sensor says
  std::int64_t pid = kNoPid;
  std::int64_t parent_pid = kNoPid;
  std::array<std::uint32_t, kSightingTexts> texts{};  // numbers in the book's interner; 0: empty

  std::uint32_t text(SightingText which) const { return texts[static_cast<std::size_t>(which)]; }
  std::uint32_t& text(SightingText which) { return texts[static_cast<std::size_t>(which)]; }
};

// A field that holds a process number; kNoPid when it has none.
std::int64_t PidOf(const Event& event, FieldId field);

// A list of texts as one text, and back.
std::string EncodeList(std::span<const Value> values);
std::vector<std::string_view> DecodeList(std::string_view text);

// The fields that a book reads, to be demanded from the sources.
std::span<const FieldId> SightingFields();

class SightingBook {
 public:
  SightingBook();

  void Observe(const Event& event);
  // An event of a process met condition `mark`.
  void Mark(const Event& event, std::uint32_t mark);
  void Merge(const SightingBook& other);

  std::span<const Sighting> sightings() const { return sightings_; }
  std::string_view Text(const Sighting& sighting, SightingText which) const {
    return texts_.Text(sighting.text(which));
  }

 private:
  Sighting Identify(const Event& event, SightingKind kind);
  void Put(SightingText which, std::string_view text, Sighting* sighting);
  void PutFirst(SightingText which, const Event& event, FieldId field, Sighting* sighting);
  void ObserveStart(const Event& event);
  // The parent as the child's record describes it.
  void ObserveParent(const Sighting& child);
  void ObserveSession(const Event& event, FieldId session, FieldId user, FieldId user_name);
  void ObserveHost(const Event& event);
  // Keeps the earliest of those that differ in time only.
  void KeepEarliest(const Sighting& sighting);

  struct SameButTime {
    bool operator()(const Sighting& a, const Sighting& b) const;
  };
  struct HashButTime {
    std::size_t operator()(const Sighting& sighting) const;
  };

  Interner texts_;
  std::vector<Sighting> sightings_;
  std::unordered_map<Sighting, std::size_t, HashButTime, SameButTime> earliest_;  // -> position
};

}  // namespace tocsin::lineage
