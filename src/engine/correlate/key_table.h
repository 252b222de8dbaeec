// KeyTable: what a rule remembers for each key, in the order of last change, so that the oldest can
// be expired or shed.
//
// Ownership: owns keys and states; a state stays where it is until it is erased. Threads: one.
// Cost: one hash look-up; two small allocations for a new key.
#pragma once

#include "base/hash.h"

#include <cstddef>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tocsin::correlate {

template <class State>
class KeyTable {
 public:
  struct Entry {
    std::string key;
    State state;
  };

  KeyTable() = default;
  KeyTable(KeyTable&&) = default;
  KeyTable& operator=(KeyTable&&) = default;

  State* Find(std::string_view key) {
    const auto it = by_key_.find(key);
    return it == by_key_.end() ? nullptr : &it->second->state;
  }
  const State* Find(std::string_view key) const {
    const auto it = by_key_.find(key);
    return it == by_key_.end() ? nullptr : &it->second->state;
  }
  // The state of the key, new if there was none; it is now the newest.
  State& Touch(std::string_view key) {
    const auto it = by_key_.find(key);
    if (it != by_key_.end()) {
      order_.splice(order_.end(), order_, it->second);
      return it->second->state;
    }
    order_.push_back({std::string(key), State()});
    by_key_.emplace(order_.back().key, std::prev(order_.end()));
    return order_.back().state;
  }
  void Erase(std::string_view key) {
    const auto it = by_key_.find(key);
    if (it == by_key_.end()) return;
    const auto entry = it->second;
    by_key_.erase(it);
    order_.erase(entry);
  }

  std::size_t size() const { return by_key_.size(); }
  bool empty() const { return by_key_.empty(); }
  Entry& oldest() { return order_.front(); }
  void EraseOldest() {
    by_key_.erase(order_.front().key);
    order_.pop_front();
  }

  // From the oldest to the newest.
  auto begin() { return order_.begin(); }
  auto end() { return order_.end(); }
  auto begin() const { return order_.begin(); }
  auto end() const { return order_.end(); }

 private:
  using Order = std::list<Entry>;

  Order order_;
  std::unordered_map<std::string_view, typename Order::iterator, TextHash> by_key_;
};

}  // namespace tocsin::correlate
