#include "plan/reference_ancestry.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace tocsin::plan {
namespace {

using KeyTuple = std::vector<Value>;

int CompareKeys(const KeyTuple& a, const KeyTuple& b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (const int order = CompareValues(a[i], b[i]); order != 0) return order;
  }
  return a.size() < b.size() ? -1 : (a.size() > b.size() ? 1 : 0);
}

struct KeyLess {
  bool operator()(const KeyTuple& a, const KeyTuple& b) const { return CompareKeys(a, b) < 0; }
};

// The distinct values of one key field: null alone for a missing value of an optional key, nothing
// for a missing value of any other.
std::vector<Value> ValuesOfKey(const Key& key, const Event& event) {
  std::vector<Value> values;
  if (key.field.is_field()) {
    for (const Value& value : event.Find(key.field.field)) {
      const bool seen = std::any_of(values.begin(), values.end(),
                                    [&](const Value& v) { return SameValue(v, value); });
      if (!seen && value.kind() != ValueKind::kObject) values.push_back(value);
    }
  }
  if (values.empty() && key.optional) values.push_back(Value::Null());
  return values;
}

// Every key tuple under which the event takes part in the stage.
std::vector<KeyTuple> KeysOf(const Stage& stage, const Event& event) {
  std::vector<KeyTuple> tuples = {{}};
  for (const Key& key : stage.keys) {
    std::vector<KeyTuple> longer;
    for (const KeyTuple& tuple : tuples) {
      for (const Value& value : ValuesOfKey(key, event)) {
        longer.push_back(tuple);
        longer.back().push_back(value);
      }
    }
    tuples = std::move(longer);
  }
  return tuples;
}

// The machine of pending partial sequences: one slot for each key and positive stage.
class SequenceRun {
 public:
  SequenceRun(const SequencePlan& plan, std::span<const Event* const> events)
      : plan_(plan), events_(events), ancestry_(events) {
    for (std::size_t i = 0; i < plan.stages.size(); ++i) {
      if (!plan.stages[i].missing) positive_.push_back(i);
    }
  }

  std::vector<ReferenceSequence> Run() {
    for (std::size_t e = 0; e < events_.size(); ++e) Process(e);
    std::erase_if(complete_, [&](const ReferenceSequence& s) { return MissingStageIsMet(s); });
    for (ReferenceSequence& sequence : complete_) {
      if (plan_.one_host) sequence.keys.pop_back();  // nobody asked for it
    }
    std::stable_sort(complete_.begin(), complete_.end(),
                     [&](const ReferenceSequence& a, const ReferenceSequence& b) {
                       if (Last(a) != Last(b)) return Last(a) < Last(b);
                       if (First(a) != First(b)) return First(a) < First(b);
                       return CompareKeys(a.keys, b.keys) < 0;
                     });
    return std::move(complete_);
  }

 private:
  using Partial = std::vector<std::size_t>;  // one event for each positive stage so far

  std::int64_t TimeOf(std::size_t event) const { return events_[event]->time.ns; }
  std::size_t First(const ReferenceSequence& s) const {
    return static_cast<std::size_t>(s.events[positive_.front()]);
  }
  std::size_t Last(const ReferenceSequence& s) const {
    return static_cast<std::size_t>(s.events[positive_.back()]);
  }

  // Whether the condition of a stage holds; fields of earlier stages come from `partial`.
  bool StageHolds(const Stage& stage, std::size_t event, const Partial& partial) const {
    std::vector<const Event*> bound(plan_.stages.size(), nullptr);
    for (std::size_t i = 0; i < partial.size(); ++i) bound[positive_[i]] = events_[partial[i]];
    return Holds(stage.condition, *events_[event], {.stages = bound, .ancestry = &ancestry_});
  }

  // The keys of an event; with its host, behind the others, where all must come from one.
  std::vector<KeyTuple> KeysAt(const Stage& stage, std::size_t e) const {
    std::vector<KeyTuple> keys = KeysOf(stage, *events_[e]);
    for (KeyTuple& key : keys) {
      if (plan_.one_host) key.push_back(Value::String(events_[e]->lane));
    }
    return keys;
  }

  void Process(std::size_t e) {
    for (std::size_t k = positive_.size(); k-- > 0;) {  // the last stage first
      for (const KeyTuple& key : KeysAt(plan_.stages[positive_[k]], e)) Advance(e, k, key);
    }
    if (!plan_.until || !StageHolds(*plan_.until, e, {})) return;
    for (const KeyTuple& key : KeysAt(*plan_.until, e)) slots_.erase(key);
  }

  void Advance(std::size_t e, std::size_t k, const KeyTuple& key) {
    const Stage& stage = plan_.stages[positive_[k]];
    Partial partial;
    if (k > 0) {
      const auto slots = slots_.find(key);
      if (slots == slots_.end() || !slots->second[k - 1]) return;
      if (!StageHolds(stage, e, *slots->second[k - 1])) return;
      if (slots->second[k - 1]->back() >= e) return;
      partial = *std::move(slots->second[k - 1]);
      slots->second[k - 1].reset();  // consumed, even if the time span rejects it now
      if (plan_.maxspan_ns && TimeOf(e) - TimeOf(partial.front()) > *plan_.maxspan_ns) return;
    } else if (!StageHolds(stage, e, {})) {
      return;
    }
    partial.push_back(e);
    if (k + 1 == positive_.size()) {
      Emit(partial, key);
    } else {
      const auto slots = slots_.try_emplace(key, positive_.size()).first;
      slots->second[k] = std::move(partial);
    }
  }

