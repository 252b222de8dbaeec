// Stories: each event is one word "KIND@TIME:KEY" with KIND as event.category, TIME in seconds
// (rising by one if left out) and KEY as user.name; keys may be several ("a|b") or none.
// Results are written as the numbers of the events, from 1.

#include "event/builder.h"
#include "plan/reference_eval.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::plan {
namespace {

std::vector<std::string> Split(std::string_view text, char mark) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(mark);
    parts.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

class Story {
 public:
  explicit Story(std::string_view words) {
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema_, demand, batch_);
    std::int64_t time = 0;
    texts_ = std::make_unique<Arena>();
    for (const std::string& word : Split(words, ' ')) {
      const std::vector<std::string> key_parts = Split(word, ':');
      const std::vector<std::string> time_parts = Split(key_parts[0], '@');
      time = time_parts.size() > 1 ? std::atoll(time_parts[1].c_str()) : time + 1;
      builder.Begin("story", {}, {});
      builder.AddNamed("event.category", Value::String(texts_->Copy(time_parts[0])));
      if (key_parts.size() > 1) {
        for (const std::string& key : Split(key_parts[1], '|')) {
          builder.AddNamed("user.name", Value::String(texts_->Copy(key)));
        }
      }
      builder.SetTime(Time{time * kNsPerSecond});
      builder.Finish();
    }
    for (const Event& event : batch_.events()) events_.push_back(&event);
  }

  // "A", "!A" for a missing stage, "*" for any event.
  Stage MakeStage(std::string_view word, bool by_user, bool optional) const {
    Stage stage;
    stage.missing = word.starts_with('!');
    if (stage.missing) word.remove_prefix(1);
    if (word != "*") {
      Expr category = Expr::OfField("event.category");
      category.field = *schema_.Find("event.category");
      category.type = Type::kKeyword;
      stage.condition =
          Predicate::Leaf(Expr::Call(Function::kEqual, {category, Expr::Of(std::string(word))}));
    }
    if (by_user) {
      Key key;
      key.field = Expr::OfField("user.name");
      key.field.field = *schema_.Find("user.name");
      key.optional = optional;
      stage.keys.push_back(std::move(key));
    }
    return stage;
  }

  std::string Sequences(std::string_view stages, std::int64_t maxspan = 0, bool by_user = false,
                        std::string_view until = {}, bool optional = false) const {
    SequencePlan plan;
    for (const std::string& word : Split(stages, ' ')) {
      plan.stages.push_back(MakeStage(word, by_user, optional));
    }
    if (maxspan > 0) plan.maxspan_ns = maxspan * kNsPerSecond;
    if (!until.empty()) plan.until = MakeStage(until, by_user, optional);
    return Text(RunSequence(plan, events_));
  }

  std::string Samples(std::string_view stages, std::size_t per_key) const {
    SamplePlan plan;
    for (const std::string& word : Split(stages, ' ')) {
      plan.stages.push_back(MakeStage(word, true, false));
    }
    return Text(RunSample(plan, events_, per_key));
  }

 private:
  static std::string Text(const std::vector<ReferenceSequence>& sequences) {
    std::string text;
    for (const ReferenceSequence& sequence : sequences) {
      if (!text.empty()) text += ' ';
      for (std::size_t i = 0; i < sequence.events.size(); ++i) {
        if (i > 0) text += ',';
        text += sequence.events[i] < 0 ? "-" : fmt::format("{}", sequence.events[i] + 1);
      }
      for (const Value& key : sequence.keys) {
        text += ':';
        text += key.is_null() ? std::string("null") : std::string(key.text());
      }
    }
    return text;
  }

  Schema schema_;
  std::unique_ptr<Arena> texts_;
  EventBatch batch_;
  std::vector<const Event*> events_;
};

TEST(RunSequence, OneSlotForEachStageAndTheNewestWins) {
  EXPECT_EQ(Story("A A B").Sequences("A B"), "2,3");
  EXPECT_EQ(Story("A B B").Sequences("A B"), "1,2");
  EXPECT_EQ(Story("A B A C").Sequences("A B C"), "1,2,4");
  EXPECT_EQ(Story("A B A B C").Sequences("A B C"), "3,4,5");
  EXPECT_EQ(Story("X Y Z").Sequences("* *"), "1,2 2,3");
  EXPECT_EQ(Story("A A A A").Sequences("A A A"), "1,2,3 2,3,4");
}

TEST(RunSequence, EventsAtEqualTimesFollowInTheirOrder) {
  EXPECT_EQ(Story("A@1 B@1").Sequences("A B"), "1,2");
  EXPECT_EQ(Story("B@1 A@1").Sequences("A B"), "");
}

