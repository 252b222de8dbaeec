#include "engine/lineage/enrich.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tocsin::lineage {
namespace {

constexpr FieldId kPid = Field("process.pid");
constexpr FieldId kEntityId = Field("process.entity_id");
constexpr FieldId kAncestry = Field("process.Ext.ancestry");
constexpr FieldId kSession = Field("process.Ext.authentication_id");
constexpr FieldId kParentPid = Field("process.parent.pid");
constexpr FieldId kParentEntityId = Field("process.parent.entity_id");
constexpr FieldId kParentExecutable = Field("process.parent.executable");
constexpr FieldId kParentName = Field("process.parent.name");
constexpr FieldId kParentCommandLine = Field("process.parent.command_line");
constexpr FieldId kParentArgs = Field("process.parent.args");
constexpr FieldId kParentArgsCount = Field("process.parent.args_count");
constexpr FieldId kHostName = Field("host.name");
constexpr FieldId kUserName = Field("user.name");
constexpr FieldId kUserId = Field("user.id");
constexpr FieldId kDerived = Field("tocsin.derived");

// Ids in process.Ext.ancestry, nearest first; as many as Elastic Defend sends by default.
constexpr std::size_t kAncestorsMax = 20;

// Collects what is to be added and makes the new event.
class Filler {
 public:
  Filler(const Event& event, const SourceFields& native) : event_(event), native_(native) {}

  bool Wants(FieldId field) const { return MayFill(field, event_, native_); }
  void Fill(FieldId field, std::string_view text) {
    if (!text.empty()) FillAll(field, {Value::String(text)});
  }
  void FillAll(FieldId field, std::vector<Value> values) {
    if (!values.empty() && Wants(field)) added_.push_back({field, std::move(values)});
  }

  bool empty() const { return added_.empty(); }

  EventPtr Finish() {
    const std::span<const Value> named = event_.Find(kDerived);
    std::vector<Value> names(named.begin(), named.end());
    for (const Added& entry : added_) {
      names.push_back(Value::String(ecs::kDictionary[entry.field.index()].name));
    }
    added_.push_back({kDerived, std::move(names)});
    std::vector<FieldEntry> fields;
    for (const FieldEntry& entry : event_.fields) {
      if (entry.field != kDerived) fields.push_back(entry);
    }
    for (const Added& entry : added_) {
      fields.push_back({.field = entry.field,
                        .count = static_cast<std::uint32_t>(entry.values.size()),
                        .values = entry.values.data()});
    }
    std::sort(fields.begin(), fields.end(),
              [](const FieldEntry& a, const FieldEntry& b) { return a.field < b.field; });
    Event filled = event_;
    filled.fields = fields;
    return RetainedEvent::RetainCopy(filled);
  }

 private:
  struct Added {
    FieldId field;
    std::vector<Value> values;
  };

