// ProcessTimeline: who was which process, child of whom, at any time, on every host: a pure
// function of a set of sightings. Its order, and how it was spread over books, do not matter.
//
// A process is an *entity*: it begins with a start, keeps its identity when it takes another image
// (exec), and ends with an end or with the next start of its pid. Its id is the sensor's own
// where there is one, else made from host, pid and start time. Records of several sensors about one
// start are one entity: the same pid, the same image, at most kSameStart apart, no end between.
//
// Facts that nobody saw stay unknown: a parent is never guessed from a pid that had no live entity
// at the child's start, nor from one whose image is another than the child's record says. Records
// that contradict each other (one id on two processes, parents in a circle) are kept apart and
// counted.
//
// Ownership: owns the book and its texts; views given out live as long as the timeline.
// Threads: one, because of Mark and what HasMarkedAncestor remembers. Cost: about 300 bytes an
// entity; a look-up is a hash probe and a binary search over the entities that one pid had.
#pragma once

#include "base/arena.h"
#include "engine/lineage/sighting.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::lineage {

inline constexpr Duration kSameStart = std::chrono::seconds(2);
// How long a Windows pid is taken for the same process without another word.
inline constexpr Duration kPidMemory = std::chrono::hours(24);

// Whether both paths name a program, and not the same: by their last parts, in any letter case.
bool AreDifferentPrograms(std::string_view path, std::string_view other);

struct Image {
  Time since;
  std::string_view executable;
  std::string_view name;
  std::string_view command_line;
  std::string_view args;  // EncodeList
};

struct Process {
  std::string_view lane;
  std::int64_t pid = kNoPid;
  Time start;  // start_known: of the start; else of the first sighting
  bool start_known = false;
  bool is_unix = false;  // start_known: pids go round slowly there
  Time end = kMaxTime;   // end_known: of the end; else when its pid was given anew
  bool end_known = false;
  struct Name {
    std::string_view source;
    std::string_view id;
  };
  std::vector<Name> names;    // ids by the sensors that gave one; the first is preferred
  std::string_view made_id;   // where no sensor gave one and the start is known
  std::vector<Image> images;  // ascending by time; at least one
  const Process* parent = nullptr;
  std::int64_t parent_pid = kNoPid;
  std::string_view parent_entity;  // as the records about this process name it
  Image parent_image;              // the same; `since` does not count
  std::string_view session;        // Windows LogonId

  // The id for events of `source`: its own name for the process, else the preferred one, else the
  // made one; empty when none is known.
  std::string_view IdFor(std::string_view source) const;
  const Image& ImageAt(Time time) const;
};

struct SessionUser {
  std::string_view id;
  std::string_view name;  // empty when no record told
};

class ProcessTimeline {
 public:
  static std::unique_ptr<ProcessTimeline> Build(SightingBook book);

  // An event of the process met condition `mark` at that time.
  void Mark(const Process& process, std::uint32_t mark, Time time);
  // Whether a proper ancestor was marked by then.
  bool HasMarkedAncestor(const Process& process, std::uint32_t mark, Time time) const;

  // Null when unknown.
  // By the sensor's own id if there is one, else by pid.
  const Process* Find(std::string_view lane, std::string_view entity, std::int64_t pid, Time time,
                      bool* tied = nullptr) const;
  const Process* FindEntity(std::string_view lane, std::string_view entity) const;
  // `tied`: whether the pid's previous owner ended at this very time, so that either may be meant.
  const Process* FindPid(std::string_view lane, std::int64_t pid, Time time,
                         bool* tied = nullptr) const;
  // The user of a Windows logon session; empty when unknown.
  SessionUser FindUser(std::string_view lane, std::string_view session, Time time) const;

  // What records said that cannot be true together.
  struct Conflicts {
    std::uint64_t ids = 0;      // starts under the id of another process: told apart by pid
    std::uint64_t parents = 0;  // parents whose image or place in time contradicts the child's
    std::uint64_t circles = 0;  // parents that would be descendants: left out
    friend bool operator==(const Conflicts&, const Conflicts&) = default;
  };
  const Conflicts& conflicts() const { return conflicts_; }

  // The name of a host that an inventory knows; empty when unknown. Of several the latest.
  std::string_view FindHostName(std::string_view lane) const;

  // By lane, then start.
  std::span<const std::unique_ptr<Process>> processes() const { return processes_; }

 private:
  friend class TimelineBuilder;

  struct SessionSince {
    Time since;
    SessionUser user;
  };
  struct Lane {
    std::unordered_map<std::int64_t, std::vector<Process*>> by_pid;  // ascending by start
    std::unordered_map<std::string_view, Process*> by_entity;
    std::unordered_map<std::string_view, std::vector<SessionSince>> sessions;  // ascending
    std::string_view host_name;
  };

  explicit ProcessTimeline(SightingBook book) : book_(std::move(book)) {}
  const Lane* FindLane(std::string_view lane) const;

  SightingBook book_;
  Conflicts conflicts_;
  Arena made_ids_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::unordered_map<std::string_view, Lane> lanes_;
  // By mark: when each process was marked first, and an ancestor of each (found on demand).
  using Times = std::unordered_map<const Process*, Time>;
  std::unordered_map<std::uint32_t, Times> marks_;
  mutable std::unordered_map<std::uint32_t, Times> ancestor_marks_;
};

}  // namespace tocsin::lineage
