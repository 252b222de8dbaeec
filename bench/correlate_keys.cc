// What a live key of a sequence costs, and what an event costs it: ten million distinct keys
// through one rule of two stages, within the bound of 2,000,000 live keys.
//
//   correlate_keys [KEYS]
//
// Events hold nothing but their key. What they weigh is measured apart and taken off, so that the
// cost of a key is that of the table. The answer is checked: as many keys live, are shed and
// complete as the bound says.

#include "engine/engine.h"
#include "event/builder.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

constexpr std::uint64_t kLiveKeysMax = 2'000'000;

plan::Stage StageOf(const Schema& schema, const char* name) {
  plan::Stage stage;
  plan::Expr field = plan::Expr::OfField("process.name");
  field.field = *schema.Find("process.name");
  field.type = plan::TypeOf(schema.type(field.field));
  stage.condition = plan::Predicate::Leaf(plan::Expr::Call(
      plan::Function::kEqual, {std::move(field), plan::Expr::Of(std::string(name))}));
  plan::Expr key = plan::Expr::OfField("process.entity_id");
  key.field = *schema.Find("process.entity_id");
  key.type = plan::TypeOf(schema.type(key.field));
  stage.keys.push_back({.field = std::move(key)});
  return stage;
}

std::shared_ptr<const Ruleset> BuildRule(const Schema& schema) {
  plan::SequencePlan plan;
  plan.stages = {StageOf(schema, "a"), StageOf(schema, "b")};
  std::vector<RulePlan> rules;
  rules.push_back({.rule = RuleId(0), .stable_id = "pair", .plan = std::move(plan), .scope = {}});
  return Ruleset::Build(std::move(rules), schema, {.live_keys_max = kLiveKeysMax});
}

ReleasedEvent EventOf(const Schema& schema, std::uint64_t number, ConditionId condition) {
  const std::string id = fmt::format("{{9f8e7d6c-5b4a-3928-1706-{:012x}}}", number);
  const Value value = Value::String(id);
  const FieldEntry entry{*schema.Find("process.entity_id"), 1, &value};
  Event event;
  event.fields = {&entry, 1};
  event.time = Time{static_cast<std::int64_t>(number) * 1000};
  event.origin.offset = number;
  return {.event = RetainedEvent::RetainCopy(event), .conditions = {condition}};
}

std::size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Heap bytes of one retained event, with what malloc adds.
double WeighEvents(const Schema& schema) {
  constexpr std::size_t kEvents = 100'000;
  std::vector<EventPtr> events(kEvents);
  const std::size_t before = HeapBytes();
  for (std::size_t i = 0; i < kEvents; ++i) events[i] = EventOf(schema, i, ConditionId(0)).event;
  return static_cast<double>(HeapBytes() - before) / kEvents;
}

// Of this thread, so that others at work on the machine do not count.
double Seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int Fail(const std::string& message) {
  fmt::print(stderr, "correlate_keys: {}\n", message);
  return 1;
}

int Main(std::uint64_t keys) {
  const Schema schema;
  const std::shared_ptr<const Ruleset> ruleset = BuildRule(schema);
  std::uint64_t completed = 0;
  const auto emit = [&](Detection&& /*detection*/) { ++completed; };
  Correlation correlation(ruleset);

  const double event_bytes = WeighEvents(schema);
  const std::size_t heap_before = HeapBytes();
  std::size_t heap_full = 0;
  double slowest = 0;
  const double start = Seconds();
  for (std::uint64_t i = 0; i < keys; ++i) {
    const ReleasedEvent event = EventOf(schema, i, ConditionId(0));
    const double before = Seconds();
    correlation.Process(event, emit);
    slowest = std::max(slowest, Seconds() - before);
    if (i + 1 == std::min(keys, kLiveKeysMax)) heap_full = HeapBytes();
  }
  const double seconds = Seconds() - start;

  const std::uint64_t live = std::min(keys, kLiveKeysMax);
  const CorrelationStats stats = correlation.stats();
  const std::uint64_t shed = stats.shed.empty() ? 0 : stats.shed.front().keys;
  if (stats.live_keys != live) return Fail(fmt::format("{} keys live", stats.live_keys));
  if (shed != keys - live) return Fail(fmt::format("{} keys shed", shed));
  for (std::uint64_t i = 0; i < keys; i += 1 + keys / 100'000) {
    const bool lives = i >= keys - live;
    const std::uint64_t before = completed;
    correlation.Process(EventOf(schema, i, ConditionId(1)), emit);
    if ((completed > before) != lives) return Fail(fmt::format("key {} is wrong", i));
  }

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double per_key = static_cast<double>(heap_full - heap_before) / static_cast<double>(live);
  fmt::print("{} distinct keys, {} live, {} shed and counted\n", keys, live, shed);
  fmt::print("heap per live key: {:.1f} bytes, and its event {:.0f}\n", per_key - event_bytes,
             event_bytes);
  fmt::print("peak resident set: {} MiB\n", usage.ru_maxrss / 1024);
  fmt::print("per event: {:.0f} ns with making it; slowest {:.2f} ms\n",
             seconds * 1e9 / static_cast<double>(keys), slowest * 1e3);
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  return tocsin::Main(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000);
}