  const Event& event_;
  const SourceFields& native_;
  std::vector<Added> added_;
};

void Count(bool found, bool tied, LineageCounts::Lookup* counts) {
  ++(found ? counts->found : counts->unknown);
  if (found && tied) ++counts->ambiguous;
}

struct Parent {
  const Process* process = nullptr;
  Image image;  // what is known of it, even if its own records are not there
  std::int64_t pid = kNoPid;
  std::string_view entity;
};

// Whether the event itself names another program as the parent: then its pid was given anew unseen.
bool IsOther(const Process& parent, const Event& event) {
  return AreDifferentPrograms(event.FirstText(kParentExecutable),
                              parent.ImageAt(event.time).executable);
}

Parent FindParent(const Event& event, const ProcessTimeline& timeline, const Process* self,
                  bool* tied) {
  Parent parent;
  parent.pid = PidOf(event, kParentPid);
  parent.entity = event.FirstText(kParentEntityId);
  if (!parent.entity.empty()) {
    parent.process = timeline.FindEntity(event.lane, parent.entity);
  } else if (self != nullptr) {
    parent.process = self->parent;
  } else if (parent.pid != kNoPid && parent.pid != PidOf(event, kPid)) {
    parent.process = timeline.FindPid(event.lane, parent.pid, event.time, tied);
  }
  if (parent.process != nullptr && parent.entity.empty() && IsOther(*parent.process, event)) {
    parent.process = nullptr;
  }
  if (self != nullptr) {
    parent.image = self->parent_image;
    if (parent.pid == kNoPid) parent.pid = self->parent_pid;
    if (parent.entity.empty()) parent.entity = self->parent_entity;
  }
  if (parent.process != nullptr) {
    const Time born = self != nullptr ? self->start : event.time;
    const Image& image = parent.process->ImageAt(born);
    const auto prefer = [](std::string_view known, std::string_view* text) {
      if (!known.empty()) *text = known;
    };
    prefer(image.executable, &parent.image.executable);
    prefer(image.name, &parent.image.name);
    prefer(image.command_line, &parent.image.command_line);
    prefer(image.args, &parent.image.args);
    if (parent.pid == kNoPid) parent.pid = parent.process->pid;
    if (parent.entity.empty()) parent.entity = parent.process->IdFor(event.source);
  }
  return parent;
}

void FillParent(const Event& event, const ProcessTimeline& timeline, const Process* self,
                Filler* filler, LineageCounts* counts) {
  bool tied = false;
  const Parent parent = FindParent(event, timeline, self, &tied);
  Count(parent.process != nullptr || !parent.image.executable.empty(), tied, &counts->parent);
  if (parent.pid != kNoPid) filler->FillAll(kParentPid, {Value::Int(parent.pid)});
  filler->Fill(kParentEntityId, parent.entity);
  filler->Fill(kParentExecutable, parent.image.executable);
  filler->Fill(kParentName, parent.image.name);
  filler->Fill(kParentCommandLine, parent.image.command_line);
  std::vector<Value> args;
  for (const std::string_view arg : DecodeList(parent.image.args)) {
    args.push_back(Value::String(arg));
  }
  if (!args.empty()) {
    filler->FillAll(kParentArgsCount, {Value::Int(static_cast<std::int64_t>(args.size()))});
    filler->FillAll(kParentArgs, std::move(args));
  }
}

void FillAncestry(const Process& self, std::string_view source, Filler* filler) {
  std::vector<Value> ids;
  for (const Process* ancestor = self.parent; ancestor != nullptr && ids.size() < kAncestorsMax;
       ancestor = ancestor->parent) {
    const std::string_view id = ancestor->IdFor(source);
    if (id.empty()) break;
    ids.push_back(Value::String(id));
  }
  filler->FillAll(kAncestry, std::move(ids));
}

void FillUser(const Event& event, const ProcessTimeline& timeline, const Process* self,
              Filler* filler, LineageCounts* counts) {
  std::string_view session = event.FirstText(kSession);
  if (session.empty() && self != nullptr) session = self->session;
  if (session.empty()) return;
  filler->Fill(kSession, session);
  if (!filler->Wants(kUserId)) return;
  // Session ids are given anew after a start of the machine: the names must agree.
  const SessionUser user = timeline.FindUser(event.lane, session, event.time);
  const std::string_view name = event.FirstText(kUserName);
  const bool agrees = name.empty() || user.name.empty() || AsciiEqualsIgnoreCase(name, user.name);
  Count(!user.id.empty() && agrees, false, &counts->user);
  if (agrees) filler->Fill(kUserId, user.id);
}

}  // namespace

std::span<const FieldId> DerivableFields() {
  static constexpr FieldId kFields[] = {
      kAncestry,        kSession,           kEntityId,       kParentArgs,
      kParentArgsCount, kParentCommandLine, kParentEntityId, kParentExecutable,
      kHostName,        kParentName,        kParentPid,      kUserId,
  };
  return kFields;
}

bool MayFill(FieldId field, const Event& event, const SourceFields& native) {
  if (native.all() || !event.Find(field).empty()) return false;
  // A sensor may name the host in its inventory only.
  return field == kHostName || (!native.Contains(field) && HasIdentity(event));
}

bool HasIdentity(const Event& event) {
  return !event.Find(kPid).empty() || !event.Find(kEntityId).empty() ||
         !event.Find(kSession).empty();
}

const Process* ProcessOf(const Event& event, const ProcessTimeline& timeline, bool* tied) {
  return timeline.Find(event.lane, event.FirstText(kEntityId), PidOf(event, kPid), event.time,
                       tied);
}

namespace {

void FillProcess(const Event& event, const ProcessTimeline& timeline, Filler* filler,
                 LineageCounts* counts) {
  bool tied = false;
  const Process* self = ProcessOf(event, timeline, &tied);
  Count(self != nullptr, tied, &counts->process);
  if (self != nullptr) {
    filler->Fill(kEntityId, self->IdFor(event.source));
    FillAncestry(*self, event.source, filler);
  }
  FillParent(event, timeline, self, filler, counts);
  FillUser(event, timeline, self, filler, counts);
}

}  // namespace

EventPtr Enrich(const EventPtr& event, const ProcessTimeline& timeline, const SourceFields& native,
                LineageCounts* counts) {
  const Event& given = event->event();
  if (native.all()) return event;
  Filler filler(given, native);
  filler.Fill(kHostName, timeline.FindHostName(given.lane));
  if (HasIdentity(given)) FillProcess(given, timeline, &filler, counts);
  if (filler.empty()) return event;
  ++counts->events;
  return filler.Finish();
}

}  // namespace tocsin::lineage
