#include "engine/lineage/sighting.h"

#include "base/hash.h"
#include "event/ecs/dictionary.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>

namespace tocsin::lineage {
namespace {

constexpr FieldId kPid = Field("process.pid");
constexpr FieldId kEntityId = Field("process.entity_id");
constexpr FieldId kExecutable = Field("process.executable");
constexpr FieldId kName = Field("process.name");
constexpr FieldId kParentPid = Field("process.parent.pid");
constexpr FieldId kArgs = Field("process.args");
constexpr FieldId kParentArgs = Field("process.parent.args");
constexpr FieldId kStart = Field("process.start");
constexpr FieldId kType = Field("event.type");
constexpr FieldId kAction = Field("event.action");
constexpr FieldId kEventKind = Field("event.kind");
constexpr FieldId kHostName = Field("host.name");
constexpr FieldId kOutcome = Field("event.outcome");
constexpr FieldId kSubjectLogon = Field("winlog.event_data.SubjectLogonId");
constexpr FieldId kSubjectUser = Field("winlog.event_data.SubjectUserSid");
constexpr FieldId kSubjectName = Field("winlog.event_data.SubjectUserName");
constexpr FieldId kTargetName = Field("winlog.event_data.TargetUserName");
constexpr FieldId kTargetLogon = Field("winlog.event_data.TargetLogonId");
constexpr FieldId kTargetUser = Field("winlog.event_data.TargetUserSid");

struct TextField {
  SightingText text;
  FieldId field;
};
constexpr TextField kTextFields[] = {
    {SightingText::kEntity, kEntityId},
    {SightingText::kExecutable, kExecutable},
    {SightingText::kName, kName},
    {SightingText::kCommandLine, Field("process.command_line")},
    {SightingText::kParentEntity, Field("process.parent.entity_id")},
    {SightingText::kParentExecutable, Field("process.parent.executable")},
    {SightingText::kParentName, Field("process.parent.name")},
    {SightingText::kParentCommandLine, Field("process.parent.command_line")},
    {SightingText::kSession, Field("process.Ext.authentication_id")},
};

bool HasText(const Event& event, FieldId field, std::string_view text) {
  const std::span<const Value> values = event.Find(field);
  return std::any_of(values.begin(), values.end(), [text](const Value& value) {
    return value.is_string() && value.text() == text;
  });
}

Time StartOf(const Event& event) {
  const std::span<const Value> values = event.Find(kStart);
  if (values.empty() || values.front().kind() != ValueKind::kTime) return event.time;
  // A sensor may write whole seconds only: the record's own time is better then.
  const Time start{values.front().time_ns()};
  return start.ns % kNsPerSecond == 0 && event.time.ns / kNsPerSecond == start.ns / kNsPerSecond
             ? event.time
             : start;
}

// On Unix a process starts as a copy of its parent and takes an image then: every start that is not
// said to be the copying may be of a process that was there before.
bool IsExec(const Event& event) {
  constexpr std::string_view kForks[] = {"fork", "fork_event", "vfork", "clone"};
  return event.os != OsType::kWindows &&
         std::none_of(std::begin(kForks), std::end(kForks),
                      [&](std::string_view word) { return HasText(event, kAction, word); });
}

}  // namespace

std::int64_t PidOf(const Event& event, FieldId field) {
  const std::span<const Value> values = event.Find(field);
  if (values.empty() || values.front().kind() != ValueKind::kInt) return kNoPid;
  return values.front().integer();
}

std::string EncodeList(std::span<const Value> values) {
  std::string text;
  for (const Value& value : values) {
    if (!value.is_string()) continue;
    const auto size = static_cast<std::uint32_t>(value.text().size());
    text.append(reinterpret_cast<const char*>(&size), sizeof(size));
    text.append(value.text());
  }
  return text;
}

std::vector<std::string_view> DecodeList(std::string_view text) {
  std::vector<std::string_view> list;
  while (text.size() >= sizeof(std::uint32_t)) {
    std::uint32_t size = 0;
    std::memcpy(&size, text.data(), sizeof(size));
    list.push_back(text.substr(sizeof(size), size));
    text.remove_prefix(sizeof(size) + size);
  }
  return list;
}

std::span<const FieldId> SightingFields() {
  static constexpr FieldId kFields[] = {
      kPid,
      kEntityId,
      kParentPid,
      kArgs,
      kParentArgs,
      kStart,
      kType,
      kAction,
      kEventKind,
      kOutcome,
      kHostName,
      kSubjectLogon,
      kSubjectUser,
      kTargetLogon,
      kTargetUser,
      kSubjectName,
      kTargetName,
      Field("process.executable"),
      Field("process.name"),
      Field("process.command_line"),
      Field("process.parent.entity_id"),
      Field("process.parent.executable"),
      Field("process.parent.name"),
      Field("process.parent.command_line"),
      Field("process.Ext.authentication_id"),
  };
  return kFields;
}

// ---- SightingBook ------------------------------------------------------------------------------

bool SightingBook::SameButTime::operator()(const Sighting& a, const Sighting& b) const {
  return a.kind == b.kind && a.mark == b.mark && a.pid == b.pid && a.parent_pid == b.parent_pid &&
         a.texts == b.texts;
}

std::size_t SightingBook::HashButTime::operator()(const Sighting& sighting) const {
  std::uint64_t hash = HashCombine(static_cast<std::uint64_t>(sighting.kind), sighting.mark);
  hash = HashCombine(hash, static_cast<std::uint64_t>(sighting.pid));
  for (const std::uint32_t text : sighting.texts) hash = HashCombine(hash, text);
  return static_cast<std::size_t>(hash);
}

SightingBook::SightingBook() { texts_.Intern({}); }

void SightingBook::Put(SightingText which, std::string_view text, Sighting* sighting) {
  sighting->text(which) = text.empty() ? 0 : texts_.Intern(text);
}

void SightingBook::PutFirst(SightingText which, const Event& event, FieldId field,
                            Sighting* sighting) {
  Put(which, event.FirstText(field), sighting);
}

Sighting SightingBook::Identify(const Event& event, SightingKind kind) {
  Sighting sighting{.kind = kind, .time = event.time, .pid = PidOf(event, kPid)};
  Put(SightingText::kLane, event.lane, &sighting);
  Put(SightingText::kSource, event.source, &sighting);
  PutFirst(SightingText::kEntity, event, kEntityId, &sighting);
  return sighting;
}

void SightingBook::Observe(const Event& event) {
  if (HasFlag(event.flags, EventFlags::kTimeMissing)) return;
  ObserveSession(event, kSubjectLogon, kSubjectUser, kSubjectName);
  ObserveSession(event, kTargetLogon, kTargetUser, kTargetName);
  if (HasText(event, kEventKind, "asset")) return ObserveHost(event);
  if (event.Find(kPid).empty() && event.Find(kEntityId).empty()) return;
  const bool told =
      event.kinds.Contains(FamilyKind::kProcess) && !HasText(event, kEventKind, "alert");
  // Commands of a shell and blocks of a script start and end as processes do, under the id of the
  // process that runs them; only records of processes name a program, or end one by its own id.
  const bool is_program = !event.Find(kExecutable).empty() || !event.Find(kName).empty();
  const bool ends_entity = !event.Find(kEntityId).empty();
  if (told && HasText(event, kType, "start")) {
    // An attempt that failed starts nothing, and may name what it tried to start.
    if (is_program && !HasText(event, kOutcome, "failure")) ObserveStart(event);
  } else if (told && HasText(event, kType, "end")) {
    if (!is_program && !ends_entity) return;
    Sighting end = Identify(event, SightingKind::kEnd);
    for (const TextField& row : kTextFields) PutFirst(row.text, event, row.field, &end);
    sightings_.push_back(end);
  } else {
    Sighting running = Identify(event, SightingKind::kRunning);
    running.parent_pid = PidOf(event, kParentPid);
    for (const TextField& row : kTextFields) PutFirst(row.text, event, row.field, &running);
    if (is_program) KeepEarliest(running);
  }
}

void SightingBook::ObserveStart(const Event& event) {
  Sighting start = Identify(event, SightingKind::kStart);
  start.time = StartOf(event);
  start.is_exec = IsExec(event);
  start.parent_pid = PidOf(event, kParentPid);
  for (const TextField& row : kTextFields) PutFirst(row.text, event, row.field, &start);
  PutFirst(SightingText::kHostName, event, kHostName, &start);
  Put(SightingText::kArgs, EncodeList(event.Find(kArgs)), &start);
  Put(SightingText::kParentArgs, EncodeList(event.Find(kParentArgs)), &start);
  sightings_.push_back(start);
  ObserveParent(start);
}

void SightingBook::ObserveParent(const Sighting& child) {
  if (child.text(SightingText::kParentExecutable) == 0) return;
  if (child.parent_pid == kNoPid && child.text(SightingText::kParentEntity) == 0) return;
  Sighting parent{.kind = SightingKind::kRunning, .time = child.time, .pid = child.parent_pid};
  parent.text(SightingText::kLane) = child.text(SightingText::kLane);
  parent.text(SightingText::kSource) = child.text(SightingText::kSource);
  parent.text(SightingText::kEntity) = child.text(SightingText::kParentEntity);
  parent.text(SightingText::kExecutable) = child.text(SightingText::kParentExecutable);
  parent.text(SightingText::kName) = child.text(SightingText::kParentName);
  parent.text(SightingText::kCommandLine) = child.text(SightingText::kParentCommandLine);
  parent.text(SightingText::kArgs) = child.text(SightingText::kParentArgs);
  KeepEarliest(parent);
}

void SightingBook::ObserveSession(const Event& event, FieldId session, FieldId user,
                                  FieldId user_name) {
  const std::string_view id = event.FirstText(session);
  const std::string_view name = event.FirstText(user);
  if (id.empty() || name.empty()) return;
  Sighting sighting{.kind = SightingKind::kSession, .time = event.time};
  Put(SightingText::kLane, event.lane, &sighting);
  Put(SightingText::kSession, id, &sighting);
  Put(SightingText::kUser, name, &sighting);
  PutFirst(SightingText::kUserName, event, user_name, &sighting);
  KeepEarliest(sighting);
}

void SightingBook::ObserveHost(const Event& event) {
  const std::string_view name = event.FirstText(kHostName);
  if (name.empty()) return;
  Sighting sighting{.kind = SightingKind::kHost, .time = event.time};
  Put(SightingText::kLane, event.lane, &sighting);
  Put(SightingText::kHostName, name, &sighting);
  KeepEarliest(sighting);
}

void SightingBook::Mark(const Event& event, std::uint32_t mark) {
  Sighting sighting = Identify(event, SightingKind::kMark);
  sighting.mark = mark;
  KeepEarliest(sighting);
}

void SightingBook::KeepEarliest(const Sighting& sighting) {
  const auto [it, added] = earliest_.emplace(sighting, sightings_.size());
  if (added) {
    sightings_.push_back(sighting);
  } else {
    Time& time = sightings_[it->second].time;
    time = std::min(time, sighting.time);
  }
}

void SightingBook::Merge(const SightingBook& other) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(other.texts_.size());
  for (std::uint32_t id = 0; id < other.texts_.size(); ++id) {
    numbers.push_back(texts_.Intern(other.texts_.Text(id)));
  }
  for (Sighting sighting : other.sightings_) {
    for (std::uint32_t& text : sighting.texts) text = numbers[text];
    if (sighting.kind == SightingKind::kStart || sighting.kind == SightingKind::kEnd) {
      sightings_.push_back(sighting);
    } else {
      KeepEarliest(sighting);
    }
  }
}

}  // namespace tocsin::lineage
