#include "engine/engine.h"

#include "engine/ruleset_impl.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace tocsin {

struct MatchScratch::Impl {
  match::MatcherScratch matcher;
  std::vector<match::Hit> hits;
};

MatchScratch::MatchScratch(const Ruleset& ruleset)
    : impl_(new Impl{.matcher = match::MatcherScratch(*ruleset.impl().matcher), .hits = {}}) {}
MatchScratch::~MatchScratch() = default;

void MatchResult::Clear() {
  rules.clear();
  conditions.clear();
}

void Match(const Ruleset& ruleset, const EventBatch& batch, MatchScratch& scratch,
           MatchResult* result) {
  result->Clear();
  const Ruleset::Impl& rules = ruleset.impl();
  MatchScratch::Impl& work = scratch.impl();
  std::uint32_t index = 0;
  for (const Event& event : batch.events()) {
    rules.matcher->Match(event, work.matcher, &work.hits);
    for (const match::Hit& hit : work.hits) {
      const Ruleset::Impl::Target& target = rules.targets[hit.condition];
      if (target.rule) {
        result->rules.push_back({target.rule, index, hit.match});
      } else {
        result->conditions.push_back({target.condition, index, hit.match});
      }
    }
    ++index;
  }
}

}  // namespace tocsin
