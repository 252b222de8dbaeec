#include "engine/lineage/process_timeline.h"

#include "base/case_fold.h"
#include "event/entity_id.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tocsin::lineage {

namespace {

// LogonIds that Windows gives to the same accounts everywhere (Microsoft, "Well-known LUIDs":
// SYSTEM_LUID, LOCALSERVICE_LUID, NETWORKSERVICE_LUID).
struct KnownSession {
  std::string_view session;
  std::string_view user;
};
constexpr KnownSession kKnownSessions[] = {
    {"0x3e7", "S-1-5-18"},
    {"0x3e5", "S-1-5-19"},
    {"0x3e4", "S-1-5-20"},
};

std::string_view FileName(std::string_view path) {
  const std::size_t separator = path.find_last_of("/\\");
  return separator == std::string_view::npos ? path : path.substr(separator + 1);
}

}  // namespace

bool AreDifferentPrograms(std::string_view path, std::string_view other) {
  const std::string_view name = FileName(path);
  const std::string_view other_name = FileName(other);
  return !name.empty() && !other_name.empty() && !AsciiEqualsIgnoreCase(name, other_name);
}

// ---- Process -----------------------------------------------------------------------------------

std::string_view Process::IdFor(std::string_view source) const {
  for (const Name& name : names) {
    if (name.source == source) return name.id;
  }
  return names.empty() ? made_id : names.front().id;
}

const Image& Process::ImageAt(Time time) const {
  const auto after = std::upper_bound(images.begin(), images.end(), time,
                                      [](Time t, const Image& image) { return t < image.since; });
  return after == images.begin() ? images.front() : *(after - 1);
}

// ---- Building ----------------------------------------------------------------------------------

class TimelineBuilder {
 public:
  explicit TimelineBuilder(ProcessTimeline& timeline)
      : timeline_(timeline), book_(timeline.book_) {}

  void Run() {
    std::vector<const Sighting*> order;
    order.reserve(book_.sightings().size());
    for (const Sighting& sighting : book_.sightings()) order.push_back(&sighting);
    std::sort(order.begin(), order.end(),
              [this](const Sighting* a, const Sighting* b) { return StandsBefore(*a, *b); });
    // The same record may stand in the evidence twice.
    order.erase(std::unique(order.begin(), order.end(),
                            [this](const Sighting* a, const Sighting* b) {
                              return !StandsBefore(*a, *b) && !StandsBefore(*b, *a);
                            }),
                order.end());
    for (const Sighting* sighting : order) Take(*sighting);
    for (const std::unique_ptr<Process>& process : timeline_.processes_) Complete(*process);
    for (const std::unique_ptr<Process>& process : timeline_.processes_) FindParent(*process);
    for (const Sighting* sighting : order) {
      if (sighting->kind == SightingKind::kMark) TakeMark(*sighting);
    }
  }

 private:
  using Lane = ProcessTimeline::Lane;

  // A total order by content, so that it does not depend on how books were filled. What names its
  // process by entity only comes last, when the entities are known.
  bool StandsBefore(const Sighting& a, const Sighting& b) const {
    const auto head = [this](const Sighting& s) {
      return std::make_tuple(Text(s, SightingText::kLane), static_cast<std::uint64_t>(s.pid),
                             s.time, s.kind, s.mark, s.parent_pid, s.is_exec);
    };
    if (const auto order = head(a) <=> head(b); order != 0) return order < 0;
    for (std::size_t i = 0; i < kSightingTexts; ++i) {
      const auto which = static_cast<SightingText>(i);
      if (const int order = Text(a, which).compare(Text(b, which)); order != 0) return order < 0;
    }
    return false;
  }

  std::string_view Text(const Sighting& sighting, SightingText which) const {
    return book_.Text(sighting, which);
  }

  void Take(const Sighting& sighting) {
    Lane& lane = timeline_.lanes_[Text(sighting, SightingText::kLane)];
    switch (sighting.kind) {
      case SightingKind::kStart:
        return TakeStart(sighting, lane);
      case SightingKind::kRunning:
        return TakeRunning(sighting, lane);
      case SightingKind::kEnd:
        return TakeEnd(sighting, lane);
      case SightingKind::kSession:
        lane.sessions[Text(sighting, SightingText::kSession)].push_back(
            {sighting.time,
             {Text(sighting, SightingText::kUser), Text(sighting, SightingText::kUserName)}});
        return;
      case SightingKind::kHost:
        lane.host_name = Text(sighting, SightingText::kHostName);
        return;
      case SightingKind::kMark:
        return;  // when all processes are known
    }
  }

