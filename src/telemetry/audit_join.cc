#include "telemetry/audit_join.h"

#include "telemetry/audit_line.h"
#include "telemetry/decoders/auditd/audit_header.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace tocsin {
namespace {

constexpr std::string_view kEndOfEvent = "EOE";
constexpr std::string_view kProcessTitle = "PROCTITLE";

// Types that only add to the system call before them (kernel, audit_log_exit).
bool IsFollower(std::string_view type) {
  constexpr std::string_view kFollowers[] = {"EXECVE", "CWD", "PATH", "SOCKADDR", "PROCTITLE"};
  return std::find(std::begin(kFollowers), std::end(kFollowers), type) != std::end(kFollowers);
}

}  // namespace

void AuditJoin::Open::MakeOwn() {
  if (view.empty()) return;
  copy.assign(view);
  view = {};
}

void AuditJoin::Add(const RawRecord& record, std::vector<RawRecord>* out, Texts* texts) {
  const std::optional<audit::AuditHeader> header = FindAuditLine(record.bytes);
  if (!header) {
    out->push_back(record);
    return;
  }
  CloseOlderThan(header->time - kPatience, header->node, out, texts);
  std::size_t index = Find(*header);
  if (header->type == kEndOfEvent) {
    if (index < open_.size()) Close(index, out, texts);
    return;
  }
  if (index < open_.size() && open_[index].size() + 1 + record.bytes.size() > kEventBytesMax) {
    CloseEarly(index, out, texts);
    index = open_.size();
  }
  if (index == open_.size()) {
    if (audit::IsUserMessage(header->type)) {
      out->push_back(record);
      return;
    }
    if (open_.size() == kOpenMax) {
      // Lines of an event that had to go must not push out the next one.
      if (IsFollower(header->type)) {
        out->push_back(record);
        out->back().torn = true;
        return;
      }
      CloseEarly(0, out, texts);
    }
    index = open_.size();
    open_.push_back({.offset = record.offset,
                     .number = record.number,
                     .time = header->time,
                     .serial = header->serial,
                     .node = std::string(header->node),
                     .view = {},
                     .copy = {},
                     .torn = IsFollower(header->type)});
    oldest_ = std::min(oldest_, header->time);
  }
  Append(record.bytes, &open_[index]);
  if (header->type == kProcessTitle) Close(index, out, texts);
  while (bytes_ > kBytesMax) CloseEarly(0, out, texts);
}

void AuditJoin::EndBatch() {
  for (Open& open : open_) open.MakeOwn();
}

void AuditJoin::Flush(std::vector<RawRecord>* out, Texts* texts) {
  while (!open_.empty()) Close(0, out, texts);
  oldest_ = kMaxTime;
}

// Lines of an event follow each other closely: the youngest event is asked first.
std::size_t AuditJoin::Find(const audit::AuditHeader& header) const {
  for (std::size_t i = open_.size(); i > 0; --i) {
    const Open& open = open_[i - 1];
    if (open.serial == header.serial && open.time == header.time && open.node == header.node) {
      return i - 1;
    }
  }
  return open_.size();
}

void AuditJoin::Append(std::string_view line, Open* open) {
  const std::size_t before = open->size();
  if (before == 0) {
    open->view = line;
  } else {
    const std::string_view view = open->view;
    const bool side_by_side =
        !view.empty() && view.data() + view.size() + 1 == line.data() && line.data()[-1] == '\n';
    if (side_by_side) {
      open->view = {view.data(), view.size() + 1 + line.size()};
    } else {
      open->MakeOwn();
      open->copy.append("\n").append(line);
    }
  }
  bytes_ += open->size() - before;
}

void AuditJoin::Close(std::size_t index, std::vector<RawRecord>* out, Texts* texts) {
  Open& open = open_[index];
  bytes_ -= open.size();
  std::string_view bytes = open.view;
  if (bytes.empty()) bytes = texts->emplace_back(std::move(open.copy));
  out->push_back({.offset = open.offset, .number = open.number, .bytes = bytes, .torn = open.torn});
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
}

void AuditJoin::CloseEarly(std::size_t index, std::vector<RawRecord>* out, Texts* texts) {
  open_[index].torn = true;
  Close(index, out, texts);
}

void AuditJoin::CloseOlderThan(Time time, std::string_view node, std::vector<RawRecord>* out,
                               Texts* texts) {
  if (oldest_ > time) return;
  oldest_ = kMaxTime;
  for (std::size_t i = 0; i < open_.size();) {
    if (open_[i].node == node && open_[i].time <= time) {
      Close(i, out, texts);
    } else {
      oldest_ = std::min(oldest_, open_[i].time);
      ++i;
    }
  }
}

}  // namespace tocsin
