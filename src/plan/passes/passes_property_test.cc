// Every pass keeps the meaning: random conditions hold on the same random events before and after.
// TOCSIN_SEED repeats a run, TOCSIN_PAIRS makes it longer. A difference is shown in the smallest
// form that still differs.

#include "event/json_writer.h"
#include "plan/passes/passes_testing.h"
#include "plan/random_testing.h"
#include "plan/reference_eval.h"
#include "plan/shrink_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

namespace tocsin::plan {
namespace {

// What one pass after the other makes of a typed condition; empty if a constant cannot be computed.
std::vector<Predicate> Stages(const Predicate& typed) {
  const SourceRef source = SourceText::Make("<random>", "");
  DiagnosticSink sink;
  Plan plan = EventPlan{.condition = typed, .limits = {}};
  std::vector<Predicate> stages;
  const auto keep = [&] { stages.push_back(std::get<EventPlan>(plan).condition); };
  keep();
  if (!FoldConstants(plan, source, sink)) return {};
  keep();
  Normalize(plan);
  keep();
  return stages;
}

// Whether the passes change what the condition says of the event.
bool Differs(const Predicate& typed, const Event& event) {
  const std::vector<Predicate> stages = Stages(typed);
  return std::any_of(stages.begin(), stages.end(), [&](const Predicate& stage) {
    return Holds(stage, event) != Holds(typed, event);
  });
}

std::string Describe(const Predicate& typed, const Event& event, const Schema& schema) {
  const Predicate small =
      Shrunk(typed, [&](const Predicate& smaller) { return Differs(smaller, event); });
  std::vector<FieldEntry> kept;
  const Event fewer =
      Shrunk(event, &kept, [&](const Event& smaller) { return Differs(small, smaller); });
  std::string text = "typed, folded, normalized:\n";
  for (const Predicate& stage : Stages(small)) text += Print(stage) + "\n";
  AppendEventJson(fewer, schema, &text);
  return text;
}

TEST(PassesProperty, HoldsIsTheSameBeforeAndAfterEachPass) {
  constexpr std::size_t kEventsPerCondition = 20;
  const std::uint64_t seed = NumberFromEnv("TOCSIN_SEED", 20240501);
  const std::uint64_t pairs = NumberFromEnv("TOCSIN_PAIRS", 200'000);
  std::cout << "seed " << seed << ", " << pairs << " pairs\n";
  RecordProperty("seed", std::to_string(seed));

  RandomPlans random(seed);
  Schema schema;
  const FieldId unmapped = schema.Intern("made.up.name");
  ASSERT_FALSE(schema.known(unmapped));
  const SourceRef source = SourceText::Make("<random>", "");
  const ResolveOptions options = {.unknown = UnknownFields::kIgnore};

  std::uint64_t compared = 0;
  std::uint64_t held = 0;
  std::uint64_t refused = 0;  // constants that cannot be computed
  while (compared < pairs) {
    EventBatch batch;
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema, demand, batch);
    for (std::size_t i = 0; i < kEventsPerCondition; ++i) random.AddEvent(builder);

    Plan plan = EventPlan{.condition = random.NextPredicate()};
    DiagnosticSink sink;
    ASSERT_TRUE(Resolve(plan, schema, options, source, sink));
    ASSERT_TRUE(Typecheck(plan, schema, source, sink))
        << Print(plan) << sink.diagnostics().back().message();
    const Predicate typed = std::get<EventPlan>(plan).condition;
    const std::vector<Predicate> stages = Stages(typed);
    if (stages.empty()) {
      ++refused;
      continue;
    }
    plan = EventPlan{.condition = stages.back(), .limits = {}};
    Normalize(plan);
    ASSERT_EQ(ConditionText(plan), Print(stages.back())) << "normalizing twice changes more\n"
                                                         << Print(typed);

    for (const Event& event : batch.events()) {
      const bool before = Holds(typed, event);
      for (const Predicate& stage : stages) {
        ASSERT_EQ(before, Holds(stage, event)) << "seed " << seed << "\n"
                                               << Describe(typed, event, schema);
      }
      ++compared;
      held += before ? 1 : 0;
    }
  }
  // The run means something: conditions hold often, and fail often.
  EXPECT_GT(held, compared / 10);
  EXPECT_LT(held, compared - compared / 10);
  EXPECT_LT(refused, compared / kEventsPerCondition / 2);
  std::cout << held << " held, " << refused << " conditions refused\n";
}

}  // namespace
}  // namespace tocsin::plan
