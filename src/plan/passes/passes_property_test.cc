// Every pass keeps the meaning: random conditions hold on the same random events before and after.
// TOCSIN_SEED repeats a run, TOCSIN_PAIRS makes it longer.

#include "plan/passes/passes.h"
#include "plan/printer.h"
#include "plan/random_testing.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

#include <iostream>
#include <variant>

namespace tocsin::plan {
namespace {

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
    const Plan typed = plan;
    if (!FoldConstants(plan, source, sink)) {
      ++refused;
      continue;
    }
    const Plan folded = plan;
    Normalize(plan);
    Plan again = plan;
    Normalize(again);
    ASSERT_EQ(Print(again), Print(plan)) << "normalizing twice changes more\n" << Print(typed);

    for (const Event& event : batch.events()) {
      const bool before = Holds(std::get<EventPlan>(typed).condition, event);
      const bool after_fold = Holds(std::get<EventPlan>(folded).condition, event);
      const bool after = Holds(std::get<EventPlan>(plan).condition, event);
      ASSERT_EQ(before, after_fold) << "seed " << seed << "\ntyped:\n"
                                    << Print(typed) << "folded:\n"
                                    << Print(folded);
      ASSERT_EQ(before, after) << "seed " << seed << "\ntyped:\n"
                               << Print(typed) << "normalized:\n"
                               << Print(plan);
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
