// PostingList: key number -> atoms, flat. Keys are dense from 0.
//
// Ownership: owns its arrays. Threads: read-only after Build. Cost: two loads for a look-up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tocsin::match {

template <class Target>
class PostingList {
 public:
  // Pairs of key and target in any order; repeats are dropped.
  static PostingList Build(std::uint32_t keys,
                           std::vector<std::pair<std::uint32_t, Target>> pairs) {
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    PostingList list;
    list.begins_.assign(keys + std::size_t{1}, 0);
    list.targets_.reserve(pairs.size());
    for (const auto& [key, target] : pairs) {
      ++list.begins_[key + std::size_t{1}];
      list.targets_.push_back(target);
    }
    for (std::size_t i = 1; i < list.begins_.size(); ++i) list.begins_[i] += list.begins_[i - 1];
    return list;
  }

  std::span<const Target> operator[](std::uint32_t key) const {
    return {targets_.data() + begins_[key], begins_[key + std::size_t{1}] - begins_[key]};
  }
  std::size_t size() const { return targets_.size(); }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<Target> targets_;
};

}  // namespace tocsin::match