  // The process that the sighting names, as far as it is known yet.
  Process* Find(const Sighting& sighting, Lane& lane) const {
    if (const std::string_view entity = Text(sighting, SightingText::kEntity); !entity.empty()) {
      const auto it = lane.by_entity.find(entity);
      if (it != lane.by_entity.end()) return it->second;
    }
    Process* latest = Latest(lane, sighting.pid);
    return latest != nullptr && latest->end >= sighting.time ? latest : nullptr;
  }

  static Process* Latest(Lane& lane, std::int64_t pid) {
    if (pid == kNoPid) return nullptr;
    const auto it = lane.by_pid.find(pid);
    return it == lane.by_pid.end() ? nullptr : it->second.back();
  }

  void TakeStart(const Sighting& sighting, Lane& lane) {
    Process* process = nullptr;
    const std::string_view entity = Text(sighting, SightingText::kEntity);
    const auto named = entity.empty() ? lane.by_entity.end() : lane.by_entity.find(entity);
    const bool known = named != lane.by_entity.end();
    if (known && HasOtherPid(*named->second, sighting)) ++timeline_.conflicts_.ids;
    if (known && !HasOtherPid(*named->second, sighting)) {
      process = named->second;
    } else if (Process* latest = Latest(lane, sighting.pid); latest != nullptr) {
      if (latest->end > sighting.time && IsSame(*latest, sighting)) {
        process = latest;
      } else if (latest->end > sighting.time) {
        latest->end = sighting.time;  // its pid was given anew
      }
    }
    if (process == nullptr) process = Add(sighting, lane);
    if (!process->start_known) {
      process->start_known = true;
      process->start = sighting.time;
    }
    if (process->pid == kNoPid && sighting.pid != kNoPid) {
      process->pid = sighting.pid;
      lane.by_pid[sighting.pid].push_back(process);
    }
    process->is_unix = sighting.is_exec;
    Name(sighting, lane, process);
    AddImage(sighting, process);
    AddFacts(sighting, process);
    if (lane.host_name.empty()) lane.host_name = Text(sighting, SightingText::kHostName);
  }

  static bool HasOtherPid(const Process& process, const Sighting& sighting) {
    return process.pid != kNoPid && sighting.pid != kNoPid && process.pid != sighting.pid;
  }

  // Whether a start without a known id tells of the process that lives under its pid.
  bool IsSame(const Process& process, const Sighting& sighting) const {
    const std::string_view source = Text(sighting, SightingText::kSource);
    const bool named_by_source =
        std::any_of(process.names.begin(), process.names.end(),
                    [&](const Process::Name& name) { return name.source == source; });
    if (named_by_source && !Text(sighting, SightingText::kEntity).empty()) return false;
    if (sighting.is_exec && !named_by_source) {
      return process.parent_pid == sighting.parent_pid || process.parent_pid == kNoPid ||
             sighting.parent_pid == kNoPid;
    }
    if (sighting.time - process.start > kSameStart) return false;
    if (named_by_source || SeenBy(process, source)) return false;
    return AsciiEqualsIgnoreCase(FileName(process.images.back().executable),
                                 FileName(Text(sighting, SightingText::kExecutable)));
  }

  bool SeenBy(const Process& process, std::string_view source) const {
    const auto it = started_by_.find(&process);
    return it != started_by_.end() && it->second == source;
  }

  void TakeRunning(const Sighting& sighting, Lane& lane) {
    Process* process = Find(sighting, lane);
    if (process != nullptr && !lane.by_entity.contains(Text(sighting, SightingText::kEntity)) &&
        (AreDifferentPrograms(process->ImageAt(sighting.time).executable,
                              Text(sighting, SightingText::kExecutable)) ||
         HasOtherName(*process, sighting))) {
      process->end = sighting.time;  // another program runs under its pid by now
      process = nullptr;
    }
    if (process == nullptr) {
      process = Add(sighting, lane);
      AddImage(sighting, process);
    }
    Name(sighting, lane, process);
    AddFacts(sighting, process);
  }

  void TakeEnd(const Sighting& sighting, Lane& lane) {
    Process* process = Find(sighting, lane);
    if (process == nullptr) {
      process = Add(sighting, lane);
      AddImage(sighting, process);
      Name(sighting, lane, process);
      AddFacts(sighting, process);
    }
    if (process->start > sighting.time) return;
    process->end = sighting.time;
    process->end_known = true;
  }

  // Whether the sensor knows the process by another id than this.
  bool HasOtherName(const Process& process, const Sighting& sighting) const {
    const std::string_view entity = Text(sighting, SightingText::kEntity);
    return !entity.empty() &&
           std::any_of(process.names.begin(), process.names.end(), [&](const Process::Name& name) {
             return name.source == Text(sighting, SightingText::kSource) && name.id != entity;
           });
  }