TEST(RunSequence, MaxspanIsInclusiveAndConsumes) {
  EXPECT_EQ(Story("A@0 B@3").Sequences("A B", 3), "1,2");
  EXPECT_EQ(Story("A@0 B@4 B@5").Sequences("A B", 3), "");
  EXPECT_EQ(Story("A@0 B@4 A@5 B@6").Sequences("A B", 3), "3,4");
  EXPECT_EQ(Story("A@0 B@2 C@4").Sequences("A B C", 3), "");
}

TEST(RunSequence, KeysAreSeparateMachines) {
  const Story story("A:root A:root B:elk B:root B:root A:elk A:root B:elk C:root C:elk C:root");
  EXPECT_EQ(story.Sequences("A B C", 0, true), "2,4,9:root 6,8,10:elk");
}

TEST(RunSequence, EachSharedValueOfAKeyJoins) {
  EXPECT_EQ(Story("A:x|y B:y|x|z").Sequences("A B", 0, true), "1,2:x 1,2:y");
  EXPECT_EQ(Story("A:x|x B:x").Sequences("A B", 0, true), "1,2:x");
}

TEST(RunSequence, MissingKeysJoinOnlyWhenOptional) {
  EXPECT_EQ(Story("A B").Sequences("A B", 0, true), "");
  EXPECT_EQ(Story("A B").Sequences("A B", 0, true, {}, true), "1,2:null");
  EXPECT_EQ(Story("A:x B").Sequences("A B", 0, true, {}, true), "");
}

TEST(RunSequence, UntilKillsWhatIsPending) {
  EXPECT_EQ(Story("A U B").Sequences("A B", 0, false, "U"), "");
  EXPECT_EQ(Story("A U A B").Sequences("A B", 0, false, "U"), "3,4");
  EXPECT_EQ(Story("A B U").Sequences("A B", 0, false, "U"), "1,2");
  // The last matched event may itself be the end; the completing one may not.
  EXPECT_EQ(Story("A B").Sequences("A B", 0, false, "A"), "");
  EXPECT_EQ(Story("A B").Sequences("A B", 0, false, "B"), "1,2");
  EXPECT_EQ(Story("A:x A:y U:x B:x B:y").Sequences("A B", 0, true, "U"), "2,5:y");
}

TEST(RunSequence, ResultsAreOrderedByTheirLastEvent) {
  EXPECT_EQ(Story("A:x A:y B:y B:x").Sequences("A B", 0, true), "2,3:y 1,4:x");
}

TEST(RunSequence, NothingMayStandBetween) {
  EXPECT_EQ(Story("A@1 B@3").Sequences("A !M B", 9), "1,-,2");
  EXPECT_EQ(Story("A@1 M@2 B@3").Sequences("A !M B", 9), "");
  EXPECT_EQ(Story("A@1 M@1 B@3").Sequences("A !M B", 9), "1,-,3");
  EXPECT_EQ(Story("A@1:x M@2:y B@3:x").Sequences("A !M B", 9, true), "1,-,3:x");
}

TEST(RunSequence, NothingMayStandBefore) {
  EXPECT_EQ(Story("M@1 A@3 B@4").Sequences("!M A B", 3), "");
  EXPECT_EQ(Story("M@0 A@3 B@4").Sequences("!M A B", 3), "-,2,3");
  EXPECT_EQ(Story("M@3 A@3 B@4").Sequences("!M A B", 3), "-,2,3");
}

TEST(RunSequence, NothingMayStandAfter) {
  EXPECT_EQ(Story("A@1 B@2 M@4").Sequences("A B !M", 3), "");
  EXPECT_EQ(Story("A@1 B@2 M@5").Sequences("A B !M", 3), "1,2,-");
  EXPECT_EQ(Story("A@1 B@2 M@2").Sequences("A B !M", 3), "1,2,-");
}

TEST(RunSequence, AFreeWindowAroundIsEnoughWhenBothSidesAreWatched) {
  EXPECT_EQ(Story("M@1 A@3 B@4 M@6").Sequences("!M A B !M", 5), "");
  EXPECT_EQ(Story("M@1 A@3 B@4 M@7").Sequences("!M A B !M", 5), "-,2,3,-");
  EXPECT_EQ(Story("M@1 A@3 B@4").Sequences("!M A B !M", 5), "-,2,3,-");
  EXPECT_EQ(Story("A@3 B@4 M@6").Sequences("!M A B !M", 5), "-,1,2,-");
}

TEST(RunSample, PicksDistinctEventsForEachSharedKey) {
  const Story story("A:x B:x A:y A:x B:y B:z");
  EXPECT_EQ(story.Samples("A B", 1), "1,2:x 3,5:y");
  EXPECT_EQ(story.Samples("A B", 9), "1,2:x 4,2:x 3,5:y");
  EXPECT_EQ(story.Samples("A A", 9), "1,4:x 4,1:x");
  EXPECT_EQ(Story("A:x").Samples("A A", 9), "");
}

}  // namespace
}  // namespace tocsin::plan
