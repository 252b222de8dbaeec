// Conditions and events made from the fuzzer's bytes: the matcher must say what plan::Holds says.
//
// One input is one ruleset of up to eight conditions and up to eight events; the events are matched
// three times, so that in the end values come from the memo.

#include "base/check.h"
#include "engine/match/matcher.h"
#include "engine/match/random_testing.h"
#include "plan/reference_eval.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tocsin::match {
namespace {

void Run(std::span<const std::uint8_t> bytes, Schema& schema) {
  Dice dice(bytes);
  RandomRules rules(dice, schema);
  std::vector<plan::Predicate> predicates;
  const std::uint32_t conditions = 1 + dice.Below(8);
  while (predicates.size() < conditions) predicates.push_back(rules.MakeCondition());
  std::vector<ConditionSpec> specs;
  for (const plan::Predicate& predicate : predicates) specs.push_back({.predicate = &predicate});
  const auto matcher = Matcher::Build(specs);
  MatcherScratch scratch(*matcher);
  std::vector<Hit> hits;
  Arena arena;
  std::vector<Event> events;
  do {
    events.push_back(rules.MakeEvent(arena));
  } while (events.size() < 8 && !dice.used_up());
  for (int round = 0; round < 3; ++round) {
    for (const Event& event : events) {
      matcher->Match(event, scratch, &hits);
      std::size_t next = 0;
      for (ConditionIndex i = 0; i < predicates.size(); ++i) {
        const bool matched = next < hits.size() && hits[next].condition == i;
        if (matched) ++next;
        TOCSIN_CHECK(matched == plan::Holds(predicates[i], event), "matcher and reference differ");
      }
      TOCSIN_CHECK(next == hits.size(), "hits are not ascending");
    }
  }
}

}  // namespace
}  // namespace tocsin::match

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static tocsin::Schema schema;  // the dictionary takes longer to load than an input to run
  if (size <= 4096) tocsin::match::Run({data, size}, schema);
  return 0;
}
