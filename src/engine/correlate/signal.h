// Signals: counted events of groups, in the manner of Datadog log rules (public documentation of
// detection rules: threshold method, evaluation window, keep-alive, maximum duration).
//
// For each event: it enters the windows of the queries that it met, once for each of its groups (a
// multi-valued group field gives one for each value). Groups of different queries are the same if
// their values are, by position. Then the cases of the rule are tried in order on the windows of
// the group; the first that holds opens a signal or carries on the open one:
//
//   opens     first_seen is the earliest event in the windows that made the case hold; those
//             events are counted
//   goes on   while a case holds again within keep-alive of the last time (inclusive) and maximum
//             duration of first_seen (inclusive); new events are counted; an earlier case in the
//             rule's order replaces the case, a later one does not
//   closes    else. With keep-alive 0 every match is a signal of its own.
//
// A signal is given when it is closed and its lane has passed its end; those of a lane in the order
// of ends, so the order does not depend on how often Advance is called. Finish gives the rest, as
// open if their end is not before the newest time heard of.
//
// Ownership: owns windows and signals; shares sampled events. Threads: one. Memory: bounded in
// groups and signals (options), entries of a window (Window::kEntriesMax), samples (options).
#pragma once

#include "engine/correlate/correlator.h"
#include "engine/correlate/key.h"
#include "engine/correlate/key_table.h"
#include "engine/correlate/window.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace tocsin::correlate {

class SignalCorrelator final : public Correlator {
 public:
  // The plan and the lane times must outlive the correlator.
  SignalCorrelator(RuleId rule, const plan::SignalPlan& plan, const CorrelatorOptions& options,
                   const LaneTimes& lanes);

  void Process(const CorrelatorEvent& event, const EmitDetection& emit) override;
  void Advance(const EmitDetection& emit) override;
  void Finish(Time newest, const EmitDetection& emit) override;
  std::size_t live_keys() const override { return groups_.size() + signals_.size(); }
  std::vector<std::string> LaneKeys(const CorrelatorEvent& event) override;
  std::int64_t look_back_ns() const override;

 private:
  struct Group {
    std::vector<Window> windows;  // by query
    Time newest = kMinTime;
    std::uint64_t counted_in = 0;  // serial of the signal that `counted` of the entries is about
    LaneId lane;
  };
  struct Sample {
    std::uint64_t ordinal = 0;
    std::uint32_t query = 0;
    EventPtr event;
  };
  struct Signal {
    std::uint64_t serial = 0;  // from 1, in order of opening
    std::vector<KeyPart> key;
    SignalFacts facts;
    Time last_held;
    LaneId lane;
    SourceMatch match = SourceMatch::kNamed;
    std::vector<Sample> samples;  // the first ones, and in the last place the newest
  };
  // One group of one event, with the queries that the event met in it.
  struct Entered {
    Key key;
    std::vector<std::uint32_t> queries;
  };
  // Lane, end, key, serial.
  using EndOrder = std::tuple<LaneId, Time, std::string, std::uint64_t>;

  std::vector<Entered> GroupsOf(const CorrelatorEvent& event);
  std::string SignalKeyOf(const Key& group) const;
  bool Enter(const CorrelatorEvent& event, const Entered& entered, Group& group);
  Window::Entry MakeEntry(const CorrelatorEvent& event, const Entered& entered,
                          std::uint32_t query);
  void Hold(std::size_t which, const CorrelatorEvent& event, const Entered& entered, Group& group);
  Signal Open(const std::vector<std::uint32_t>& queries, const Entered& entered,
              const Group& group);
  void Count(const std::vector<std::uint32_t>& queries, const CorrelatorEvent& event, Group& group,
             Signal& signal);
  // The same for a signal that ends with this event, so that all of the windows count; in O(1) for
  // each entry that comes or goes.
  void CountAll(const std::vector<std::uint32_t>& queries, const CorrelatorEvent& event,
                const Entered& entered, const Group& group, Signal& signal);
  void KeepSamples(std::vector<Sample> fresh, Signal& signal);
  Time EndOf(const Signal& signal) const;
  EndOrder OrderOf(const std::string& key, const Signal& signal) const;
  void Close(const std::string& key, Signal&& signal, bool open);
  void CloseFirst();
  void Shed();

  const RuleId rule_;
  const plan::SignalPlan& plan_;
  std::vector<std::vector<KeyField>> group_fields_;       // by query
  std::vector<std::vector<KeyField>> distinct_fields_;    // by query
  std::vector<std::vector<std::uint32_t>> case_queries_;  // by case
  KeyTable<Group> groups_;
  std::map<std::string, Signal> signals_;  // open, by signal key
  std::set<EndOrder> ends_;                // of the open signals
  std::map<EndOrder, Detection> closed_;   // not given yet
  std::uint64_t serial_ = 0;
};

}  // namespace tocsin::correlate
