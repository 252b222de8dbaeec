#include "engine/process_state.h"

#include "engine/lineage/lineage_testing.h"
#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tocsin {
namespace {

using plan::Expr;
using plan::Function;
using plan::Predicate;

// Rules over process state, run the way a batch runs them: match, then decide what waited.
class ProcessStateTest : public testing::Test {
 protected:
  ProcessStateTest() {
    options_.native.Declare(
        "audit", SourceFields(std::vector<FieldId>{Field("process.pid"), Field("process.name"),
                                                   Field("process.executable"),
                                                   Field("process.parent.pid")}));
  }

  Expr Ref(std::string_view name) {
    Expr field = Expr::OfField(std::string(name));
    field.field = schema_.Intern(name);
    field.type = plan::TypeOf(schema_.type(field.field));
    return field;
  }
  Predicate Is(std::string_view field, const std::string& text) {
    return Predicate::Leaf(Expr::Call(Function::kEqual, {Ref(field), Expr::Of(text)}));
  }

  void Add(plan::Plan plan) {
    const auto id = static_cast<RuleId::rep>(plans_.size());
    plans_.push_back(
        {.rule = RuleId(id), .stable_id = std::to_string(id), .plan = std::move(plan)});
  }
  void AddRule(Predicate condition) { Add(plan::EventPlan{.condition = std::move(condition)}); }

  // The detections, as "rule: pid pid" in order; from any order of events and any cut.
  std::vector<std::string> Run(std::vector<std::string> events) {
    const auto ruleset = Ruleset::Build(plans_, schema_, options_);
    std::vector<std::string> first;
    for (unsigned seed = 0; seed < 10; ++seed) {
      std::mt19937 random(seed);
      std::shuffle(events.begin(), events.end(), random);
      const std::vector<std::string> found = RunOnce(ruleset, events, seed);
      if (seed == 0) first = found;
      EXPECT_EQ(found, first) << "seed " << seed;
    }
    return first;
  }

  static std::string PidOf(const EventPtr& event) {
    return std::to_string(event->event().Find(Field("process.pid")).front().integer());
  }

  Schema schema_;
  EngineOptions options_;
  std::vector<RulePlan> plans_;
  lineage::LineageCounts counts_;
  std::uint64_t waited_ = 0;