  Process* Add(const Sighting& sighting, Lane& lane) {
    auto owned = std::make_unique<Process>();
    Process* process = owned.get();
    timeline_.processes_.push_back(std::move(owned));
    process->lane = Text(sighting, SightingText::kLane);
    process->pid = sighting.pid;
    process->start = sighting.time;
    if (sighting.pid != kNoPid) lane.by_pid[sighting.pid].push_back(process);
    started_by_[process] = Text(sighting, SightingText::kSource);
    return process;
  }

  void Name(const Sighting& sighting, Lane& lane, Process* process) const {
    const std::string_view entity = Text(sighting, SightingText::kEntity);
    if (entity.empty()) return;
    if (!lane.by_entity.emplace(entity, process).second) return;
    process->names.push_back({Text(sighting, SightingText::kSource), entity});
  }

  void AddImage(const Sighting& sighting, Process* process) const {
    Image image{.since = sighting.time,
                .executable = Text(sighting, SightingText::kExecutable),
                .name = Text(sighting, SightingText::kName),
                .command_line = Text(sighting, SightingText::kCommandLine),
                .args = Text(sighting, SightingText::kArgs)};
    if (image.name.empty()) image.name = FileName(image.executable);
    if (process->images.empty() || sighting.is_exec) {
      process->images.push_back(image);
      return;
    }
    // Another sensor's record of the same start may know more.
    Image& known = process->images.back();
    if (known.executable.empty()) known.executable = image.executable;
    if (known.name.empty()) known.name = image.name;
    if (known.command_line.empty()) known.command_line = image.command_line;
    if (known.args.empty()) known.args = image.args;
  }

  void AddFacts(const Sighting& sighting, Process* process) const {
    if (process->parent_pid == kNoPid) process->parent_pid = sighting.parent_pid;
    const auto fill = [&](SightingText which, std::string_view* text) {
      if (text->empty()) *text = Text(sighting, which);
    };
    fill(SightingText::kParentEntity, &process->parent_entity);
    fill(SightingText::kParentExecutable, &process->parent_image.executable);
    fill(SightingText::kParentName, &process->parent_image.name);
    fill(SightingText::kParentCommandLine, &process->parent_image.command_line);
    fill(SightingText::kParentArgs, &process->parent_image.args);
    fill(SightingText::kSession, &process->session);
  }

  void Complete(Process& process) const {
    if (process.names.empty() && process.start_known) {
      process.made_id =
          SynthesizedEntityId(process.lane, process.pid, process.start, timeline_.made_ids_);
      timeline_.lanes_[process.lane].by_entity.emplace(process.made_id, &process);
    }
    if (process.parent_image.name.empty()) {
      process.parent_image.name = FileName(process.parent_image.executable);
    }
  }

  void FindParent(Process& process) {
    const Process* parent = nullptr;
    const bool by_pid = process.parent_entity.empty();
    if (!by_pid) {
      parent = timeline_.FindEntity(process.lane, process.parent_entity);
    } else if (process.parent_pid != kNoPid && process.parent_pid != process.pid) {
      parent = timeline_.FindPid(process.lane, process.parent_pid, process.start);
    }
    if (parent == nullptr || parent == &process) return;
    if (parent->start > process.start + kSameStart || (by_pid && IsUnlikely(*parent, process))) {
      ++timeline_.conflicts_.parents;
    } else if (RootOf(parent) == &process) {
      ++timeline_.conflicts_.circles;
    } else {
      process.parent = parent;
      link_[&process] = parent;
    }
  }

  // Whether the parent's pid was probably given anew, unseen: the child's record names another
  // image, or none, and Windows has had a day for it.
  static bool IsUnlikely(const Process& parent, const Process& child) {
    const std::string_view said = child.parent_image.executable;
    if (said.empty()) return !child.is_unix && child.start - parent.start > kPidMemory;
    return AreDifferentPrograms(said, parent.ImageAt(child.start).executable);
  }

  // The topmost known ancestor. Paths are shortened as they are walked.
  const Process* RootOf(const Process* process) {
    for (auto it = link_.find(process); it != link_.end(); it = link_.find(process)) {
      const auto above = link_.find(it->second);
      if (above == link_.end()) return it->second;
      it->second = above->second;
      process = it->second;
    }
    return process;
  }

  void TakeMark(const Sighting& sighting) {
    const Process* process =
        timeline_.Find(Text(sighting, SightingText::kLane), Text(sighting, SightingText::kEntity),
                       sighting.pid, sighting.time);
    if (process != nullptr) timeline_.Mark(*process, sighting.mark, sighting.time);
  }

