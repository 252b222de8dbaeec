// KeyTable: what a rule remembers for each key, in the order of last change, so that the oldest can
// be shed.
//
// Keys are known by their KeyHash alone. Entries live in a slab with a free list; a state stays
// where it is until it is erased. The index is a linear hash table (Litwin 1980): it grows by one
// bucket with each new key, so no operation ever stops for the whole table.
//
// Ownership: owns the states. Threads: one. Cost: O(1) expected for each call, no allocation for a
// key beyond the slab's blocks. Memory: 36 bytes for each key beside its state, with its share of
// the index; what the largest number of keys took stays until the table is empty. At most 2^32 - 2
// keys.
#pragma once

#include "engine/correlate/key_hash.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace tocsin::correlate {

template <class State>
class KeyTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  State* Find(const KeyHash& key) {
    const std::uint32_t place = PlaceOf(key);
    return place == kNone ? nullptr : &nodes_[place].state;
  }
  const State* Find(const KeyHash& key) const {
    const std::uint32_t place = PlaceOf(key);
    return place == kNone ? nullptr : &nodes_[place].state;
  }
  // The state of the key, new if there was none; it is now the newest.
  State& Touch(const KeyHash& key) { return nodes_[TouchPlace(key)].state; }
  // The same, as a number that names the entry until it is erased.
  std::uint32_t TouchPlace(const KeyHash& key) {
    std::uint32_t place = PlaceOf(key);
    if (place == kNone) {
      place = Add(key);
    } else {
      Unlink(place);
    }
    LinkNewest(place);
    return place;
  }
  // The entry of that number; nullptr if it was erased.
  State* At(std::uint32_t place) { return IsLive(place) ? &nodes_[place].state : nullptr; }
  const State* At(std::uint32_t place) const {
    return IsLive(place) ? &nodes_[place].state : nullptr;
  }

  void Erase(const KeyHash& key) {
    if (const std::uint32_t place = PlaceOf(key); place != kNone) ErasePlace(place);
  }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  State& oldest() { return nodes_[oldest_].state; }
  void EraseOldest() { ErasePlace(oldest_); }

  // Erases entries that are dead: the oldest ones up to the first that lives, and those met on a
  // walk that visits twice as many entries as were added since the last call, so that the dead
  // never pile up behind one that lives.
  template <class IsDead>
  void Expire(const IsDead& is_dead) {
    while (size_ > 0 && is_dead(std::as_const(nodes_[oldest_].state))) ErasePlace(oldest_);
    for (std::size_t left = 2 * std::exchange(added_, 0) + kVisitedMin; left > 0 && size_ > 0;
         --left) {
      if (hand_ >= nodes_.size()) hand_ = 0;
      const std::uint32_t place = hand_++;
      if (IsLive(place) && is_dead(std::as_const(nodes_[place].state))) ErasePlace(place);
    }
  }

  // Calls visit(state) from the oldest to the newest.
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (std::uint32_t place = oldest_; place != kNone; place = nodes_[place].newer) {
      visit(nodes_[place].state);
    }
  }

  // Calls visit(place, state) in no particular order.
  template <class Visit>
  void ForEachPlace(const Visit& visit) const {
    for (std::uint32_t place = 0; place < nodes_.size(); ++place) {
      if (IsLive(place)) visit(place, nodes_[place].state);
    }
  }

  // Bytes of an entry, with its share of the index; without what the state owns elsewhere.
  static constexpr std::size_t bytes_per_key() { return sizeof(Node) + sizeof(std::uint32_t); }

 private:
  struct Node {
    KeyHash key;
    std::uint32_t next = kNone;   // in its bucket, or in the free list
    std::uint32_t older = kNone;  // the place itself: not in use
    std::uint32_t newer = kNone;
    State state;
  };
  static constexpr std::size_t kVisitedMin = 16;
  static constexpr std::size_t kNodesKept = 64;  // by an empty table

  bool IsLive(std::uint32_t place) const {
    return place < nodes_.size() && nodes_[place].older != place;
  }

  // Buckets [0, split_) and their images behind level_ were split already.
  std::size_t BucketOf(const KeyHash& key) const {
    const std::size_t bucket = key.high & (level_ - 1);
    return bucket < split_ ? key.high & (2 * level_ - 1) : bucket;
  }
  std::uint32_t PlaceOf(const KeyHash& key) const {
    if (buckets_.empty()) return kNone;
    std::uint32_t place = buckets_[BucketOf(key)];
    while (place != kNone && nodes_[place].key != key) place = nodes_[place].next;
    return place;
  }

  std::uint32_t Add(const KeyHash& key) {
    if (buckets_.empty()) buckets_.push_back(kNone);
    std::uint32_t place = free_;
    if (place == kNone) {
      place = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
    } else {
      free_ = nodes_[place].next;
    }
    ++size_;
    ++added_;
    if (size_ > buckets_.size()) SplitBucket();
    Node& node = nodes_[place];
    std::uint32_t& head = buckets_[BucketOf(key)];
    node.key = key;
    node.next = std::exchange(head, place);
    return place;
  }

  void SplitBucket() {
    std::uint32_t place = std::exchange(buckets_[split_], kNone);
    buckets_.push_back(kNone);
    const std::size_t low = split_;
    const std::size_t high = split_ + level_;
    if (++split_ == level_) {
      level_ *= 2;
      split_ = 0;
    }
    while (place != kNone) {
      Node& node = nodes_[place];
      std::uint32_t& head = buckets_[(node.key.high & high) == high ? high : low];
      const std::uint32_t next = std::exchange(node.next, head);
      head = std::exchange(place, next);
    }
  }

  void ErasePlace(std::uint32_t place) {
    Node& node = nodes_[place];
    std::uint32_t* link = &buckets_[BucketOf(node.key)];
    while (*link != place) link = &nodes_[*link].next;
    *link = node.next;
    Unlink(place);
    node.state = State();
    node.older = place;
    node.next = std::exchange(free_, place);
    if (--size_ == 0 && nodes_.size() > kNodesKept) *this = KeyTable();
  }

  void LinkNewest(std::uint32_t place) {
    nodes_[place].older = newest_;
    nodes_[place].newer = kNone;
    (newest_ == kNone ? oldest_ : nodes_[newest_].newer) = place;
    newest_ = place;
  }
  void Unlink(std::uint32_t place) {
    const Node& node = nodes_[place];
    (node.older == kNone ? oldest_ : nodes_[node.older].newer) = node.newer;
    (node.newer == kNone ? newest_ : nodes_[node.newer].older) = node.older;
  }

  std::deque<Node> nodes_;
  std::deque<std::uint32_t> buckets_;  // heads
  std::size_t level_ = 1;              // a power of two; buckets_ has level_ + split_
  std::size_t split_ = 0;
  std::size_t size_ = 0;
  std::size_t added_ = 0;  // since the last Expire
  std::uint32_t free_ = kNone;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
  std::uint32_t hand_ = 0;  // of the walk
};

}  // namespace tocsin::correlate