 private:
  std::vector<std::string> RunOnce(const std::shared_ptr<const Ruleset>& ruleset,
                                   const std::vector<std::string>& events, unsigned seed) {
    lineage::SightingBook books[2];
    MatchScratch scratch(*ruleset);
    MatchResult result;
    std::vector<ReleasedEvent> hits;
    std::vector<EventPtr> waiting;
    for (std::size_t i = 0; i < events.size(); ++i) {
      const EventPtr event = lineage::MakeEvent(events[i]);
      EventBatch batch;
      batch.Append(event->event());
      Match(*ruleset, batch, scratch, &result, &books[(i + seed) % 2]);
      if (!result.waiting.empty()) waiting.push_back(event);
      if (result.rules.empty() && result.conditions.empty()) continue;
      ReleasedEvent hit{.event = event, .conditions = {}, .equivalent = {}, .rules = result.rules};
      for (const ConditionHit& met : result.conditions) hit.conditions.push_back(met.condition);
      hits.push_back(hit);
    }
    books[0].Merge(books[1]);
    ProcessState state(ruleset, std::move(books[0]));
    state.Fill(&hits);
    state.Decide(waiting, &hits);
    counts_ = state.counts();
    waited_ = waiting.size();
    std::sort(hits.begin(), hits.end(), [](const ReleasedEvent& a, const ReleasedEvent& b) {
      return a.event->event().time < b.event->event().time;
    });
    std::vector<std::string> found;
    Correlation correlation(ruleset);
    const auto emit = [&](Detection&& detection) {
      std::string line = std::to_string(detection.rule.value()) + ":";
      for (const DetectedEvent& event : detection.events) line += " " + PidOf(event.event);
      found.push_back(line);
    };
    for (const ReleasedEvent& hit : hits) {
      for (const RuleHit& rule : hit.rules) {
        found.push_back(std::to_string(rule.rule.value()) + ": " + PidOf(hit.event));
      }
      correlation.Process(hit, emit);
    }
    correlation.Finish(emit);
    return found;
  }
};

const std::string kStart = "source=audit event.category=process event.type=start host=h ";
const std::string kNet = "source=audit event.category=network event.type=start host=h ";

const std::vector<std::string> kEvents = {
    kStart +
        "t=1000 process.pid=10 process.parent.pid=1 process.executable=/usr/sbin/sshd "
        "process.name=sshd",
    kStart +
        "t=2000 process.pid=20 process.parent.pid=10 process.executable=/bin/bash "
        "process.name=bash",
    kStart +
        "t=2100 process.pid=30 process.parent.pid=20 process.executable=/usr/bin/curl "
        "process.name=curl",
    kNet + "t=2200 process.pid=30 process.executable=/usr/bin/curl process.name=curl",
    kNet + "t=2300 process.pid=99 process.executable=/opt/agent process.name=agent",
};

TEST_F(ProcessStateTest, AParentThatTheSensorDoesNotName) {
  AddRule(Is("process.parent.name", "sshd"));
  AddRule(Predicate::And(
      {Is("process.name", "curl"), Predicate::Not(Is("process.parent.name", "bash"))}));
  EXPECT_EQ(Run(kEvents), (std::vector<std::string>{"0: 20"}));
  EXPECT_GT(waited_, 0U);
}

TEST_F(ProcessStateTest, ARuleThatTheEventRulesOutDoesNotWait) {
  AddRule(Predicate::And({Is("process.name", "nobody"), Is("process.parent.name", "sshd")}));
  EXPECT_EQ(Run(kEvents), std::vector<std::string>());
  EXPECT_EQ(waited_, 0U);
}

TEST_F(ProcessStateTest, ASensorThatGivesEverythingDoesNotWait) {
  AddRule(Is("process.parent.name", "sshd"));
  std::vector<std::string> events;
  for (std::string event : kEvents) {
    events.push_back("source=defend" + event.substr(event.find(' ')));
  }
  EXPECT_EQ(Run(events), std::vector<std::string>());
  EXPECT_EQ(waited_, 0U);
}

TEST_F(ProcessStateTest, WhoCannotWaitJudgesWhatTheEventDecides) {
  AddRule(Is("process.parent.name", "sshd"));
  AddRule(Is("process.name", "bash"));
  AddRule(Predicate::And(
      {Is("process.name", "agent"), Predicate::Not(Is("process.parent.name", "bash"))}));
  const auto ruleset = Ruleset::Build(plans_, schema_, options_);
  EXPECT_EQ(std::vector<RuleId>(ruleset->rules_on_process_state().begin(),
                                ruleset->rules_on_process_state().end()),
            (std::vector<RuleId>{RuleId(0), RuleId(2)}));
  MatchScratch scratch(*ruleset);
  MatchResult result;
  std::vector<std::string> found;
  std::vector<std::string> events = kEvents;
  events.push_back(
      "source=defend event.category=process host=h t=3000 process.pid=40 "
      "process.name=agent process.parent.name=sshd");
  for (const std::string& words : events) {
    const EventPtr event = lineage::MakeEvent(words);
    EventBatch batch;
    batch.Append(event->event());
    MatchAtOnce(*ruleset, batch, scratch, &result);
    EXPECT_TRUE(result.waiting.empty());
    for (const RuleHit& hit : result.rules) {
      found.push_back(std::to_string(hit.rule.value()) + ": " + PidOf(event));
    }
  }
  EXPECT_EQ(found, (std::vector<std::string>{"1: 20", "0: 40", "2: 40"}));
  const std::vector<Unjudged> unjudged = scratch.unjudged();
  ASSERT_EQ(unjudged.size(), 2U);
  EXPECT_EQ(unjudged[0].rule, RuleId(0));
  EXPECT_EQ(unjudged[0].events, 5U);  // any of them may have had that parent
  EXPECT_EQ(unjudged[1].rule, RuleId(2));
  EXPECT_EQ(unjudged[1].events, 1U);
}

TEST_F(ProcessStateTest, KeysOfASequenceAreFilledBeforeItRuns) {
  plan::SequencePlan sequence;
  plan::Stage start;
  start.condition = Predicate::And({Is("event.category", "process"), Is("process.name", "bash"),
                                    Is("process.parent.executable", "/usr/sbin/sshd")});
  start.keys.push_back({.field = Ref("process.entity_id")});
  plan::Stage net;
  net.condition = Is("event.category", "network");
  net.keys.push_back({.field = Ref("process.parent.entity_id")});
  sequence.stages = {start, net};
  sequence.maxspan_ns = 1'000'000'000;
  Add(sequence);
  EXPECT_EQ(Run(kEvents), (std::vector<std::string>{"0: 20 30"}));
}

TEST_F(ProcessStateTest, DescendantsOfAProcessThatMetACondition) {
  AddRule(Predicate::And(
      {Is("event.category", "network"), Predicate::DescendantOf(Is("process.name", "sshd"))}));
  AddRule(Predicate::And({Is("event.category", "network"),
                          Predicate::Not(Predicate::DescendantOf(Is("process.name", "sshd")))}));
  // Itself is no ancestor.
  AddRule(Predicate::And(
      {Is("process.name", "sshd"), Predicate::DescendantOf(Is("process.name", "sshd"))}));
  EXPECT_EQ(Run(kEvents), (std::vector<std::string>{"0: 30", "1: 99"}));
}

TEST_F(ProcessStateTest, RelationsWithinRelations) {
  AddRule(Predicate::And(
      {Is("event.category", "network"),
       Predicate::DescendantOf(Predicate::And(
           {Is("process.name", "bash"),
            Predicate::DescendantOf(Is("process.executable", "/usr/sbin/sshd"))}))}));
  AddRule(Predicate::And({Is("event.category", "network"),
                          Predicate::DescendantOf(Predicate::And(
                              {Is("process.name", "bash"), Predicate::Not(Predicate::DescendantOf(
                                                               Is("process.name", "sshd")))}))}));
  EXPECT_EQ(Run(kEvents), (std::vector<std::string>{"0: 30"}));
}

}  // namespace
}  // namespace tocsin
