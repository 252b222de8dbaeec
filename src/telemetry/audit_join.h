// Joins the lines of one event of the Linux audit system into one record.
//
// The kernel sends an event as several lines, and lines of several events mix. All lines with the
// node, time and serial of their first line belong together. An event is complete
//   * at its end-of-event line, or its process title, which kernels send last;
//   * at once, if its type is one that user space sends in a single line;
//   * when a line of its node is two seconds younger;
//   * when the input ends, or it outgrows the bounds below.
// The record holds the lines, with LF between them and without end-of-event lines, which say
// nothing more. It has the place of its first line. An event that was closed for want of room, or
// that begins with a line that never comes first, is marked as torn. Records of other kinds pass
// through; what comes out depends on the lines alone, not on how they were cut into batches.
//
// Ownership: see Add. Threads: one. Cost: a search in each record for the mark of an audit line;
// lines that lie side by side in memory are not copied.
#pragma once

#include "base/time.h"
#include "telemetry/inputs/input.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

namespace audit {
struct AuditHeader;  // telemetry/decoders/auditd/audit_header.h
}

class AuditJoin {
 public:
  // Events that wait for more lines, the bytes of one, and of all.
  static constexpr std::size_t kOpenMax = 1024;
  static constexpr std::size_t kEventBytesMax = std::size_t{2} << 20;
  static constexpr std::size_t kBytesMax = std::size_t{64} << 20;
  static constexpr Duration kPatience = std::chrono::seconds(2);

  // Where joined text lives that is not in the input's own memory. Texts never move.
  using Texts = std::deque<std::string>;

  // Takes the next record of the input and appends what is ready to `out`. Records that come out
  // view the memory of the records that went in since the last EndBatch, or `texts`.
  void Add(const RawRecord& record, std::vector<RawRecord>* out, Texts* texts);
  // The memory of the records that went in goes away: copies what waits.
  void EndBatch();
  // The input is at its end: appends all that waits. The join is as new.
  void Flush(std::vector<RawRecord>* out, Texts* texts);

  bool empty() const { return open_.empty(); }

 private:
  struct Open {
    std::uint64_t offset = 0;  // of the first line
    std::uint64_t number = 0;
    Time time;
    std::uint64_t serial = 0;
    std::string node;
    std::string_view view;  // the lines, if they lie side by side in the batch
    std::string copy;       // else
    bool torn = false;
    std::size_t size() const { return view.empty() ? copy.size() : view.size(); }
    void MakeOwn();
  };

  std::size_t Find(const audit::AuditHeader& header) const;
  void Append(std::string_view line, Open* open);
  void Close(std::size_t index, std::vector<RawRecord>* out, Texts* texts);
  void CloseEarly(std::size_t index, std::vector<RawRecord>* out, Texts* texts);
  void CloseOlderThan(Time time, std::string_view node, std::vector<RawRecord>* out, Texts* texts);

  std::vector<Open> open_;  // in the order of their first lines
  std::size_t bytes_ = 0;   // of all open events
  Time oldest_ = kMaxTime;  // no open event is older
};

}  // namespace tocsin
