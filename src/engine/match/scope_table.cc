#include "engine/match/scope_table.h"

namespace tocsin::match {

ScopeId ScopeTable::Add(std::span<const std::string> patterns, IndexMatch mode) {
  std::string text(1, mode == IndexMatch::kStrict ? 's' : 'e');
  for (const std::string& pattern : patterns) text.append(pattern).push_back('\n');
  const ScopeId next(static_cast<ScopeId::rep>(scopes_.size()));
  const auto [it, added] = by_text_.emplace(std::move(text), next);
  if (added) scopes_.emplace_back(patterns, mode);
  return it->second;
}

void ScopeMemo::Turn(const Event& event) {
  if (current_ != nullptr && current_->Is(event)) return;
  const auto [begin, end] = sources_.equal_range(event.dataset);
  for (auto it = begin; it != end; ++it) {
    if (it->second.Is(event)) {
      current_ = &it->second;
      return;
    }
  }
  if (sources_.size() >= kSourcesMax) sources_.clear();
  Source source{.dataset = std::string(event.dataset),
                .channel_dataset = std::string(event.channel_dataset),
                .facts = DescribeDataset(event.dataset, event.channel_dataset),
                .kinds = event.kinds,
                .os = event.os,
                .answers = std::vector<std::uint8_t>(table_->size(), kUndecided)};
  std::string key = source.dataset;
  current_ = &sources_.emplace(std::move(key), std::move(source))->second;
}

SourceMatch ScopeMemo::Decide(ScopeId scope) {
  const SourceMatch match = (*table_)[scope].Match(current_->facts, current_->kinds, current_->os);
  current_->answers[scope.index()] = static_cast<std::uint8_t>(match);
  return match;
}

}  // namespace tocsin::match
