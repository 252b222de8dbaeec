// ScopeTable: the index patterns of all rules, equal ones once, and their answers for the sources
// seen so far.
//
// A run has few distinct sources (dataset, kinds, operating system), so a rule's patterns are
// compared once for each and remembered. The memo is bounded; a stream that invents dataset names
// makes it start anew and pays for the scopes of candidates only.
//
// Threads: ScopeTable is immutable after loading; a ScopeMemo belongs to one worker.
// Cost: one hash of the dataset name for each event, one byte for each candidate.
#pragma once

#include "base/hash.h"
#include "event/dataset.h"
#include "event/event.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::match {

using ScopeId = Id<struct ScopeIdTag>;

class ScopeTable {
 public:
  ScopeId Add(std::span<const std::string> patterns, IndexMatch mode);

  std::size_t size() const { return scopes_.size(); }
  const IndexScope& operator[](ScopeId id) const { return scopes_[id.index()]; }

 private:
  std::vector<IndexScope> scopes_;
  std::unordered_map<std::string, ScopeId> by_text_;
};

class ScopeMemo {
 public:
  explicit ScopeMemo(const ScopeTable& table) : table_(&table) {}

  // Turns to the source of an event; Match answers for it until the next call.
  void Turn(const Event& event);
  SourceMatch Match(ScopeId scope) {
    const std::uint8_t known = current_->answers[scope.index()];
    return known != kUndecided ? static_cast<SourceMatch>(known) : Decide(scope);
  }

 private:
  static constexpr std::uint8_t kUndecided = 0xFF;
  static constexpr std::size_t kSourcesMax = 1'024;

  struct Source {
    std::string dataset;
    std::string channel_dataset;
    DatasetFacts facts;
    KindSet kinds;
    OsType os = OsType::kUnknown;
    std::vector<std::uint8_t> answers;  // by scope: SourceMatch or kUndecided

    bool Is(const Event& event) const {
      return kinds == event.kinds && os == event.os && dataset == event.dataset &&
             channel_dataset == event.channel_dataset;
    }
  };

  SourceMatch Decide(ScopeId scope);

  const ScopeTable* table_;
  // A source is a list element, since one dataset comes with several kinds. Node-based, so that
  // `current_` stays where it is.
  std::unordered_multimap<std::string, Source, TextHash, TextEqual> sources_;
  Source* current_ = nullptr;
};

}  // namespace tocsin::match
