// Random sequences and samples over random streams: the engine finds what the definition finds, at
// every batch size, number of threads, and rhythm of Advance.
//
// TOCSIN_SEQUENCE_RUNS sets the number of plans, TOCSIN_SEED the seed. A difference is shown over
// the fewest events that still differ.
#include "engine/engine.h"
#include "event/batch.h"
#include "event/json_writer.h"
#include "plan/printer.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace tocsin {
namespace {

using plan::Expr;
using plan::Function;
using plan::Predicate;

std::uint64_t NumberFromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What a run found, as text: rule, events by position, key.
using Found = std::vector<std::string>;

class World {
 public:
  explicit World(std::uint64_t seed) : engine_(seed) {
    kind_ = schema_.Intern("process.name");
    user_ = schema_.Intern("user.name");
    parent_ = schema_.Intern("process.parent.pid");
    pid_ = schema_.Intern("process.pid");
  }

  std::uint32_t Below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }

  // ---- Events --------------------------------------------------------------------------------
  void MakeEvents(std::uint32_t count) {
    std::int64_t time = 1000;
    for (std::uint32_t i = 0; i < count; ++i) {
      time += Below(3);
      std::vector<FieldEntry> entries;
      AddField(kind_, {Value::String(Kind())}, &entries);
      if (Below(8) != 0) AddField(user_, Users(), &entries);
      if (Below(8) != 0) AddField(pid_, Pids(), &entries);
      if (Below(8) != 0) AddField(parent_, Pids(), &entries);
      std::sort(entries.begin(), entries.end(),
                [](const FieldEntry& a, const FieldEntry& b) { return a.field < b.field; });
      Event event;
      event.fields = memory_.CopyArray(std::span<const FieldEntry>(entries));
      event.time = Time{time};
      event.lane = Below(2) == 0 ? "host a" : "host b";
      event.origin.input = InputId(0);
      event.origin.offset = i;
      events_.push_back(event);
    }
  }

  // ---- Plans ---------------------------------------------------------------------------------
  plan::Plan MakeSequence() {
    plan::SequencePlan plan;
    const std::uint32_t keys = Below(3);
    const std::uint32_t optional = Below(4);
    const std::uint32_t stages = 2 + Below(3);
    bool positive = false;
    bool missing = false;
    for (std::uint32_t i = 0; i < stages; ++i) {
      plan::Stage stage = MakeStage(keys, optional);
      stage.missing = Below(4) == 0 && (positive || i + 1 < stages);
      positive = positive || !stage.missing;
      missing = missing || stage.missing;
      const std::size_t runs = Below(5) == 0 ? 2 + Below(2) : 1;
      plan.stages.insert(plan.stages.end(), runs, stage);
    }
    if (!missing && Below(4) == 0) ReadEarlierStage(&plan);
    plan.one_host = Below(4) == 0;
    if (Below(3) == 0) plan.until = MakeStage(keys, optional);
    if (missing || Below(2) == 0) plan.maxspan_ns = 2 + Below(12);
    return plan;
  }
  plan::Plan MakeSample() {
    plan::SamplePlan plan;
    const std::uint32_t keys = 1 + Below(2);
    const std::uint32_t optional = Below(4);
    for (std::uint32_t i = 2 + Below(3); i > 0; --i)
      plan.stages.push_back(MakeStage(keys, optional));
    return plan;
  }

  // ---- Answers -------------------------------------------------------------------------------
  Found Reference(const plan::Plan& plan, std::uint32_t per_key = 1) const {
    std::vector<const Event*> ordered;
    for (const Event& event : events_) ordered.push_back(&event);
    const auto* sequence = std::get_if<plan::SequencePlan>(&plan);
    const auto results = sequence != nullptr
                             ? plan::RunSequence(*sequence, ordered)
                             : plan::RunSample(std::get<plan::SamplePlan>(plan), ordered, per_key);
    Found found;
    for (const plan::ReferenceSequence& result : results) {
      std::string text;
      for (const std::ptrdiff_t event : result.events) text += std::to_string(event) + " ";
      text += "|";
      for (const Value& value : result.keys) text += " " + KeyTextOf(value);
      found.push_back(std::move(text));
    }
    return found;
  }