  void Emit(const Partial& partial, const KeyTuple& key) {
    ReferenceSequence sequence;
    sequence.events.assign(plan_.stages.size(), -1);
    for (std::size_t i = 0; i < partial.size(); ++i) {
      sequence.events[positive_[i]] = static_cast<std::ptrdiff_t>(partial[i]);
    }
    sequence.keys = key;
    complete_.push_back(std::move(sequence));
  }

  // Times of all events that meet a missing stage under the key.
  std::vector<std::int64_t> TimesOf(std::size_t stage, const KeyTuple& key) const {
    std::vector<std::int64_t> times;
    for (std::size_t e = 0; e < events_.size(); ++e) {
      const std::vector<KeyTuple> keys = KeysAt(plan_.stages[stage], e);
      const bool shared = std::any_of(keys.begin(), keys.end(), [&](const KeyTuple& own) {
        return CompareKeys(own, key) == 0;
      });
      if (shared && StageHolds(plan_.stages[stage], e, {})) times.push_back(TimeOf(e));
    }
    return times;
  }

  bool MissingStageIsMet(const ReferenceSequence& sequence) const {
    const std::int64_t maxspan = plan_.maxspan_ns.value_or(0);
    const std::int64_t first = TimeOf(First(sequence));
    const std::int64_t last = TimeOf(Last(sequence));
    bool has_leading = false;
    bool has_trailing = false;
    std::optional<std::int64_t> leading;   // latest before the first event, near enough
    std::optional<std::int64_t> trailing;  // earliest after the last event, near enough
    for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
      if (!plan_.stages[i].missing) continue;
      has_leading = has_leading || i < positive_.front();
      has_trailing = has_trailing || i > positive_.back();
      for (const std::int64_t time : TimesOf(i, sequence.keys)) {
        if (i < positive_.front()) {
          if (time < first && last - time <= maxspan) {
            leading = std::max(leading.value_or(time), time);
          }
        } else if (i > positive_.back()) {
          if (time > last && time - first <= maxspan) {
            trailing = std::min(trailing.value_or(time), time);
          }
        } else {
          const auto after = std::upper_bound(positive_.begin(), positive_.end(), i);
          const auto begin = static_cast<std::size_t>(sequence.events[*(after - 1)]);
          const auto end = static_cast<std::size_t>(sequence.events[*after]);
          if (TimeOf(begin) < time && time < TimeOf(end)) return true;
        }
      }
    }
    if (has_leading && has_trailing) {
      return leading && trailing && *trailing - *leading <= maxspan;
    }
    return leading.has_value() || trailing.has_value();
  }

  const SequencePlan& plan_;
  std::span<const Event* const> events_;
  ReferenceAncestry ancestry_;
  std::vector<std::size_t> positive_;  // stages that hold an event
  std::map<KeyTuple, std::vector<std::optional<Partial>>, KeyLess> slots_;
  std::vector<ReferenceSequence> complete_;
};

// Depth first over the stages; each combination uses an event once.
class SampleRun {
 public:
  SampleRun(const SamplePlan& plan, std::span<const Event* const> events, std::size_t per_key)
      : per_key_(per_key) {
    const ReferenceAncestry ancestry(events);
    for (const Stage& stage : plan.stages) {
      auto& by_key = stages_.emplace_back();
      for (std::size_t e = 0; e < events.size(); ++e) {
        if (!Holds(stage.condition, *events[e], {.ancestry = &ancestry})) continue;
        for (const KeyTuple& key : KeysOf(stage, *events[e])) {
          by_key[key].push_back(static_cast<std::ptrdiff_t>(e));
        }
      }
    }
  }

  std::vector<ReferenceSequence> Run() {
    for (const auto& entry : stages_.front()) {
      const KeyTuple& key = entry.first;
      const bool everywhere = std::all_of(stages_.begin(), stages_.end(),
                                          [&](const auto& stage) { return stage.contains(key); });
      if (!everywhere) continue;
      found_for_key_ = 0;
      chosen_.clear();
      Choose(key);
    }
    return std::move(samples_);
  }

 private:
  void Choose(const KeyTuple& key) {
    if (chosen_.size() == stages_.size()) {
      samples_.push_back({chosen_, key});
      ++found_for_key_;
      return;
    }
    for (const std::ptrdiff_t event : stages_[chosen_.size()].at(key)) {
      if (found_for_key_ >= per_key_) return;
      if (std::find(chosen_.begin(), chosen_.end(), event) != chosen_.end()) continue;
      chosen_.push_back(event);
      Choose(key);
      chosen_.pop_back();
    }
  }

  std::size_t per_key_;
  std::vector<std::map<KeyTuple, std::vector<std::ptrdiff_t>, KeyLess>> stages_;
  std::size_t found_for_key_ = 0;
  std::vector<std::ptrdiff_t> chosen_;
  std::vector<ReferenceSequence> samples_;
};

}  // namespace

std::vector<ReferenceSequence> RunSequence(const SequencePlan& plan,
                                           std::span<const Event* const> ordered) {
  return SequenceRun(plan, ordered).Run();
}

std::vector<ReferenceSequence> RunSample(const SamplePlan& plan,
                                         std::span<const Event* const> ordered,
                                         std::size_t per_key) {
  if (plan.stages.empty()) return {};
  return SampleRun(plan, ordered, per_key).Run();
}

}  // namespace tocsin::plan
