// Random conditions on random events: the matcher's answer is that of plan::Holds, every time.
//
// TOCSIN_MATCH_PAIRS sets the number of condition-event pairs, TOCSIN_SEED the seed. A difference
// is shown in the smallest form that still differs.
#include "engine/match/matcher.h"
#include "engine/match/random_testing.h"
#include "event/json_writer.h"
#include "plan/passes/passes.h"
#include "plan/plan.h"
#include "plan/printer.h"
#include "plan/reference_eval.h"
#include "plan/shrink_testing.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace tocsin::match {
namespace {

std::uint64_t NumberFromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// As conditions are when they come from rules.
void NormalizeAll(std::vector<plan::Predicate>* predicates) {
  for (plan::Predicate& predicate : *predicates) {
    plan::Plan plan = plan::EventPlan{.condition = std::move(predicate)};
    plan::Normalize(plan);
    predicate = std::move(std::get<plan::EventPlan>(plan).condition);
  }
}

// Whether the condition alone is decided wrongly on the event.
bool Differs(const plan::Predicate& predicate, const Event& event) {
  const ConditionSpec spec{.predicate = &predicate};
  const auto matcher = Matcher::Build({&spec, 1});
  MatcherScratch scratch(*matcher);
  std::vector<Hit> hits;
  matcher->Match(event, scratch, &hits);
  return hits.empty() == plan::Holds(predicate, event);
}

// The difference made small; as it is if it needs the other conditions.
std::string Describe(const plan::Predicate& predicate, const Event& event, const Schema& schema) {
  std::string text;
  if (!Differs(predicate, event)) {
    text = plan::Print(predicate) + "\n(only beside the other conditions)\n";
    AppendEventJson(event, schema, &text);
    return text;
  }
  const plan::Predicate small = plan::Shrunk(
      predicate, [&](const plan::Predicate& smaller) { return Differs(smaller, event); });
  std::vector<FieldEntry> kept;
  const Event fewer =
      plan::Shrunk(event, &kept, [&](const Event& smaller) { return Differs(small, smaller); });
  text = plan::Print(small) + "\n";
  AppendEventJson(fewer, schema, &text);
  return text;
}

// Says which conditions disagree.
std::string Compare(const std::vector<plan::Predicate>& predicates, const Event& event,
                    const Schema& schema, const std::vector<Hit>& hits) {
  std::string report;
  std::size_t next = 0;
  for (ConditionIndex i = 0; i < predicates.size(); ++i) {
    const bool matched = next < hits.size() && hits[next].condition == i;
    if (matched) ++next;
    if (matched != plan::Holds(predicates[i], event)) {
      report += matched ? "matched, should not: " : "missed: ";
      report += Describe(predicates[i], event, schema) + "\n";
    }
  }
  if (next != hits.size()) report += "hits are not ascending\n";
  return report;
}

TEST(MatchVsReference, RandomConditionsOnRandomEvents) {
  constexpr std::uint64_t kConditions = 100;
  constexpr std::uint64_t kEvents = 250;
  const std::uint64_t pairs = NumberFromEnvironment("TOCSIN_MATCH_PAIRS", 1'000'000);
  const std::uint64_t first_seed = NumberFromEnvironment("TOCSIN_SEED", 1);
  std::printf("seed %llu\n", static_cast<unsigned long long>(first_seed));
  Schema schema;
  std::uint64_t done = 0;
  std::uint64_t held = 0;
  for (std::uint64_t seed = first_seed; done < pairs; ++seed) {
    Dice dice(seed);
    RandomRules rules(dice, schema);
    std::vector<plan::Predicate> predicates;
    while (predicates.size() < kConditions) predicates.push_back(rules.MakeCondition());
    if (seed % 2 == 0) NormalizeAll(&predicates);
    std::vector<ConditionSpec> specs;
    for (const plan::Predicate& predicate : predicates) specs.push_back({.predicate = &predicate});
    const auto matcher = Matcher::Build(specs);
    MatcherScratch scratch(*matcher);
    std::vector<Hit> hits;
    Arena arena;
    for (std::uint64_t i = 0; i < kEvents; ++i) {
      arena.Reset();
      const Event event = rules.MakeEvent(arena);
      matcher->Match(event, scratch, &hits);
      held += hits.size();
      done += kConditions;
      const std::string report = Compare(predicates, event, schema, hits);
      ASSERT_EQ(report, "") << "TOCSIN_SEED=" << seed << ", event " << i;
    }
  }
  std::printf("%llu pairs from seed %llu, %llu of them held\n",
              static_cast<unsigned long long>(done), static_cast<unsigned long long>(first_seed),
              static_cast<unsigned long long>(held));
  EXPECT_GT(held, done / 10);
  EXPECT_LT(held, done * 9 / 10);
}

}  // namespace
}  // namespace tocsin::match