  Found Engine(const std::shared_ptr<const Ruleset>& ruleset, std::size_t batch_size,
               std::size_t threads, std::size_t advance_every) const {
    std::vector<ReleasedEvent> released = MatchAll(*ruleset, batch_size, threads);
    EXPECT_EQ(SortRun(&released), 0U);
    Found found;
    const auto emit = [&](Detection&& detection) { found.push_back(Describe(detection)); };
    Correlation correlation(ruleset);
    for (std::size_t i = 0; i < released.size(); ++i) {
      if (advance_every != 0 && i % advance_every == 0) {
        correlation.Advance(released[i].event->event().time, emit);
      }
      correlation.Process(released[i], emit);
    }
    correlation.Finish(emit);
    EXPECT_EQ(correlation.stats().live_keys, 0U);
    EXPECT_TRUE(correlation.stats().shed.empty());
    return found;
  }

  const Schema& schema() const { return schema_; }

  // Leaves events out as long as `fails()` holds without them.
  template <class Fails>
  void Shrink(const Fails& fails) {
    for (std::size_t i = 0; i < events_.size();) {
      const std::vector<Event> before = events_;
      events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(i));
      for (std::size_t k = i; k < events_.size(); ++k) events_[k].origin.offset = k;
      if (fails()) continue;
      events_ = before;
      ++i;
    }
  }
  std::string EventsText() const {
    std::string text;
    for (const Event& event : events_) {
      text += std::to_string(event.origin.offset) + " at " + std::to_string(event.time.ns) + " ";
      AppendEventJson(event, schema_, &text);
      text += "\n";
    }
    return text;
  }

 private:
  static std::string KeyTextOf(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kNull:
        return "null";
      case ValueKind::kString:
        return std::string(value.text());
      default:
        return std::to_string(value.integer());
    }
  }
  static std::string Describe(const Detection& detection) {
    std::string text;
    for (const DetectedEvent& event : detection.events) {
      text +=
          event.event == nullptr ? "-1 " : std::to_string(event.event->event().origin.offset) + " ";
    }
    text += "|";
    for (const KeyPart& part : detection.key) {
      text += " " + (part.kind == ValueKind::kNull ? "null" : part.text);
    }
    return text;
  }

  // Cuts the events into batches and spreads the batches over threads.
  std::vector<ReleasedEvent> MatchAll(const Ruleset& ruleset, std::size_t batch_size,
                                      std::size_t threads) const {
    const std::size_t batches = (events_.size() + batch_size - 1) / batch_size;
    std::vector<std::vector<ReleasedEvent>> parts(batches);
    const auto work = [&](std::size_t worker) {
      MatchScratch scratch(ruleset);
      MatchResult result;
      for (std::size_t b = worker; b < batches; b += threads) {
        EventBatch batch;
        const std::size_t end = std::min(events_.size(), (b + 1) * batch_size);
        for (std::size_t i = b * batch_size; i < end; ++i) batch.Append(events_[i]);
        Match(ruleset, batch, scratch, &result);
        parts[b] = Release(batch, result);
      }
    };
    std::vector<std::jthread> workers;
    for (std::size_t worker = 1; worker < threads; ++worker) workers.emplace_back(work, worker);
    work(0);
    workers.clear();
    std::vector<ReleasedEvent> all;
    for (auto& part : parts) {
      for (ReleasedEvent& event : part) all.push_back(std::move(event));
    }
    return all;
  }
  static std::vector<ReleasedEvent> Release(const EventBatch& batch, const MatchResult& result) {
    std::vector<ReleasedEvent> released;
    std::uint32_t last = UINT32_MAX;
    for (const ConditionHit& hit : result.conditions) {
      if (hit.event != last) {
        released.push_back({.event = RetainedEvent::RetainCopy(batch.events()[hit.event])});
        last = hit.event;
      }
      released.back().conditions.push_back(hit.condition);
    }
    return released;
  }

  void AddField(FieldId field, std::vector<Value> values, std::vector<FieldEntry>* entries) {
    const auto kept = memory_.CopyArray(std::span<const Value>(values));
    entries->push_back({field, static_cast<std::uint32_t>(kept.size()), kept.data()});
  }
  const char* Kind() {
    static constexpr const char* kKinds[] = {"a", "b", "c", "d"};
    return kKinds[Below(4)];
  }
  std::vector<Value> Users() {
    std::vector<Value> users = {Value::String(Below(2) == 0 ? "root" : "guest")};
    if (Below(4) == 0) users.push_back(Value::String("admin"));
    if (Below(4) == 0) users.push_back(users.front());
    return users;
  }
  std::vector<Value> Pids() {
    std::vector<Value> pids = {Value::Int(1 + Below(2))};
    if (Below(4) == 0) pids.push_back(Value::Int(3));
    return pids;
  }

  Expr Field(FieldId id) const {
    Expr field = Expr::OfField(std::string(schema_.name(id)));
    field.field = id;
    field.type = plan::TypeOf(schema_.type(id));
    return field;
  }
  plan::Stage MakeStage(std::uint32_t keys, std::uint32_t optional) {
    plan::Stage stage;
    std::vector<Expr> in = {Field(kind_), Expr::Of(std::string(Kind()))};
    if (Below(3) == 0) in.push_back(Expr::Of(std::string(Kind())));
    stage.condition = Below(10) == 0 ? Predicate::Of(true)
                                     : Predicate::Leaf(Expr::Call(Function::kIn, std::move(in)));
    if (keys > 0) {
      stage.keys.push_back({Field(user_), (optional & 1U) != 0});
    }
    if (keys > 1) {
      stage.keys.push_back({Field(Below(2) == 0 ? pid_ : parent_), (optional & 2U) != 0});
    }
    return stage;
  }
  // Makes the last stage ask for a pid that differs from (or equals) that of the first.
  void ReadEarlierStage(plan::SequencePlan* plan) {
    Expr earlier = Field(pid_);
    earlier.kind = plan::ExprKind::kStageField;
    earlier.binding = 0;
    Predicate same = Predicate::Leaf(
        Expr::Call(Function::kEqual, {Field(Below(2) == 0 ? pid_ : parent_), std::move(earlier)}));
    if (Below(2) == 0) same = Predicate::Not(std::move(same));
    Predicate& condition = plan->stages.back().condition;
    condition = Predicate::And({std::move(condition), std::move(same)});
  }

  std::mt19937_64 engine_;
  Schema schema_;
  FieldId kind_, user_, pid_, parent_;
  Arena memory_;
  std::vector<Event> events_;
};

