// Many events and the memory that they view.
//
// Ownership: the batch owns the arena; `memory` keeps the raw bytes alive. Moving a batch keeps
// its events valid. Threads: filled by one worker, then read-only.
#pragma once

#include "base/arena.h"
#include "event/event.h"

#include <memory>
#include <span>
#include <vector>

namespace tocsin {

class EventBatch {
 public:
  std::span<const Event> events() const { return events_; }
  Arena& arena() { return arena_; }

  void Append(const Event& event) { events_.push_back(event); }
  void KeepAlive(std::shared_ptr<const void> memory) { memory_ = std::move(memory); }
  // Forgets the events and reuses the memory.
  void Clear() {
    events_.clear();
    arena_.Reset();
    memory_.reset();
  }

 private:
  std::vector<Event> events_;
  Arena arena_;
  std::shared_ptr<const void> memory_;
};

}  // namespace tocsin
