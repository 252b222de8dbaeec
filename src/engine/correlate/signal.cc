#include "engine/correlate/signal.h"

#include "base/arena.h"
#include "engine/correlate/signal_case.h"
#include "engine/correlate/span_between.h"
#include "plan/functions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

namespace tocsin::correlate {
namespace {

using plan::Aggregation;

constexpr std::size_t kQueriesAsBits = 64;

std::vector<KeyField> FieldsOfExprs(std::span<const plan::Expr> exprs, bool optional) {
  std::vector<KeyField> fields;
  for (const plan::Expr& expr : exprs) {
    fields.push_back({.field = expr.field, .name = expr.name, .optional = optional});
  }
  return fields;
}

// The queries as bits, as far as 64 reach.
std::uint64_t BitsOf(const std::vector<std::uint32_t>& queries) {
  std::uint64_t bits = 0;
  for (const std::uint32_t query : queries) {
    if (query < kQueriesAsBits) bits |= std::uint64_t{1} << query;
  }
  return bits;
}

// The numbers among the values of the metric; text that reads as a number is one.
std::vector<double> NumbersOf(const Event& event, const plan::Expr& metric) {
  std::vector<double> numbers;
  const plan::Expr& field = metric.is_field() ? metric : metric.args.front();
  Arena arena(256);
  for (const Value& value : event.Find(field.field)) {
    plan::EvalFault fault = plan::EvalFault::kNone;
    const Value number = plan::Apply(plan::Function::kToNumber, plan::Fold::kNone, field.type,
                                     {&value, 1}, arena, &fault);
    double real = 0;
    switch (number.kind()) {
      case ValueKind::kDouble:
        real = number.real();
        break;
      case ValueKind::kInt:
        real = static_cast<double>(number.integer());
        break;
      case ValueKind::kUInt:
        real = static_cast<double>(number.unsigned_integer());
        break;
      default:
        continue;
    }
    // An infinity that leaves the window again would leave a sum that is no number.
    if (std::isfinite(real)) numbers.push_back(real);
  }
  return numbers;
}

}  // namespace

SignalCorrelator::SignalCorrelator(RuleId rule, const plan::SignalPlan& plan,
                                   const CorrelatorOptions& options, const LaneTimes& lanes)
    : Correlator(options, lanes), rule_(rule), plan_(plan) {
  for (const plan::SignalQuery& query : plan.queries) {
    group_fields_.push_back(FieldsOfExprs(query.group_by, query.group_optional));
    distinct_fields_.push_back(FieldsOfExprs(query.distinct, false));
  }
  for (const plan::SignalCase& one : plan.cases) case_queries_.push_back(QueriesOf(one.condition));
}

void SignalCorrelator::Process(const CorrelatorEvent& event, const EmitDetection& /*emit*/) {
  for (const Entered& entered : GroupsOf(event)) {
    const KeyHash hash = HashOf(entered.key.bytes);
    Group& group = groups_.Touch(hash);
    if (!Enter(event, entered, group)) continue;
    for (std::size_t i = 0; i < plan_.cases.size(); ++i) {
      if (!CaseHolds(plan_.cases[i].condition, plan_.queries, group.windows)) continue;
      Hold(i, event, entered, group);
      break;
    }
    if (plan_.evaluation_window_ns == 0) groups_.Erase(hash);
  }
  Shed();
}

std::string SignalCorrelator::SignalKeyOf(const Key& group) const {
  return EncodeKey(group.values, KeyForm::kText, plan_.group_signals_by);
}

std::vector<SignalCorrelator::Entered> SignalCorrelator::GroupsOf(const CorrelatorEvent& event) {
  std::vector<Entered> groups;
  for (const std::uint32_t query : event.met) {
    for (Key& key :
         KeysOf(event.event(), group_fields_[query], KeyForm::kText, &shed_.combinations)) {
      if (event.only_key && SignalKeyOf(key) != *event.only_key) continue;
      const auto same = std::find_if(groups.begin(), groups.end(), [&](const Entered& entered) {
        return entered.key.bytes == key.bytes;
      });
      if (same == groups.end()) {
        groups.push_back({.key = std::move(key), .queries = {query}});
      } else {
        same->queries.push_back(query);
      }
    }
  }
  return groups;
}

std::vector<std::string> SignalCorrelator::LaneKeys(const CorrelatorEvent& event) {
  std::vector<std::string> lanes;
  for (const Entered& entered : GroupsOf(event)) lanes.push_back(SignalKeyOf(entered.key));
  std::sort(lanes.begin(), lanes.end());
  lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
  return lanes;
}

std::int64_t SignalCorrelator::look_back_ns() const {
  return std::max({plan_.evaluation_window_ns, plan_.keep_alive_ns, plan_.max_duration_ns});
}

// False for an event that is too old for the group's window.
bool SignalCorrelator::Enter(const CorrelatorEvent& event, const Entered& entered, Group& group) {
  if (group.windows.empty()) {
    for (const plan::SignalQuery& query : plan_.queries) {
      group.windows.emplace_back(query.aggregation);
    }
  } else if (group.lane != event.lane) {
    ++shed_.lane_splits;
  }
  group.lane = event.lane;
  const Time time = event.event().time;
  group.newest = std::max(group.newest, time);
  const Time first = After(group.newest, -plan_.evaluation_window_ns);
  for (Window& window : group.windows) window.Evict(first);
  if (time < first) return false;
  for (const std::uint32_t query : entered.queries) {
    shed_.events +=
        group.windows[query].Add(MakeEntry(event, entered, query), options_.signal_samples_max);
  }
  return true;
}

Window::Entry SignalCorrelator::MakeEntry(const CorrelatorEvent& event, const Entered& entered,
                                          std::uint32_t query) {
  Window::Entry entry{.time = event.event().time,
                      .ordinal = event.ordinal,
                      .match = event.match,
                      .sample = event.ptr(),
                      .queries = BitsOf(entered.queries),
                      .leads = query == entered.queries.front()};
  const plan::SignalQuery& q = plan_.queries[query];
  if (q.aggregation == Aggregation::kCardinality) {
    for (Key& tuple :
         KeysOf(event.event(), distinct_fields_[query], KeyForm::kText, &shed_.combinations)) {
      entry.distinct.push_back(std::move(tuple.bytes));
    }
  } else if (q.metric && q.aggregation != Aggregation::kCount) {
    entry.numbers = NumbersOf(event.event(), *q.metric);
  }
  return entry;
}

Time SignalCorrelator::EndOf(const Signal& signal) const {
  const Time end = After(signal.last_held, plan_.keep_alive_ns);
  if (plan_.max_duration_ns == 0) return end;
  return std::min(end, After(signal.facts.first_seen, plan_.max_duration_ns));
}

SignalCorrelator::EndOrder SignalCorrelator::OrderOf(const std::string& key,
                                                     const Signal& signal) const {
  return {signal.lane, EndOf(signal), key, signal.serial};
}

void SignalCorrelator::Hold(std::size_t which, const CorrelatorEvent& event, const Entered& entered,
                            Group& group) {
  const Time time = group.newest;  // a late event holds with the window that it came into
  const std::vector<std::uint32_t>& queries = case_queries_[which];
  const std::string key = SignalKeyOf(entered.key);
  auto it = signals_.find(key);
  if (it != signals_.end()) {
    ends_.erase(OrderOf(key, it->second));
    if (EndOf(it->second) < time) {
      Close(key, std::move(it->second), false);
      signals_.erase(it);
      it = signals_.end();
    }
  }
  if (it == signals_.end()) {
    it = signals_.emplace(key, Open(queries, entered, group)).first;
    it->second.facts.case_index = static_cast<std::uint32_t>(which);
    it->second.last_held = time;
    it->second.lane = event.lane;
  }
  Signal& signal = it->second;
  if (plan_.keep_alive_ns == 0 && plan_.queries.size() <= kQueriesAsBits) {
    CountAll(queries, event, entered, group, signal);
  } else {
    Count(queries, event, group, signal);
  }
  SignalFacts& facts = signal.facts;
  facts.case_index = std::min(facts.case_index, static_cast<std::uint32_t>(which));
  for (std::size_t q = 0; q < group.windows.size(); ++q) {
    facts.queries[q].value = group.windows[q].Value();
  }
  signal.last_held = std::max(signal.last_held, time);
  if (plan_.keep_alive_ns == 0) {
    Close(key, std::move(signal), false);
    signals_.erase(it);
  } else {
    ends_.insert(OrderOf(key, signal));
  }
}

SignalCorrelator::Signal SignalCorrelator::Open(const std::vector<std::uint32_t>& queries,
                                                const Entered& entered, const Group& group) {
  Signal signal{.serial = ++serial_};
  const std::vector<KeyField>& fields = group_fields_[entered.queries.front()];
  std::vector<KeyPart> parts = DescribeKey(entered.key, fields);
  if (plan_.group_signals_by.empty()) {
    signal.key = std::move(parts);
  } else {
    for (const std::uint32_t position : plan_.group_signals_by) {
      signal.key.push_back(parts[position]);
    }
  }
  signal.facts.queries.resize(plan_.queries.size());
  signal.facts.first_seen = kMaxTime;
  for (const std::uint32_t query : queries) {
    if (group.windows[query].empty()) continue;
    const Time first = group.windows[query].entries().front().time;
    signal.facts.first_seen = std::min(signal.facts.first_seen, first);
    signal.facts.last_seen = signal.facts.first_seen;
  }
  return signal;
}

void SignalCorrelator::Count(const std::vector<std::uint32_t>& queries,
                             const CorrelatorEvent& event, Group& group, Signal& signal) {
  if (group.counted_in != signal.serial) {
    for (Window& window : group.windows) window.ForgetCounted();
    group.counted_in = signal.serial;
  }
  std::set<std::uint64_t> events;
  std::vector<Sample> samples;
  for (const std::uint32_t query : queries) {
    group.windows[query].TakeUncounted([&](const Window::Entry& entry) {
      events.insert(entry.ordinal);
      ++signal.facts.queries[query].events;
      signal.facts.last_seen = std::max(signal.facts.last_seen, entry.time);
      signal.match = Weaker(signal.match, entry.match);
      const EventPtr& sample = entry.ordinal == event.ordinal ? event.ptr() : entry.sample;
      if (sample != nullptr) samples.push_back({entry.ordinal, query, sample});
    });
  }
  signal.facts.events_matched += events.size();
  KeepSamples(std::move(samples), signal);
}

void SignalCorrelator::CountAll(const std::vector<std::uint32_t>& queries,
                                const CorrelatorEvent& event, const Entered& entered,
                                const Group& group, Signal& signal) {
  std::vector<Sample> samples;
  for (const std::uint32_t query : queries) {
    const Window& window = group.windows[query];
    if (window.empty()) continue;
    signal.facts.queries[query].events += window.entries().size();
    signal.facts.last_seen = std::max(signal.facts.last_seen, *window.newest());
    if (window.has_equivalent()) signal.match = SourceMatch::kEquivalent;
    for (const auto& [place, sample] : window.samples()) {
      samples.push_back({place.second, query, sample});
    }
    const bool is_in = std::binary_search(entered.queries.begin(), entered.queries.end(), query);
    if (is_in && !window.samples().contains({event.event().time, event.ordinal})) {
      samples.push_back({event.ordinal, query, event.ptr()});
    }
  }
  const std::uint64_t wanted = BitsOf(queries);
  for (const Window& window : group.windows) {
    for (const auto& [bits, entries] : window.led()) {
      if ((bits & wanted) != 0) signal.facts.events_matched += entries;
    }
  }
  KeepSamples(std::move(samples), signal);
}

// Keeps the first samples and, in the last place, the newest.
void SignalCorrelator::KeepSamples(std::vector<Sample> fresh, Signal& signal) {
  const auto earlier = [](const Sample& a, const Sample& b) {
    return a.ordinal != b.ordinal ? a.ordinal < b.ordinal : a.query < b.query;
  };
  std::sort(fresh.begin(), fresh.end(), earlier);
  for (Sample& sample : fresh) {
    if (signal.samples.size() < options_.signal_samples_max) {
      signal.samples.push_back(std::move(sample));
    } else if (!signal.samples.empty()) {
      signal.samples.back() = std::move(sample);
    }
  }
}

void SignalCorrelator::Close(const std::string& key, Signal&& signal, bool open) {
  Detection detection{.rule = rule_, .kind = DetectionKind::kSignal, .source_match = signal.match};
  const EndOrder order = OrderOf(key, signal);
  detection.key = std::move(signal.key);
  for (Sample& sample : signal.samples) {
    detection.events.push_back({std::move(sample.event), sample.query});
  }
  detection.signal = std::move(signal.facts);
  detection.signal->open = open;
  closed_.emplace(order, std::move(detection));
}

// Closes the open signal that ends first in the first lane.
void SignalCorrelator::CloseFirst() {
  const auto it = signals_.find(std::get<std::string>(*ends_.begin()));
  ends_.erase(ends_.begin());
  Close(it->first, std::move(it->second), false);
  signals_.erase(it);
}

void SignalCorrelator::Advance(const EmitDetection& emit) {
  // Calls step(first) while the first of a lane's entries has ended; `first` must erase it.
  const auto for_ended = [this](auto& entries, const auto& order_of, const auto& step) {
    for (auto it = entries.begin(); it != entries.end();) {
      const LaneId lane = std::get<LaneId>(order_of(*it));
      const Time time = lanes_.Of(lane);
      while (it != entries.end() && std::get<LaneId>(order_of(*it)) == lane &&
             std::get<Time>(order_of(*it)) < time) {
        it = step(it);
      }
      if (it == entries.end()) break;
      it = entries.lower_bound({LaneId(lane.value() + 1), kMinTime, "", 0});
    }
  };
  for_ended(
      ends_, [](const EndOrder& order) -> const EndOrder& { return order; },
      [this](auto it) {
        const auto signal = signals_.find(std::get<std::string>(*it));
        Close(signal->first, std::move(signal->second), false);
        signals_.erase(signal);
        return ends_.erase(it);
      });
  for_ended(
      closed_, [](const auto& entry) -> const EndOrder& { return entry.first; },
      [&](auto it) {
        Detection detection = std::move(it->second);
        const auto next = closed_.erase(it);
        emit(std::move(detection));
        return next;
      });
  groups_.Expire([this](const Group& group) {
    return SpanBetween(group.newest, lanes_.Of(group.lane)) > plan_.evaluation_window_ns;
  });
}

void SignalCorrelator::Finish(Time newest, const EmitDetection& emit) {
  for (auto& [key, signal] : signals_) {
    const bool open = EndOf(signal) >= newest;
    Close(key, std::move(signal), open);
  }
  for (auto& [order, detection] : closed_) emit(std::move(detection));
  signals_.clear();
  ends_.clear();
  closed_.clear();
  groups_ = {};
}

void SignalCorrelator::Shed() {
  for (; groups_.size() > options_.live_keys_max; ++shed_.keys) groups_.EraseOldest();
  // A signal is given early instead of being lost.
  for (; signals_.size() > options_.live_keys_max; ++shed_.keys) CloseFirst();
}

}  // namespace tocsin::correlate
