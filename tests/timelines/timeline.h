// A timeline: a script of what happens to a stream on a virtual clock, and what must come of it.
//
//   # S3 R5.3: what the script shows. Rules of the streaming contract come first.
//   set hold 30                    seconds; also: key_hold, live_keys, lane_events, lanes, gaps
//   rule pair
//     sequence by host.id with maxspan=10s
//       [any where event.action == "a"] [any where event.action == "b"]
//   signal flood more_than 2 by user.name within 60 keep 300
//     any where event.action == "failed"
//   log 0 a1 web1 a 0              log time, id, host, event.action, event time ('-': none)
//   log 5 b1 web1 b 4 user.name=root
//   tick 40                        the log has come to 40 and is idle
//   end                            the stream ends
//   same_as_run                    a run over the records, sorted, gives the same alerts
//   expect
//   alert 34 pair a1 b1            the log time at which it left, the rule, its events
//   gap late pair web1 -6..14 x1   event time, seconds
//   count late 1                   every counter that is not 0
//
// Times are in seconds from a fixed day. What stands below `expect` is written by the suite when
// TOCSIN_UPDATE_GOLDEN is set, and then read by a person.
//
// Ownership: plain values. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::timelines {

struct TimelineRule {
  std::string name;
  std::string query;  // EQL
  struct Signal {
    std::int64_t more_than = 0;
    std::string by;
    std::int64_t within_s = 0;
    std::int64_t keep_s = 0;
  };
  std::optional<Signal> signal;  // counts the events of the query
};

struct TimelineStep {
  enum class Kind : std::uint8_t { kRecord, kTick, kEnd } kind = Kind::kRecord;
  double log_s = 0;
  std::string record;  // JSON
};

struct TimelineSettings {
  double hold_s = 30;
  double key_hold_s = 30;
  std::uint64_t live_keys = 2'000'000;
  std::size_t lane_events = 20'000;
  std::size_t lanes = 2'000'000;
  std::size_t gaps = 10'000;
};

struct Timeline {
  TimelineSettings settings;
  std::vector<TimelineRule> rules;
  std::vector<TimelineStep> steps;
  bool same_as_run = false;
  std::string script;    // all above `expect`, as it stands
  std::string expected;  // all below
};

// Stops the program at a mistake: it is one of the suite.
Timeline ParseTimeline(const std::string& text);

// What came of it, as it stands below `expect`. `together`: records of one log time are fed in one
// batch; it must not matter.
std::string RunTimeline(const Timeline& timeline, bool together);

// The alerts, without log times, sorted: of the stream, and of a run over the records.
std::string AlertsOfStream(const Timeline& timeline);
std::string AlertsOfRun(const Timeline& timeline);

}  // namespace tocsin::timelines