std::shared_ptr<const Ruleset> BuildOne(const plan::Plan& plan, const Schema& schema,
                                        std::uint32_t per_key) {
  RulePlan rule{.rule = RuleId(0), .stable_id = "r", .plan = plan};
  return Ruleset::Build({std::move(rule)}, schema, {.samples_per_key = per_key});
}

void ExpectLikeReference(World& world, const plan::Plan& plan, std::uint32_t per_key = 1) {
  const Found expected = world.Reference(plan, per_key);
  const auto ruleset = BuildOne(plan, world.schema(), per_key);
  ASSERT_TRUE(ruleset->refused().empty()) << ruleset->refused().front().reason;
  struct Variant {
    std::size_t batch_size;
    std::size_t threads;
    std::size_t advance_every;
  };
  constexpr Variant kVariants[] = {{1, 1, 1}, {7, 3, 0}, {1024, 8, 5}};
  for (const Variant& variant : kVariants) {
    const auto engine = [&] {
      return world.Engine(ruleset, variant.batch_size, variant.threads, variant.advance_every);
    };
    if (engine() == expected) continue;
    world.Shrink([&] { return engine() != world.Reference(plan, per_key); });
    ASSERT_EQ(engine(), world.Reference(plan, per_key))
        << plan::Print(plan) << "\nbatches of " << variant.batch_size << ", " << variant.threads
        << " threads, advance every " << variant.advance_every << "\n"
        << world.EventsText();
  }
}

TEST(SequenceVsReference, RandomSequences) {
  const std::uint64_t runs = NumberFromEnvironment("TOCSIN_SEQUENCE_RUNS", 600);
  const std::uint64_t first_seed = NumberFromEnvironment("TOCSIN_SEED", 1);
  std::size_t found = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + runs; ++seed) {
    SCOPED_TRACE("TOCSIN_SEED=" + std::to_string(seed));
    World world(seed);
    world.MakeEvents(20 + world.Below(100));
    const plan::Plan plan = world.MakeSequence();
    found += world.Reference(plan).size();
    ExpectLikeReference(world, plan);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(found, runs);  // else the streams are too poor to test anything
}

TEST(SequenceVsReference, RandomSamples) {
  const std::uint64_t runs = NumberFromEnvironment("TOCSIN_SEQUENCE_RUNS", 600) / 4;
  const std::uint64_t first_seed = NumberFromEnvironment("TOCSIN_SEED", 1);
  std::size_t found = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + runs; ++seed) {
    SCOPED_TRACE("TOCSIN_SEED=" + std::to_string(seed));
    World world(seed);
    world.MakeEvents(4 + world.Below(20));
    const plan::Plan plan = world.MakeSample();
    const std::uint32_t per_key = 1 + world.Below(4);
    found += world.Reference(plan, per_key).size();
    ExpectLikeReference(world, plan, per_key);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(found, runs / 4);
}

}  // namespace
}  // namespace tocsin
