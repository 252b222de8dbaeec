#include "engine/correlate/sample.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace tocsin::correlate {
namespace {

// Whether every stage from `from` on can have an event of its own: augmenting paths (Kuhn 1955)
// over stages and ordinals, without the ordinals in `used`.
class Assignment {
 public:
  Assignment(std::span<const std::vector<std::uint64_t>> stages,
             std::span<const std::uint64_t> used)
      : stages_(stages), used_(used) {}

  bool Exists(std::size_t from) {
    for (std::size_t stage = from; stage < stages_.size(); ++stage) {
      tried_.clear();
      if (!Assign(stage)) return false;
    }
    return true;
  }

 private:
  bool Assign(std::size_t stage) {
    for (const std::uint64_t ordinal : stages_[stage]) {
      if (std::find(used_.begin(), used_.end(), ordinal) != used_.end()) continue;
      if (!tried_.emplace(ordinal, true).second) continue;
      const auto owner = owners_.find(ordinal);
      if (owner == owners_.end() || Assign(owner->second)) {
        owners_[ordinal] = stage;
        return true;
      }
    }
    return false;
  }

  std::span<const std::vector<std::uint64_t>> stages_;
  std::span<const std::uint64_t> used_;
  std::map<std::uint64_t, std::size_t> owners_;
  std::map<std::uint64_t, bool> tried_;
};

}  // namespace

SampleCorrelator::SampleCorrelator(RuleId rule, const plan::SamplePlan& plan,
                                   const CorrelatorOptions& options, const LaneTimes& lanes)
    : Correlator(options, lanes), rule_(rule) {
  for (const plan::Stage& stage : plan.stages) keys_.push_back(FieldsOf(stage.keys));
}

std::vector<Key> SampleCorrelator::KeysAt(std::size_t stage, const CorrelatorEvent& event) {
  std::vector<Key> keys = KeysOf(event.event(), keys_[stage], KeyForm::kTyped, &shed_.combinations);
  if (event.only_key) {
    std::erase_if(keys, [&](const Key& key) { return key.bytes != *event.only_key; });
  }
  return keys;
}

std::vector<std::string> SampleCorrelator::LaneKeys(const CorrelatorEvent& event) {
  std::vector<std::string> lanes;
  for (const std::uint32_t stage : event.met) {
    for (Key& key : KeysAt(stage, event)) lanes.push_back(std::move(key.bytes));
  }
  std::sort(lanes.begin(), lanes.end());
  lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
  return lanes;
}

void SampleCorrelator::Process(const CorrelatorEvent& event, const EmitDetection& /*emit*/) {
  for (const std::uint32_t stage : event.met) {
    for (Key& key : KeysAt(stage, event)) {
      Group& group = groups_.Touch(HashOf(key.bytes));
      if (group.stages.empty()) {
        group.stages.resize(keys_.size());
        group.key = std::move(key.values);
      } else if (group.lane != event.lane) {
        ++shed_.lane_splits;
      }
      group.lane = event.lane;
      std::vector<Member>& members = group.stages[stage];
      if (members.size() == keys_.size() - 1 + options_.samples_per_key) continue;
      members.push_back({event.ptr(), event.ordinal, event.match});
    }
  }
  for (; groups_.size() > options_.live_keys_max; ++shed_.keys) groups_.EraseOldest();
}

std::vector<SampleCorrelator::Combination> SampleCorrelator::FirstCombinations(
    const Group& group) const {
  std::vector<std::vector<std::uint64_t>> ordinals;
  for (const std::vector<Member>& members : group.stages) {
    ordinals.emplace_back();
    for (const Member& member : members) ordinals.back().push_back(member.ordinal);
  }
  std::vector<Combination> found;
  Combination chosen;
  std::vector<std::uint64_t> used;
  const std::function<void()> walk = [&] {
    const std::size_t stage = chosen.size();
    if (stage == group.stages.size()) {
      found.push_back(chosen);
      return;
    }
    for (const Member& member : group.stages[stage]) {
      if (found.size() == options_.samples_per_key) return;
      if (std::find(used.begin(), used.end(), member.ordinal) != used.end()) continue;
      used.push_back(member.ordinal);
      chosen.push_back(&member);
      if (Assignment(ordinals, used).Exists(stage + 1)) walk();
      chosen.pop_back();
      used.pop_back();
    }
  };
  walk();
  return found;
}

void SampleCorrelator::Finish(Time /*newest*/, const EmitDetection& emit) {
  std::vector<const Group*> groups;
  groups_.ForEach([&](const Group& group) { groups.push_back(&group); });
  std::sort(groups.begin(), groups.end(),
            [](const Group* a, const Group* b) { return CompareKeys(a->key, b->key) < 0; });
  for (const Group* group : groups) {
    for (const Combination& members : FirstCombinations(*group)) {
      Detection detection{.rule = rule_, .kind = DetectionKind::kSample};
      detection.key = DescribeKey({.bytes = {}, .values = group->key}, keys_.front());
      for (std::uint32_t stage = 0; stage < members.size(); ++stage) {
        detection.source_match = Weaker(detection.source_match, members[stage]->match);
        detection.events.push_back({members[stage]->event, stage});
      }
      emit(std::move(detection));
    }
  }
  groups_ = {};
}

}  // namespace tocsin::correlate