  ProcessTimeline& timeline_;
  const SightingBook& book_;
  std::unordered_map<const Process*, std::string_view> started_by_;
  std::unordered_map<const Process*, const Process*> link_;  // to an ancestor
};

// ---- ProcessTimeline ---------------------------------------------------------------------------

std::unique_ptr<ProcessTimeline> ProcessTimeline::Build(SightingBook book) {
  std::unique_ptr<ProcessTimeline> timeline(new ProcessTimeline(std::move(book)));
  TimelineBuilder(*timeline).Run();
  return timeline;
}

void ProcessTimeline::Mark(const Process& process, std::uint32_t mark, Time time) {
  const auto [it, added] = marks_[mark].emplace(&process, time);
  if (!added) it->second = std::min(it->second, time);
  ancestor_marks_[mark].clear();
}

bool ProcessTimeline::HasMarkedAncestor(const Process& process, std::uint32_t mark,
                                        Time time) const {
  const auto marks = marks_.find(mark);
  if (marks == marks_.end()) return false;
  // For each process the earliest time at which an ancestor was marked, found once.
  auto& earliest = ancestor_marks_[mark];
  std::vector<const Process*> path;
  const Process* top = &process;
  while (top != nullptr && !earliest.contains(top)) {
    path.push_back(top);
    top = top->parent;
  }
  std::reverse(path.begin(), path.end());
  for (const Process* step : path) {
    const Process* parent = step->parent;
    Time time_above = kMaxTime;
    if (parent != nullptr) {
      time_above = earliest.at(parent);
      const auto own = marks->second.find(parent);
      if (own != marks->second.end()) time_above = std::min(time_above, own->second);
    }
    earliest.emplace(step, time_above);
  }
  const Time first = earliest.at(&process);
  return first != kMaxTime && first <= time;
}

const Process* ProcessTimeline::Find(std::string_view lane, std::string_view entity,
                                     std::int64_t pid, Time time, bool* tied) const {
  const Process* named = entity.empty() ? nullptr : FindEntity(lane, entity);
  // The id of a process with another pid is forged, or given twice.
  const bool fits =
      named != nullptr && (pid == kNoPid || named->pid == kNoPid || named->pid == pid);
  if (fits || pid == kNoPid) return named;
  return entity.empty() || named != nullptr ? FindPid(lane, pid, time, tied) : nullptr;
}

const ProcessTimeline::Lane* ProcessTimeline::FindLane(std::string_view lane) const {
  const auto it = lanes_.find(lane);
  return it == lanes_.end() ? nullptr : &it->second;
}

const Process* ProcessTimeline::FindEntity(std::string_view lane, std::string_view entity) const {
  const Lane* table = FindLane(lane);
  if (table == nullptr) return nullptr;
  const auto it = table->by_entity.find(entity);
  return it == table->by_entity.end() ? nullptr : it->second;
}

const Process* ProcessTimeline::FindPid(std::string_view lane, std::int64_t pid, Time time,
                                        bool* tied) const {
  const Lane* table = FindLane(lane);
  if (table == nullptr) return nullptr;
  const auto it = table->by_pid.find(pid);
  if (it == table->by_pid.end()) return nullptr;
  const std::vector<Process*>& owners = it->second;
  const auto after =
      std::upper_bound(owners.begin(), owners.end(), time,
                       [](Time t, const Process* process) { return t < process->start; });
  if (after == owners.begin()) return nullptr;
  const Process* process = *(after - 1);
  if (tied != nullptr) {
    *tied = after - owners.begin() > 1 && (*(after - 2))->end_known && (*(after - 2))->end >= time;
  }
  return process->end >= time ? process : nullptr;
}

std::string_view ProcessTimeline::FindHostName(std::string_view lane) const {
  const Lane* table = FindLane(lane);
  return table == nullptr ? std::string_view() : table->host_name;
}

SessionUser ProcessTimeline::FindUser(std::string_view lane, std::string_view session,
                                      Time time) const {
  for (const KnownSession& known : kKnownSessions) {
    if (known.session == session) return {.id = known.user};
  }
  const Lane* table = FindLane(lane);
  if (table == nullptr) return {};
  const auto it = table->sessions.find(session);
  if (it == table->sessions.end()) return {};
  const std::vector<SessionSince>& users = it->second;
  const auto after =
      std::upper_bound(users.begin(), users.end(), time,
                       [](Time t, const SessionSince& entry) { return t < entry.since; });
  return after == users.begin() ? SessionUser{} : (after - 1)->user;
}

}  // namespace tocsin::lineage
